package page_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/server/page"
	"segue/widget"
)

func TestMapShowsItsQuality(t *testing.T) {
	for _, tt := range []struct {
		name   string
		engine *answers
		want   string
	}{
		{"with a measure", &answers{currentMap: currentMap(30)}, "Lists of related episodes use the full vectors. 30 episodes of 31. On average, 4.2 of an episode’s ten nearest neighbours are also among its ten nearest on this map. Trustworthiness@10: 0.93 of 1."},
		{"with too few episodes for one", &answers{currentMap: currentMap(3)}, "3 episodes of 4."},
		{"of an earlier state", &answers{currentMap: currentMap(3), status: recommend.Status{Model: "m", Index: "2"}}, "The catalogue has changed since this map was computed."},
		{"while it is drawn", &answers{drawing: true}, "The map is being computed"},
		{"without vectors", &answers{}, "There is no map yet. It needs an embedding model, and no episode has been embedded. Segue finds episodes by keywords only."},
		{"without vectors so far", &answers{status: recommend.Status{Episodes: 10, Index: "1"}}, "Embedding the catalogue: 0 of 10"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := get(t, serve(t, tt.engine, gitops()).URL+"/map")
			got.mustContain(t, tt.want)
		})
	}
}

func TestMapHasATable(t *testing.T) {
	m := currentMap(30)
	got := get(t, serve(t, &answers{currentMap: m}, gitops()).URL+"/map?page=2")
	rows := 0
	for _, body := range parse(t, got.body).elements("tbody") {
		rows += len(markup{body}.elements("tr"))
	}
	if rows != 5 {
		t.Errorf("%d rows on the second page, want 5 of 30", rows)
	}
	got.mustContain(t, "Page 2 of 2", "Klarna Engineering")
	diff(t, []string{"/episodes/klarna", "/episodes/gitops"}, links(t, got)[3:5]) // the second row and its first neighbour
}

func TestPointsAreColumns(t *testing.T) {
	server := serve(t, &answers{currentMap: currentMap(3)}, gitops())
	got := get(t, server.URL+"/map/points.json?index=1")
	diff(t, `{"index":"1","x":[0,1667,3333],"y":[0,1667,1667],"colours":[{"label":"Show","groups":["Software Engineering Daily","`, got.body[:strings.Index(got.body, "Show ")])
	diff(t, []string{"application/json", "no-cache"}, []string{got.header.Get("Content-Type"), got.header.Get("Cache-Control")})
	if again := fetch(t, http.MethodGet, server.URL+"/map/points.json", "If-None-Match", got.header.Get("ETag")); again.status != http.StatusNotModified {
		t.Errorf("status %d for a matching ETag, want 304", again.status)
	}
	if waiting := get(t, serve(t, &answers{drawing: true}, gitops()).URL+"/map/points.json"); waiting.status != http.StatusAccepted || waiting.body != `{"drawing":true}` {
		t.Errorf("status %d and %s while it is drawn", waiting.status, waiting.body)
	}
	if got := fetch(t, http.MethodPost, server.URL+"/map/points.json"); got.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", got.status)
	}
}

func TestMapSearchReturnsPoints(t *testing.T) {
	m := currentMap(3)
	m.Placed[0].Episode, m.Placed[1].Episode, m.Placed[2].Episode = bare(), klarna(), gitops()
	engine := &answers{currentMap: m, search: found(9, near(gitops(), .9), near(hostile(), .8), near(bare(), .7))}
	server := serve(t, engine, gitops())
	diff(t, `{"numbers":[2,0],"total":9}`, get(t, server.URL+"/map/found.json?index=1&q=git").body)
	diff(t, "git", engine.query)
	if got := get(t, server.URL+"/map/found.json?index=0&q=git"); got.status != http.StatusConflict {
		t.Errorf("status %d for an older map, want 409", got.status)
	}
	engine.err = recommend.ErrBlankQuery
	if got := get(t, server.URL+"/map/found.json?index=1&q="); got.status == http.StatusOK && got.body != `{"numbers":[],"total":0}` {
		t.Errorf("a blank question finds %s", got.body)
	}
}

func TestCardShowsNeighbours(t *testing.T) {
	m := currentMap(30)
	var card struct {
		N                       int
		Title, Show, Topic, URL string
		Near                    []struct {
			N          int
			Title, URL string
		}
	}
	if err := json.Unmarshal([]byte(get(t, serve(t, &answers{currentMap: m}, gitops()).URL+"/map/episode.json?index=1&n=2").body), &card); err != nil {
		t.Fatal(err)
	}
	diff(t, []any{2, klarna().Title, daily.Title, evil, "/episodes/klarna", 2, 3, "/episodes/gitops"},
		[]any{card.N, card.Title, card.Show, card.Topic, card.URL, len(card.Near), card.Near[0].N, card.Near[0].URL})
}

func TestBuilderUsesTheServersAddress(t *testing.T) {
	known := serveWith(t, page.Config{Engine: &answers{}, BaseURL: "https://pod.example"}, gitops())
	got := get(t, known.URL+"/snippet")
	got.mustContain(t, `<script type="module" async src="https://pod.example/widget/v1.js"></script>`, `integrity="sha384-`, "script-src https://pod.example; connect-src https://pod.example")
	got.mustNotContain(t, "--public-url")
	guessing := serve(t, &answers{}, gitops())
	get(t, guessing.URL+"/snippet").mustContain(t, "This server does not know its public address, so the snippet uses the address of your request: "+guessing.URL)
}

func TestBuilderReportsInvalidOptions(t *testing.T) {
	server := serve(t, &answers{}, gitops())
	for query, want := range map[string]string{
		"count=21": "Count is 21; want 1 to 20.", "count=x": "Count is -1; want 1 to 20.", "layout=tiles": `Unknown layout "tiles"; want list, grid or row.`,
	} {
		get(t, server.URL+"/snippet?"+query).mustContain(t, want)
	}
}

// Only this server can frame the preview. Its policy allows the hashes of the snippet's style
// attributes.
func TestOnlyThisServerCanFrameThePreview(t *testing.T) {
	server := serveWith(t, page.Config{Engine: &answers{}, BaseURL: "https://pod.example"}, gitops(), klarna())
	got := get(t, server.URL+"/snippet/preview?layout=grid&beside=klarna&scheme=dark")
	policy := got.header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "style-src 'self' 'unsafe-hashes' 'sha256-", "script-src 'self' https://pod.example;", "frame-ancestors 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q has no %s", policy, want)
		}
	}
	if n := strings.Count(policy, "sha256-"); n != 2 {
		t.Errorf("%d hashes, want those of the element and of the box around it", n)
	}
	for _, want := range []string{`<html lang="en" class="dark">`, `episode="klarna" api="/"`, "Klarna Engineering"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the preview has no %s:\n%s", want, got.body)
		}
	}
}

func FuzzBuilder(f *testing.F) {
	for _, seed := range []string{"", "element=search&images=on", "layout=grid&count=3&heading=%22%3E%3Cscript%3E", "count=-1", "show=%ff&more=//x&beside=..", "more=/%22onload=x"} {
		f.Add(seed)
	}
	server := serveFuzz(f)
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/snippet?", "/snippet/preview?"} {
			req, err := http.NewRequest(http.MethodGet, "http://pod.example"+path+query, nil)
			if err != nil {
				t.Skip("no address")
			}
			got := server(req)
			if got.status >= http.StatusInternalServerError {
				t.Errorf("%s: status %d", path, got.status)
			}
			for _, n := range parse(t, got.body).elements() {
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || n.Data == "script" && n.FirstChild != nil {
						t.Errorf("%s: %s has %s", path, n.Data, a.Key)
					}
				}
			}
		}
	})
}

// serveFuzz runs a request without a network connection.
func serveFuzz(f *testing.F) func(*http.Request) reply {
	store, err := sqlite.OpenMemory(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { store.Close() })
	if _, err := store.Upsert(f.Context(), []data.Episode{klarna()}); err != nil {
		f.Fatal(err)
	}
	script, err := widget.New(widget.Config{})
	if err != nil {
		f.Fatal(err)
	}
	site, err := page.New(page.Config{Catalog: store, Engine: &answers{}, Widget: script, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		f.Fatal(err)
	}
	return func(r *http.Request) reply {
		w := httptest.NewRecorder()
		route(site).ServeHTTP(w, r)
		return reply{w.Code, w.Header(), w.Body.String()}
	}
}
