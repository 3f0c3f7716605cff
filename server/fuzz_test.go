package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzQueryStrings calls operations with any query string. The answer always matches the
// OpenAPI document and is never an internal error.
func FuzzQueryStrings(f *testing.F) {
	for _, seed := range []string{
		"", "q=a", "q=a&limit=51", "limit=-1", "limit=99999999999999999999", "threshold=NaN", "threshold=Inf", "threshold=1e-400",
		"show=a&show=b&tag=&person=%20", "show=&show=", "published_after=2018-08-13", "published_before=0000-01-01T00:00:00Z",
		"published_after=9999-12-31T23:59:59-23:59", "min_duration=9223372036854775807", "max_duration=0", "sort=-published&cursor=%00",
		"q=%ff", "q=%zz", "a;b", "&&&", "=", "%3D=%26", "url=https://a.example/&guid=b", "id=gitops", "explain=T", "q=a&q=b", "limt=1", "offset=10001",
		"semantic_ratio=0", "semantic_ratio=NaN", "semantic_ratio=", "diversity=1&collapse=show&recency=0.5", "half_life_days=1e-300&recency=1", "half_life_days=Inf",
		"language=de&language=en_US", "language=%00", "type=full&type=", "type=teaser", "explicit=false", "explicit=perhaps",
	} {
		f.Add(seed)
	}
	w := newFixture(f, nil)
	c := committed(f)
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/v1/episodes", "/v1/episodes/gitops", "/v1/episodes/gitops/similar", "/v1/similar", "/v1/search",
			"/v1/suggest", "/v1/shows", "/v1/tags", "/v1/topics", "/v1/people", "/v1/people/alexis-richardson", "/v1/feeds", "/v1/feeds/none", "/readyz"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Authorization", "Bearer "+adminKey)
			r.URL.RawQuery, r.RequestURI = query, path+"?"+query
			recorder := httptest.NewRecorder()
			w.server.ServeHTTP(recorder, r)
			a := response{recorder.Code, recorder.Header(), recorder.Body.String()}
			if err := c.check(r, a); err != nil || a.status >= 500 {
				t.Errorf("%s?%s: %v\n%d %s", path, query, err, a.status, a.body)
			}
			if contentType := a.header.Get("Content-Type"); !strings.HasPrefix(contentType, "application/") {
				t.Errorf("%s?%s: %q", path, query, contentType)
			}
		}
	})
}
