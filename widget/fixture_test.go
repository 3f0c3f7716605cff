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

// gitops is the episode of most test pages.
const gitops = "gitops-kubernetes-continuous-delivery-with-alexis-richardson"

// fixture is a site and a Segue server on two origins. The server has the bundled episodes;
// the pages of the site include the widget.
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

// recordingServer records its requests. If instead is set and returns true, it has answered
// the request instead of the handler.
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

// requests returns the requests so far below a path, except for the favicon.
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

// newFixture starts both servers. The change functions can modify the server's Config.
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

// newEngine returns a store and an engine with the bundled episodes, whose pages are on host.
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

// page serves the pages added by put and show.
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

// put serves a body at a path of the host and returns its address. The
// placeholders {service} and {host} are the two origins, {script} is the script tag.
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

// related is a body with the default snippet.
const related = `{script}<segue-related><a href="{host}/episodes">All episodes</a></segue-related>`

// links is an expression for the titles and addresses of the first element's
// links.
const links = `[...document.querySelector('segue-related').shadowRoot.querySelectorAll('a')].map((a) => [a.textContent, a.href])`

// similar returns the expected related episodes of gitops.
func (w *fixture) similar(t testing.TB, limit int) recommend.Similar {
	t.Helper()
	_, engine := newEngine(t, w.host.URL)
	found, err := engine.Similar(t.Context(), data.Ref{ID: gitops}, recommend.Options{Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
