package server_test

import (
	"cmp"
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/recommend"
	"segue/server/api"
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
	if d := gocmp.Diff(string(text), served); d != "" {
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
	limits := map[string]int{"/v1/suggest": recommend.MaxSuggestions, "/v1/shows": 1000, "/v1/tags": 1000, "/v1/people": 1000}
	for path := range committed(t).document["paths"].(object) {
		paths = append(paths, path)
		for _, p := range parametersOf(t, path) {
			schema := p["schema"].(object)
			if p["description"] == nil || schema["examples"] == nil && schema["enum"] == nil && p["name"] != "cursor" {
				t.Errorf("%s: parameter %v has no description or no example", path, p["name"])
			}
			if most := cmp.Or(limits[path], recommend.MaxLimit); p["name"] == "limit" && schema["maximum"] != float64(most) {
				t.Errorf("%s: limit goes to %v, the engine's to %d", path, schema["maximum"], most)
			}
		}
	}
	slices.Sort(paths)
	want := "/healthz /readyz /v1/episodes /v1/episodes/{id} /v1/episodes/{id}/similar /v1/people /v1/people/{id} /v1/recommend /v1/search /v1/shows /v1/similar /v1/suggest /v1/tags"
	if d := gocmp.Diff(want, strings.Join(paths, " ")); d != "" {
		t.Errorf("paths (-want +got):\n%s", d)
	}
}

func TestOpenAPIFiltersAreTheSameEverywhere(t *testing.T) {
	filters := []string{"show", "tag", "person", "published_after", "published_before", "min_duration", "max_duration", "language", "type", "explicit"}
	for _, path := range []string{
		"/v1/episodes", "/v1/episodes/{id}/similar", "/v1/similar", "/v1/search", "/v1/recommend", "/v1/shows", "/v1/tags", "/v1/people",
	} {
		if d := gocmp.Diff(filters, namesAmong(t, path, filters)); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}

func TestOpenAPIRankingOptionsAreTheSameEverywhere(t *testing.T) {
	options := []string{
		"offset", "threshold", "semantic_ratio", "diversity", "collapse", "recency", "half_life_days", "explain", "limit",
	}
	for _, path := range []string{"/v1/episodes/{id}/similar", "/v1/similar", "/v1/search", "/v1/recommend"} {
		if d := gocmp.Diff(options, namesAmong(t, path, options)); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}

func TestOpenAPIDescribesTheBodyThatIsRead(t *testing.T) {
	schemas := committed(t).document["components"].(object)["schemas"].(object)
	for name, members := range map[string][]string{"TasteBody": {"disliked", "liked", "text"}, "EpisodeName": {"guid", "id", "url"}} {
		schema := schemas[name].(object)
		if got := slices.Sorted(maps.Keys(schema["properties"].(object))); !slices.Equal(got, members) || schema["additionalProperties"] != false {
			t.Errorf("%s has the members %v and additionalProperties %v", name, got, schema["additionalProperties"])
		}
	}
	properties := schemas["TasteBody"].(object)["properties"].(object)
	for _, list := range []string{"liked", "disliked"} {
		if most := properties[list].(object)["maxItems"]; most != float64(recommend.MaxTaste) {
			t.Errorf("%s takes %v episodes, the engine %d", list, most, recommend.MaxTaste)
		}
	}
	if most := properties["text"].(object)["maxLength"]; most != float64(api.MaxQuery) {
		t.Errorf("text has %v characters, a search %d", most, api.MaxQuery)
	}
}

// parametersOf are the parameters of the one operation of a path.
func parametersOf(t *testing.T, path string) (list []object) {
	t.Helper()
	for _, operation := range committed(t).document["paths"].(object)[path].(object) {
		parameters, _ := operation.(object)["parameters"].([]any)
		for _, p := range parameters {
			list = append(list, p.(object))
		}
	}
	return list
}

// namesAmong are the parameters of a path that are among some.
func namesAmong(t *testing.T, path string, some []string) (names []string) {
	t.Helper()
	for _, p := range parametersOf(t, path) {
		if name := p["name"].(string); slices.Contains(some, name) {
			names = append(names, name)
		}
	}
	return names
}
