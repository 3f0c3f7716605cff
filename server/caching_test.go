package server_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"segue/recommend"
)

func TestAnswersHaveACacheRuleAndAnETag(t *testing.T) {
	w := newFixture(t, nil)
	w.engine.status.Embedded = w.engine.status.Episodes
	for _, tt := range []struct {
		name, address, cache string
		tagged               bool
	}{
		{"similar", "/v1/episodes/gitops/similar", "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800", true},
		{"similar by guid", "/v1/similar?guid=daily-5543", "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800", true},
		{"an episode", "/v1/episodes/gitops", "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800", true},
		{"the catalogue", "/v1/episodes", "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800", true},
		{"a search", "/v1/search?q=a", "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800", true},
		{"a completion", "/v1/suggest?q=a", "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800", true},
		{"the shows", "/v1/shows", "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800", true},
		{"a person", "/v1/people/alexis-richardson", "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800", true},
		{"a problem", "/v1/episodes/nope", "no-store", false},
		{"health", "/healthz", "no-store", false},
		{"readiness", "/readyz", "no-store", false},
		{"the OpenAPI document", "/openapi.json", "public, max-age=300, stale-while-revalidate=86400", true},
		{"the documentation", "/docs", "public, max-age=300, stale-while-revalidate=86400", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.do(t, http.MethodGet, tt.address)
			if d := cmp.Diff(tt.cache, got.header.Get("Cache-Control")); d != "" {
				t.Errorf("Cache-Control (-want +got):\n%s", d)
			}
			strong := regexp.MustCompile(`^"[\w-]{22}"$`).MatchString(got.header.Get("Etag"))
			if strong != tt.tagged {
				t.Errorf("ETag %q", got.header.Get("Etag"))
			}
			if again := w.do(t, http.MethodGet, tt.address); again.body != got.body || again.header.Get("Etag") != got.header.Get("Etag") {
				t.Errorf("the second answer differs: %s", again.body)
			}
		})
	}
}

func TestAnswersAreCachedBrieflyDuringEmbedding(t *testing.T) {
	w := newFixture(t, nil)
	w.engine.status.Episodes, w.engine.status.Embedded = 10, 7
	for address, want := range map[string]string{
		"/v1/episodes/gitops/similar": "public, max-age=5",
		"/v1/similar?guid=daily-5543": "public, max-age=5",
		"/v1/search?q=a":              "public, max-age=5",
		"/v1/episodes/gitops":         "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800",
	} {
		if got := w.do(t, http.MethodGet, address).header.Get("Cache-Control"); got != want {
			t.Errorf("%s has Cache-Control %q, want %q", address, got, want)
		}
	}
}

func TestSearchesAreCachedBrieflyAfterAModelTimeout(t *testing.T) {
	w := newFixture(t, nil)
	w.engine.status.Embedded = w.engine.status.Episodes
	const moment, minute = "public, max-age=5", "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800"
	for _, tt := range []struct {
		name, address string
		mode          recommend.Mode
		want          string
	}{
		{"keyword mode after a model timeout", "/v1/search?q=a", recommend.ModeKeyword, moment},
		{"keyword mode for a semantic request", "/v1/search?q=a&semantic_ratio=1", recommend.ModeKeyword, moment},
		{"keyword mode for a keyword request", "/v1/search?q=a&semantic_ratio=0", recommend.ModeKeyword, minute},
		{"hybrid mode", "/v1/search?q=a", recommend.ModeHybrid, minute},
		{"semantic mode", "/v1/search?q=a&semantic_ratio=1", recommend.ModeSemantic, minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.engine.mode = tt.mode
			if got := w.do(t, http.MethodGet, tt.address).header.Get("Cache-Control"); got != tt.want {
				t.Errorf("Cache-Control %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAMatchingETagGivesA304WithoutABody(t *testing.T) {
	w := newFixture(t, nil)
	const address = "/v1/episodes/gitops/similar"
	tag := w.do(t, http.MethodGet, address).header.Get("Etag")
	zipped := strings.TrimSuffix(tag, `"`) + `-gzip"`
	for _, tt := range []struct {
		name, given string
		status      int
		tag         string
	}{
		{"for the same tag", tag, 304, tag},
		{"for the tag of the compressed answer", zipped, 304, zipped},
		{"for one tag of many", `"other", W/` + tag, 304, tag},
		{"for any tag", "*", 304, tag},
		{"not for another tag", `"other"`, 200, tag},
		{"not for a part of a tag", tag[:10], 200, tag},
	} {
		t.Run(tt.name, func(t *testing.T) {
			headers := []string{"If-None-Match: " + tt.given}
			if strings.Contains(tt.given, "gzip") {
				headers = append(headers, "Accept-Encoding: gzip")
			}
			got := w.do(t, http.MethodGet, address, headers...)
			if got.status != tt.status || got.header.Get("Etag") != tt.tag {
				t.Errorf("%d with tag %s, want %d with %s", got.status, got.header.Get("Etag"), tt.status, tt.tag)
			}
			if got.status == 304 && (got.body != "" || got.header.Get("Cache-Control") == "no-store") {
				t.Errorf("body %q, headers %v", got.body, got.header)
			}
		})
	}
}

func TestAChangedAnswerHasANewETag(t *testing.T) {
	w := newFixture(t, nil)
	before := w.do(t, http.MethodGet, "/v1/search?q=a").header.Get("Etag")
	w.engine.status.Index = "8-2"
	if after := w.do(t, http.MethodGet, "/v1/search?q=a").header.Get("Etag"); after == before {
		t.Errorf("the tag is still %s", after)
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	w := newFixture(t, nil)
	const address = "/v1/episodes?limit=2"
	want := w.do(t, http.MethodGet, "/openapi.json")
	for _, tt := range []struct {
		accept, coding, suffix string
		open                   func(io.Reader) (io.Reader, error)
	}{
		{"gzip", "gzip", `-gzip"`, func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"zstd", "zstd", `-zstd"`, func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) }},
		{"identity", "", `"`, func(r io.Reader) (io.Reader, error) { return r, nil }},
	} {
		t.Run(tt.accept, func(t *testing.T) {
			got := w.do(t, http.MethodGet, "/openapi.json", "Accept-Encoding: "+tt.accept)
			r, err := tt.open(strings.NewReader(got.body))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r)
			if err != nil || string(body) != want.body {
				t.Errorf("the body differs, %v", err)
			}
			wantTag := strings.TrimSuffix(want.header.Get("Etag"), `"`) + tt.suffix
			if d := cmp.Diff([]string{tt.coding, wantTag, "Accept-Encoding"},
				[]string{got.header.Get("Content-Encoding"), got.header.Get("Etag"), got.header.Get("Vary")}); d != "" {
				t.Errorf("coding, tag, vary (-want +got):\n%s", d)
			}
		})
	}
	if got := w.do(t, http.MethodGet, address, "Accept-Encoding: gzip"); got.header.Get("Content-Encoding") != "" {
		t.Error("a body below a kilobyte is compressed")
	}
}
