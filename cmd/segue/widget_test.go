package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/data/catalog/sqlite"
	"segue/data/follow"
	"segue/recommend"
)

func TestTheServerHasTheWidgetWithItsPublicAddress(t *testing.T) {
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	cmd := serveCommand{PublicURL: "https://pod.example"}
	s, err := cmd.server(&terminal{}, &product{catalog: c, engine: recommend.NewEngine(c)}, cmd.follower(c, follow.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/widget/v1.js", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"https://pod.example/widget/v1.js"`) {
		t.Errorf("status %d, %.80s", w.Code, w.Body)
	}
}
