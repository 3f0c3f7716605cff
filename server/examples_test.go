package server_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// exampleRequests has a request for each operation whose answer has a body, in an order in which
// each finds what it needs.
var exampleRequests = []struct{ id, method, address, body, contentType string }{
	{"health", http.MethodGet, "/healthz", "", ""},
	{"ready", http.MethodGet, "/readyz", "", ""},
	{"list-episodes", http.MethodGet, "/v1/episodes", "", ""},
	{"get-episode", http.MethodGet, "/v1/episodes/gitops", "", ""},
	{"moments-of-episode", http.MethodGet, "/v1/episodes/gitops/moments?q=git", "", ""},
	{"similar-to-episode", http.MethodGet, "/v1/episodes/gitops/similar", "", ""},
	{"similar-to-page", http.MethodGet, "/v1/similar?guid=daily-5543&explain=true", "", ""},
	{"episode-recommendations", http.MethodGet, "/v1/episodes/gitops/recommendations.json", "", ""},
	{"search", http.MethodGet, "/v1/search?q=git+ops", "", ""},
	{"suggest", http.MethodGet, "/v1/suggest?q=kube", "", ""},
	{"recommend", http.MethodPost, "/v1/recommend", `{"liked":[{"id":"gitops"}],"text":"git"}`, "application/json"},
	{"related-html", http.MethodGet, "/v1/related.html?guid=daily-5543", "", ""},
	{"list-shows", http.MethodGet, "/v1/shows", "", ""},
	{"list-tags", http.MethodGet, "/v1/tags", "", ""},
	{"list-topics", http.MethodGet, "/v1/topics", "", ""},
	{"list-people", http.MethodGet, "/v1/people", "", ""},
	{"get-person", http.MethodGet, "/v1/people/alexis-richardson", "", ""},
	{"show-feed", http.MethodGet, "/v1/shows/daily/feed.xml", "", ""},
	{"put-episodes", http.MethodPut, "/v1/episodes", `[{"show":{"title":"Daily Cups"},"title":"White Tea","guid":"cup-9"},{"title":"No show"}]`, "application/json"},
	{"add-feed", http.MethodPost, "/v1/feeds", `{"url":"` + cupsFeed + `"}`, "application/json"},
	{"list-feeds", http.MethodGet, "/v1/feeds", "", ""},
	{"get-feed", http.MethodGet, "/v1/feeds/daily-cups", "", ""},
	{"refresh-feed", http.MethodPost, "/v1/feeds/daily-cups/refresh", "", ""},
	{"export-feeds", http.MethodGet, "/v1/feeds.opml", "", ""},
	{"import-feeds", http.MethodPost, "/v1/feeds.opml", list(cupsFeed, "https://none.example/"), "text/x-opml"},
	{"remove-feed", http.MethodDelete, "/v1/feeds/daily-cups?episodes=true", "", ""},
}

// TestOpenAPIExamplesAreRealAnswers compares the examples with answers of a server. With -update
// it writes them.
func TestOpenAPIExamplesAreRealAnswers(t *testing.T) {
	w, requested := newFixture(t, nil), map[string]bool{}
	for _, q := range exampleRequests {
		requested[q.id] = true
		got := w.admin(t, q.method, q.address, strings.NewReader(q.body), "Content-Type: "+q.contentType)
		if got.status/100 != 2 {
			t.Errorf("%s answers with %d: %s", q.id, got.status, got.body)
		}
		file := filepath.Join("api", "examples", q.id+".txt")
		if strings.HasSuffix(got.header.Get("Content-Type"), "json") {
			file = strings.TrimSuffix(file, ".txt") + ".json"
		}
		if *update {
			if err := os.WriteFile(file, []byte(got.body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		example, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if d := gocmp.Diff(string(example), got.body); d != "" {
			t.Errorf("the example of %s is outdated; run \"go test ./server -run OpenAPI -update\" twice (-committed +served):\n%s", q.id, d)
		}
	}
	for name, operation := range committed(t).operations() {
		checkExample(t, name, operation, requested)
	}
}

// checkExample checks that the answer of an operation has an example if it has a body.
func checkExample(t *testing.T, name string, operation object, requested map[string]bool) {
	t.Helper()
	for status, r := range operation["responses"].(object) {
		code, err := strconv.Atoi(status)
		content, described := r.(object)["content"].(object)
		if err != nil || code/100 != 2 || !described {
			continue
		}
		if !requested[operation["operationId"].(string)] {
			t.Errorf("%s has no request in exampleRequests", name)
		}
		for kind, media := range content {
			if media.(object)["example"] == nil {
				t.Errorf("the answer %s of %s as %s has no example", status, name, kind)
			}
		}
	}
}
