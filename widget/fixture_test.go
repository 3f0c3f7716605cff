package widget_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/demo"
	"segue/embed"
	"segue/embed/embedtest"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
	"segue/server"
	"segue/widget"
)

// gitops is the episode that most pages of the tests are about.
const gitops = "gitops-kubernetes-continuous-delivery-with-alexis-richardson"

// world is a site and the service that it includes, two origins: the real server
// over the bundled episodes, and pages that include what it serves.
type fixture struct {
	t       testing.TB
	script  *widget.Handler
	service *recordingServer
	host    *recordingServer
	pages   sync.Map // path to page
	next    int
}

type testPage struct {
	header http.Header
	body   string
}

// recorded is a server that remembers what it was asked. instead may answer in
// the place of the handler, and says whether it did.
type recordingServer struct {
	*httptest.Server
	handler http.Handler
	instead func(http.ResponseWriter, *http.Request) bool

	mu       sync.Mutex
	received []*http.Request
}

func newRecordingServer(t testing.TB, handler http.Handler) *recordingServer {
	s := &recordingServer{handler: handler}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

func (s *recordingServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.received = append(s.received, r)
	s.mu.Unlock()
	if s.instead == nil || !s.instead(w, r) {
		s.handler.ServeHTTP(w, r)
	}
}

// requests returns what was asked so far below a path, without the favicon that
// browsers ask for.
func (s *recordingServer) requests(prefix string) []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*http.Request
	for _, r := range s.received {
		if strings.HasPrefix(r.URL.Path, prefix) && r.URL.Path != "/favicon.ico" {
			found = append(found, r)
		}
	}
	return found
}

// newWorld starts both. change may replace what the service is made of.
func newFixture(t testing.TB, change ...func(*fixture, *server.Config)) *fixture {
	t.Helper()
	w := &fixture{t: t}
	w.host = newRecordingServer(t, http.HandlerFunc(w.page))
	c, engine := newEngine(t, w.host.URL)
	script, err := widget.New(widget.Config{})
	if err != nil {
		t.Fatal(err)
	}
	w.script = script
	config := server.Config{Catalog: c, Engine: engine, Widget: script, Thumbs: thumbs(t, c)}
	for _, change := range change {
		change(w, &config)
	}
	s, err := server.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w.service = newRecordingServer(t, s)
	return w
}

// newEngine returns the bundled episodes, with their pages on host, and what
// answers about them.
func newEngine(t testing.TB, host string) (catalog.Store, *recommend.Engine) {
	t.Helper()
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	episodes, err := demo.Episodes()
	if err != nil {
		t.Fatal(err)
	}
	for i := range episodes {
		episodes[i].URL = host + "/e/" + string(episodes[i].ID)
		episodes[i].Image = "http://podcast-host.invalid/3000.jpg"
	}
	if _, err := c.Upsert(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	client := embed.NewClient(embedtest.NewHashing(256), c)
	engine := recommend.NewEngine(c)
	x := indexer.New(c, index, client, engine, client.Info().Model)
	if err := x.Sync(context.WithoutCancel(t.Context()), func(indexer.Progress) {}); err != nil {
		t.Fatal(err)
	}
	return c, engine
}

// page serves what show was given.
func (w *fixture) page(rw http.ResponseWriter, r *http.Request) {
	found, ok := w.pages.Load(r.URL.Path)
	if !ok {
		http.NotFound(rw, r)
		return
	}
	p := found.(testPage)
	for name, values := range p.header {
		rw.Header()[name] = values
	}
	if rw.Header().Get("Content-Type") == "" {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	fmt.Fprint(rw, p.body)
}

// put serves a body at a path of the host and returns its address. In it, {service}
// and {host} stand for the two origins and {script} for the tag of a snippet.
func (w *fixture) put(path, body string, headers ...string) string {
	header := http.Header{}
	for _, h := range headers {
		name, value, _ := strings.Cut(w.fill(h), ": ")
		header.Add(name, value)
	}
	w.pages.Store(path, testPage{header, w.fill(body)})
	return w.host.URL + path
}

func (w *fixture) fill(text string) string {
	service := ""
	if w.service != nil {
		service = w.service.URL
	}
	return strings.NewReplacer(
		"{script}", `<script type="module" async src="`+service+`/widget/v1.js"></script>`,
		"{service}", service, "{host}", w.host.URL, "{gitops}", gitops,
	).Replace(text)
}

// show serves a whole page about an episode with the body, and returns its address.
func (w *fixture) show(body string, headers ...string) string {
	w.next++
	return w.put(fmt.Sprintf("/p/%d", w.next), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An episode</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="{host}/e/{gitops}"></head>
<body><main><h1>An episode</h1>`+body+`</main></body></html>`, headers...)
}

// related is a page with the usual snippet.
const related = `{script}<segue-related><a href="{host}/episodes">All episodes</a></segue-related>`

// links is an expression for the titles and addresses of the first element's
// links.
const links = `[...document.querySelector('segue-related').shadowRoot.querySelectorAll('a')].map((a) => [a.textContent, a.href])`

// without returns what an episode of the service would be asked about.
func (w *fixture) similar(t testing.TB, limit int) recommend.Similar {
	t.Helper()
	_, engine := newEngine(t, w.host.URL)
	found, err := engine.Similar(t.Context(), data.Ref{ID: gitops}, recommend.Options{Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
