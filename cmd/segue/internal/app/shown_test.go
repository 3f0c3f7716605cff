package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/data"
)

// TestSummariesHaveNoBoilerplate checks everything that shows a summary.
func TestSummariesHaveNoBoilerplate(t *testing.T) {
	a := openServer(t, Options{})
	const advert = "Nimbus Hosting starts virtual machines, databases and clusters in seconds."
	var list []data.Episode
	for i, topic := range []string{"bread", "rivers", "engines", "glaciers", "violins", "beetles"} {
		list = append(list, data.Episode{
			ID: data.EpisodeID(topic), GUID: fmt.Sprint(i), URL: "https://pod.example/" + topic, Title: "On " + topic, Show: data.Show{ID: "pod", Title: "Pod"},
			Description: advert + " A curator explains " + topic + ".", People: []data.Person{{Name: "Ada Miller"}},
		})
	}
	if _, err := a.Catalog.Upsert(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Indexer.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := a.NewServer(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	body := func(path string) string {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("GET %s: status %d, %.200s", path, w.Code, w.Body)
		}
		return w.Body.String()
	}
	for _, path := range []string{
		"/", "/v1/episodes", "/v1/episodes/bread/similar", "/v1/similar?url=https://pod.example/bread", "/v1/search?q=curator", "/search?q=curator",
		"/v1/people/ada-miller", "/people/ada-miller", "/v1/shows/pod/feed.xml", "/v1/related.html?url=https://pod.example/bread",
	} {
		got := body(path)
		if strings.Contains(got, "Nimbus") {
			t.Errorf("GET %s shows boilerplate", path)
		}
		if !strings.Contains(got, "engines") {
			t.Errorf("GET %s has no episode: %.300s", path, got)
		}
	}
	page := body("/episodes/bread")
	head, rest, _ := strings.Cut(page, "</head>")
	if strings.Contains(head, "Nimbus") || !strings.Contains(head, `content="A curator explains bread."`) {
		t.Errorf("the head of the page is %s", head)
	}
	if !strings.Contains(rest, advert) {
		t.Error("the page does not have the complete text")
	}
}
