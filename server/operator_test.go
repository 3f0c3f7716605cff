package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
	"segue/server/admin"
	"segue/server/metrics"
)

// samples returns the lines of /metrics that begin with a prefix.
func samples(t *testing.T, w *fixture, prefix string) []string {
	t.Helper()
	got := w.do(t, http.MethodGet, "/metrics")
	if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
		t.Fatalf("status %d, headers %v", got.status, got.header)
	}
	return regexp.MustCompile(`(?m)^`+prefix+`.*$`).FindAllString(got.body, -1)
}

func TestRequestsAreCountedByRoute(t *testing.T) {
	w := newFixture(t, nil)
	for _, address := range []string{"/v1/episodes/gitops", "/v1/episodes/bare", "/v1/episodes/unknown", "/no/such/page", "/nor/this"} {
		w.do(t, http.MethodGet, address)
	}
	w.do(t, http.MethodHead, "/v1/episodes/gitops")
	w.do(t, "BREW", "/v1/search")
	want := []string{
		`segue_http_requests_total{method="GET",route="/v1/episodes/:id",status="200"} 2`,
		`segue_http_requests_total{method="GET",route="/v1/episodes/:id",status="404"} 1`,
		`segue_http_requests_total{method="GET",route="unmatched",status="404"} 2`,
		`segue_http_requests_total{method="HEAD",route="/v1/episodes/:id",status="200"} 1`,
		`segue_http_requests_total{method="other",route="unmatched",status="405"} 1`,
	}
	if d := cmp.Diff(want, samples(t, w, "segue_http_requests_total")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{`segue_http_request_duration_seconds_count{route="/v1/episodes/:id"} 4`},
		samples(t, w, `segue_http_request_duration_seconds_count{route="/v1/e`)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRefusedRequestsAreCountedByCode(t *testing.T) {
	w := newFixture(t, nil)
	for range 12 {
		w.do(t, http.MethodGet, "/v1/feeds", "Authorization: Bearer wrong")
	}
	if d := cmp.Diff([]string{`segue_http_rejected_total{code="too_many_attempts"} 2`}, samples(t, w, "segue_http_rejected_total")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTheStateIsMeasured(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Metrics = metrics.New("v0.1.0", metrics.Sources{
			Engine: w.engine.Status, Feeds: w.engine.catalog.FeedCounts, Models: w.engine.catalog.Models,
			Bytes:     func() int64 { return 4096 },
			Embedding: func() metrics.Embedding { return metrics.Embedding{Requests: 2, Texts: 3, Tokens: 400, USD: .5} },
			Queue:     func() int { return 9 },
		})
	})
	if err := w.engine.catalog.SaveVectors(t.Context(), "mini", map[[32]byte][]float32{{1}: {1}, {2}: {1}}); err != nil {
		t.Fatal(err)
	}
	w.config.Metrics.Ranked(recommend.Timing{Words: time.Millisecond, Rank: time.Second})
	want := []string{
		`segue_build_info{version="v0.1.0"} 1`,
		"segue_catalogue_bytes 4096", "segue_catalogue_embedded_episodes 1", "segue_catalogue_episodes 2", "segue_catalogue_vectors 2",
		"segue_embedding_cost_usd_total 0.5", "segue_embedding_queue_episodes 1", "segue_embedding_requests_total 2",
		"segue_embedding_texts_total 3", "segue_embedding_tokens_total 400",
		`segue_feeds{state="ended"} 0`, `segue_feeds{state="followed"} 0`, "segue_feeds_due 0", "segue_feeds_failing 0", "segue_feeds_oldest_check_age_seconds 0",
		"segue_http_queue_length 9", "segue_http_requests_in_flight 1",
		`segue_ranking_stage_duration_seconds_sum{stage="rank"} 1`, `segue_ranking_stage_duration_seconds_sum{stage="words"} 0.001`,
	}
	if d := cmp.Diff(want, samples(t, w, "segue_(build|catalogue|embedding|feeds|http_(queue|requests_in)|ranking_stage_duration_seconds_sum)")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, name := range []string{"go_goroutines", "go_memstats_heap_alloc_bytes", "process_cpu_seconds_total"} {
		if len(samples(t, w, name+" ")) != 1 {
			t.Errorf("no sample of %s", name)
		}
	}
}

func TestMetricsNeedTheAdminKeyFromOtherMachines(t *testing.T) {
	w := newFixture(t, nil)
	for _, tt := range []struct {
		name    string
		headers []string
		status  int
	}{
		{"from this machine", nil, 200},
		{"through a proxy on this machine", []string{"X-Forwarded-For: 203.0.113.7"}, 401},
		{"through another kind of proxy", []string{"Via: 1.1 proxy"}, 401},
		{"through a proxy, with the key", []string{"X-Forwarded-For: 203.0.113.7", "Authorization: Bearer " + adminKey}, 200},
		{"through a proxy, with another key", []string{"X-Forwarded-For: 203.0.113.7", "Authorization: Bearer wrong"}, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := w.do(t, http.MethodGet, "/metrics", tt.headers...); got.status != tt.status {
				t.Errorf("status %d, want %d: %s", got.status, tt.status, got.body)
			}
		})
	}
	elsewhere := newFixture(t, func(w *fixture) { w.config.MetricsElsewhere = true })
	if got := elsewhere.do(t, http.MethodGet, "/metrics"); got.status != 404 {
		t.Errorf("with a listener of their own: status %d", got.status)
	}
}

func TestProfilesNeedTheAdminKey(t *testing.T) {
	w := newFixture(t, nil)
	closed := newFixture(t, func(w *fixture) { w.config.AdminKey = admin.Key{} })
	for _, path := range []string{"", "heap", "goroutine", "cmdline", "profile?seconds=1", "symbol", "trace?seconds=0.01"} {
		if got := w.do(t, http.MethodGet, "/debug/pprof/"+path); got.status != 401 {
			t.Errorf("%q without a key: status %d", path, got.status)
		}
		if got := closed.do(t, http.MethodGet, "/debug/pprof/"+path, "Authorization: Bearer "); got.status != 403 {
			t.Errorf("%q of a server without a key: status %d", path, got.status)
		}
		if got := w.do(t, http.MethodGet, "/debug/pprof/"+path, "Authorization: Bearer "+adminKey); got.status != 200 || got.body == "" {
			t.Errorf("%q: status %d", path, got.status)
		}
	}
	if got := w.do(t, http.MethodGet, "/debug/pprof/nonsense", "Authorization: Bearer "+adminKey); got.status != 404 {
		t.Errorf("an unknown profile: status %d", got.status)
	}
}

func TestLogLinesOfARequestHaveItsTraceID(t *testing.T) {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	var log bytes.Buffer
	w := newFixture(t, func(w *fixture) {
		w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		w.engine.fail = func(context.Context) error { panic("boom") }
	})
	w.do(t, http.MethodGet, "/v1/search?q=tea", "Traceparent: 00-"+trace+"-00f067aa0ba902b7-01")
	w.do(t, http.MethodGet, "/v1/episodes", "Traceparent: nonsense")
	var got []any
	for line := range strings.Lines(log.String()) {
		var attributes object
		if err := json.Unmarshal([]byte(line), &attributes); err != nil {
			t.Fatal(err)
		}
		got = append(got, attributes["msg"], attributes["trace_id"])
	}
	if d := cmp.Diff([]any{"panic", trace, "request", trace, "request", nil}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
