package server_test

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

var update = flag.Bool("update", false, "write openapi.json anew")

func TestOpenAPIIsWhatIsServedAndCommitted(t *testing.T) {
	recorder := httptest.NewRecorder() // and not world.do, which reads the old file
	newWorld(t, nil).server.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	served := recorder.Body.String()
	if *update {
		if err := os.WriteFile("openapi.json", []byte(served), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(text), served); d != "" {
		t.Fatalf("openapi.json is old; write it by \"go test ./server -run OpenAPI -update\" (-committed +served):\n%s", d)
	}
}

func TestOpenAPIRefersOnlyToWhatExists(t *testing.T) {
	c := committed(t)
	refs := 0
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case object:
			if ref, ok := v["$ref"].(string); ok {
				refs++
				if _, ok := c.resolve(ref); !ok {
					t.Errorf("%s does not exist", ref)
				}
			}
			for _, member := range v {
				walk(member)
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(c.document)
	if refs == 0 {
		t.Error("there is no reference at all")
	}
}

func TestOpenAPIDescribesEveryParameter(t *testing.T) {
	paths := []string{}
	for path, item := range committed(t).document["paths"].(object) {
		paths = append(paths, path)
		parameters, _ := item.(object)["get"].(object)["parameters"].([]any)
		for _, p := range parameters {
			p, schema := p.(object), p.(object)["schema"].(object)
			if p["description"] == nil || schema["examples"] == nil && schema["enum"] == nil && p["name"] != "cursor" {
				t.Errorf("%s: parameter %v has no description or no example", path, p["name"])
			}
			if p["name"] == "limit" && schema["maximum"] != float64(recommend.MaxLimit) {
				t.Errorf("%s: limit goes to %v, the engine's to %d", path, schema["maximum"], recommend.MaxLimit)
			}
		}
	}
	slices.Sort(paths)
	want := "/healthz /readyz /v1/episodes /v1/episodes/{id} /v1/episodes/{id}/similar /v1/search /v1/similar"
	if d := cmp.Diff(want, strings.Join(paths, " ")); d != "" {
		t.Errorf("paths (-want +got):\n%s", d)
	}
}

func TestOpenAPIFiltersAreTheSameEverywhere(t *testing.T) {
	filters := []string{"show", "tag", "person", "published_after", "published_before", "min_duration", "max_duration", "language", "type", "explicit"}
	paths := committed(t).document["paths"].(object)
	for _, path := range []string{"/v1/episodes", "/v1/episodes/{id}/similar", "/v1/similar", "/v1/search"} {
		var names []string
		for _, p := range paths[path].(object)["get"].(object)["parameters"].([]any) {
			if name := p.(object)["name"].(string); slices.Contains(filters, name) {
				names = append(names, name)
			}
		}
		if d := cmp.Diff(filters, names); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}
