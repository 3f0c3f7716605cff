package server_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/data/jsonl"
	"segue/recommend"
	"segue/server/api"
)

var update = flag.Bool("update", false, "write openapi.json")

func TestOpenAPICommittedAndServedDocumentsAreEqual(t *testing.T) {
	recorder := httptest.NewRecorder() // fixture.do would check against the old file
	newFixture(t, nil).server.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
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
		t.Fatalf("openapi.json is outdated; run \"go test ./server -run OpenAPI -update\" (-committed +served):\n%s", d)
	}
}

func TestOpenAPIReferencesExist(t *testing.T) {
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
		t.Error("the document has no reference")
	}
}

func TestOpenAPIDescribesEveryParameter(t *testing.T) {
	paths := []string{}
	limits := map[string]int{"/v1/suggest": recommend.MaxSuggestions, "/v1/shows": 1000, "/v1/tags": 1000, "/v1/topics": 1000, "/v1/people": 1000, "/v1/related.html": 20, "/v1/shows/{id}/feed.xml": 300}
	for path := range committed(t).document["paths"].(object) {
		paths = append(paths, path)
		for _, p := range parametersOf(t, path) {
			schema := p["schema"].(object)
			if p["description"] == nil || schema["examples"] == nil && schema["enum"] == nil && p["name"] != "cursor" {
				t.Errorf("%s: parameter %v has no description or no example", path, p["name"])
			}
			if most := cmp.Or(limits[path], recommend.MaxLimit); p["name"] == "limit" && schema["maximum"] != float64(most) {
				t.Errorf("%s: the maximum of limit is %v, want %d", path, schema["maximum"], most)
			}
		}
	}
	slices.Sort(paths)
	want := "/healthz /readyz /v1/episodes /v1/episodes/{id} /v1/episodes/{id}/moments /v1/episodes/{id}/recommendations.json /v1/episodes/{id}/similar /v1/feeds /v1/feeds.opml /v1/feeds/{id} /v1/feeds/{id}/refresh /v1/people /v1/people/{id} /v1/recommend /v1/related.html /v1/search /v1/shows /v1/shows/{id}/feed.xml /v1/similar /v1/suggest /v1/tags /v1/topics"
	if d := gocmp.Diff(want, strings.Join(paths, " ")); d != "" {
		t.Errorf("paths (-want +got):\n%s", d)
	}
}

func TestOpenAPIFiltersAreTheSameEverywhere(t *testing.T) {
	filters := []string{"show", "tag", "person", "published_after", "published_before", "min_duration", "max_duration", "language", "type", "explicit"}
	for _, path := range []string{
		"/v1/episodes", "/v1/episodes/{id}/similar", "/v1/similar", "/v1/search", "/v1/recommend", "/v1/shows", "/v1/tags", "/v1/topics", "/v1/people",
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

func TestOpenAPIDescribesTheRecommendBody(t *testing.T) {
	schemas := committed(t).document["components"].(object)["schemas"].(object)
	for name, members := range map[string][]string{"TasteBody": {"disliked", "liked", "text"}, "EpisodeName": {"guid", "id", "url"}} {
		schema := schemas[name].(object)
		if got := slices.Sorted(maps.Keys(schema["properties"].(object))); !slices.Equal(got, members) || schema["additionalProperties"] != false {
			t.Errorf("%s has the members %v and additionalProperties %v", name, got, schema["additionalProperties"])
		}
	}
	properties := schemas["TasteBody"].(object)["properties"].(object)
	for _, list := range []string{"liked", "disliked"} {
		if most := properties[list].(object)["maxItems"]; most != float64(recommend.MaxSeeds) {
			t.Errorf("%s: the maximum is %v episodes, want %d", list, most, recommend.MaxSeeds)
		}
	}
	if most := properties["text"].(object)["maxLength"]; most != float64(api.MaxQuery) {
		t.Errorf("the maximum of text is %v characters, want %d", most, api.MaxQuery)
	}
}

func TestOpenAPIDescribesAllMembersOfAnUpload(t *testing.T) {
	c := committed(t)
	put := c.document["paths"].(object)["/v1/episodes"].(object)["put"].(object)
	content := put["requestBody"].(object)["content"].(object)
	example := content["application/json"].(object)["example"].([]any)[0].(object)
	schema, _ := c.resolve("#/components/schemas/EpisodeUpload")
	if err := c.match(schema, example, "example"); err != nil {
		t.Error(err)
	}
	if text, _ := content["application/x-ndjson"].(object)["example"].(string); len(each(t, text)) != 1 {
		t.Errorf("the example of JSON lines is %q", text)
	}
	// The error for an unknown key lists all known keys.
	_, err := jsonl.Parse([]byte(`{"no such key at all":1}`))
	_, list, _ := strings.Cut(fmt.Sprint(err), "the keys are ")
	names := slices.Sorted(maps.Keys(schema["properties"].(object)))
	if d := gocmp.Diff(slices.Sorted(strings.SplitSeq(list, ", ")), names); d != "" || schema["additionalProperties"] != false {
		t.Errorf("members (-read +described):\n%s", d)
	}
}

// each returns the titles of episodes in JSON lines.
func each(t *testing.T, lines string) (titles []string) {
	t.Helper()
	for e, err := range jsonl.NewReader(strings.NewReader(lines)).All() {
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, e.Title)
	}
	return titles
}

func TestTheRouterAllowsTheMethodsThatOpenAPIDescribes(t *testing.T) {
	w := newFixture(t, nil)
	for path, item := range committed(t).document["paths"].(object) {
		address := regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, "some-id")
		methods := []string{}
		for method := range item.(object) {
			methods = append(methods, strings.ToUpper(method))
		}
		if slices.Contains(methods, http.MethodGet) {
			methods = append(methods, http.MethodHead)
		}
		if strings.HasPrefix(path, "/v1/") {
			methods = append(methods, http.MethodOptions)
		}
		allowed := w.do(t, http.MethodPatch, address).header.Get("Allow")
		if d := gocmp.Diff(slices.Sorted(slices.Values(methods)), slices.Sorted(strings.SplitSeq(allowed, ", "))); d != "" {
			t.Errorf("%s (-described +allowed):\n%s", path, d)
		}
	}
}

func TestPreflightGrantsOperationsWithoutAKey(t *testing.T) {
	w := newFixture(t, nil)
	for path, item := range committed(t).document["paths"].(object) {
		if !strings.HasPrefix(path, "/v1/") {
			continue
		}
		address := regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, "some-id")
		for method, operation := range item.(object) {
			secured := operation.(object)["security"] != nil
			got := w.do(t, http.MethodOptions, address, "Origin: https://site.example", "Access-Control-Request-Method: "+strings.ToUpper(method))
			if granted := got.header.Get("Access-Control-Allow-Origin") == "*"; granted == secured {
				t.Errorf("%s %s needs a key: %v, is granted: %v", method, path, secured, granted)
			}
		}
	}
}

// parametersOf returns the parameters of a path with one operation.
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

// namesAmong returns the names of a path's parameters that are in some.
func namesAmong(t *testing.T, path string, some []string) (names []string) {
	t.Helper()
	for _, p := range parametersOf(t, path) {
		if name := p["name"].(string); slices.Contains(some, name) {
			names = append(names, name)
		}
	}
	return names
}
