package page_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/server/page"
	"segue/widget"
)

// answers is an engine with fixed answers. It records its last request.
type answers struct {
	similar    recommend.Similar
	search     recommend.Search
	person     recommend.Person
	currentMap recommend.Map
	// drawing is true if there is no map yet.
	drawing bool
	facets  recommend.Facets
	err     error
	status  recommend.Status

	query   string
	options recommend.Options
}

func (a *answers) Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error) {
	a.query, a.options = string(ref.ID), o
	return a.similar, a.err
}

func (a *answers) Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error) {
	a.query, a.options = text, o
	return a.search, a.err
}

func (a *answers) Person(_ context.Context, id string) (recommend.Person, error) {
	a.query = id
	if a.err == nil && a.person.ID != id {
		return recommend.Person{}, recommend.ErrUnknownPerson
	}
	return a.person, a.err
}

func (a *answers) Facets(context.Context, data.Filter) (recommend.Facets, error) {
	return a.facets, nil
}

func (a *answers) Map(context.Context) (recommend.Map, error) {
	if a.drawing {
		return recommend.Map{}, recommend.ErrNoMap
	}
	return a.currentMap, a.err
}

func (a *answers) Status() recommend.Status {
	if a.status == (recommend.Status{}) {
		return recommend.Status{Model: "m", Index: "1"}
	}
	return a.status
}

var _ page.Engine = (*recommend.Engine)(nil)

var daily = data.Show{ID: "software-engineering-daily", Title: "Software Engineering Daily"}

func guests(names ...string) (people []data.Person) {
	for _, name := range names {
		people = append(people, data.Person{Name: name, Role: data.RoleGuest})
	}
	return people
}

func gitops() data.Episode {
	return data.Episode{
		ID: "gitops", Show: daily, Title: "GitOps: Kubernetes Continuous Delivery with Alexis Richardson",
		URL:         "https://daily.example/gitops",
		Description: "Git holds the state of a cluster.\n\nAn agent brings the cluster there.",
		Removed:     []data.Removal{{Text: "Full disclosure: somebody paid.", Rule: "sponsor-disclosure"}},
		Published:   time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC), Duration: 42 * time.Minute,
		People: guests("Alexis Richardson"), Tags: []string{"Kubernetes", "continuous delivery"},
		Audio: "https://daily.example/gitops.mp3",
	}
}

func klarna() data.Episode {
	return data.Episode{
		ID: "klarna", Show: daily, Title: "Klarna Engineering with Marcus Granström", Description: "A bank from Sweden.",
		Published: time.Date(2018, 8, 10, 0, 0, 0, 0, time.UTC), Duration: 44 * time.Minute, People: guests("Marcus Granström"),
	}
}

// bare returns an episode without optional fields.
func bare() data.Episode {
	return data.Episode{ID: "bare", Show: data.Show{ID: "quiet", Title: "Quiet"}, Title: "Bare"}
}

func near(e data.Episode, score float64) recommend.Result {
	return recommend.Result{Episode: e, Score: score, Source: recommend.SourceSemantic}
}

func similarTo(e data.Episode, results ...recommend.Result) recommend.Similar {
	return recommend.Similar{Episode: e, Answer: recommend.Answer{Results: results}}
}

func found(total int, results ...recommend.Result) recommend.Search {
	return recommend.Search{Total: total, Answer: recommend.Answer{Results: results, Mode: recommend.ModeSemantic}}
}

// serve starts a server for the pages with a real catalogue in memory.
func serve(t testing.TB, engine page.Engine, episodes ...data.Episode) *httptest.Server {
	t.Helper()
	return serveWith(t, page.Config{Engine: engine}, episodes...)
}

func serveWith(t testing.TB, c page.Config, episodes ...data.Episode) *httptest.Server {
	t.Helper()
	if c.Catalog == nil {
		c.Catalog = store(t, episodes...)
	}
	if c.Widget == nil {
		c.Widget = script(t, c.BaseURL)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	site, err := page.New(c)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(route(site))
	t.Cleanup(server.Close)
	return server
}

// store returns a catalogue in memory.
func store(t testing.TB, episodes ...data.Episode) page.Catalog {
	t.Helper()
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if len(episodes) > 0 {
		if _, err := c.Upsert(t.Context(), episodes); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// anywhere is the widget of servers without a public address. Tests share it because
// compressing its files is slow.
var anywhere = sync.OnceValues(func() (*widget.Handler, error) { return widget.New(widget.Config{}) })

func script(t testing.TB, publicURL string) *widget.Handler {
	t.Helper()
	newHandler := anywhere
	if publicURL != "" {
		newHandler = func() (*widget.Handler, error) { return widget.New(widget.Config{PublicURL: publicURL}) }
	}
	handler, err := newHandler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// route returns a router with the pages. Like the server, it routes HEAD as GET.
func route(site *page.Site) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.RedirectTrailingSlash = false
	router.HandleMethodNotAllowed = true
	router.NoRoute(site.NotFound)
	router.NoMethod(site.MethodNotAllowed)
	site.Register(router, router)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			// net/http sends no body only if its own request stays HEAD.
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		router.ServeHTTP(w, r)
	})
}

// reply is a complete response.
type reply struct {
	status int
	header http.Header
	body   string
}

// fetch does not follow redirects.
func fetch(t testing.TB, method, address string, header ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(body)}
}

func get(t testing.TB, address string) reply { t.Helper(); return fetch(t, http.MethodGet, address) }

// text returns the visible text of a page in one line.
func (r reply) text(t *testing.T) string {
	t.Helper()
	return strings.Join(strings.Fields(parse(t, r.body).text()), " ")
}

func (r reply) mustContain(t *testing.T, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if got := r.text(t); !strings.Contains(got, want) {
			t.Errorf("page does not contain %q:\n%s", want, got)
		}
	}
}

func (r reply) mustNotContain(t *testing.T, bans ...string) {
	t.Helper()
	for _, ban := range bans {
		if strings.Contains(r.body, ban) {
			t.Errorf("page holds %q:\n%s", ban, r.body)
		}
	}
}

func TestNewRejectsInvalidOptions(t *testing.T) {
	store, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, tt := range []struct {
		name   string
		config page.Config
		want   string
	}{
		{"a missing catalogue", page.Config{Engine: &answers{}}, "page: Catalog and Engine are required"},
		{"a missing engine", page.Config{Catalog: store}, "page: Catalog and Engine are required"},
		{"a base without a scheme", page.Config{Catalog: store, Engine: &answers{}, BaseURL: "podcast.example"},
			`page: base URL "podcast.example": want only a scheme and a host, such as "https://podcast.example"`},
		{"a base with a path", page.Config{Catalog: store, Engine: &answers{}, BaseURL: "https://podcast.example/a"},
			`page: base URL "https://podcast.example/a": want only a scheme and a host, such as "https://podcast.example"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := page.New(tt.config)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
