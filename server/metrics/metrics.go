// Package metrics measures a server and serves the measurements to Prometheus.
//
// The number of time series is bounded: labels have the patterns of routes, methods,
// statuses, codes of problems and stages. They never have an address, a query or the id of
// an episode or feed.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"segue/recommend"
)

// requestBuckets are the upper bounds of the durations of requests in seconds. A cached
// answer takes about a millisecond, a ranked one 5 to 50, and the longest waits end after 10
// seconds.
var requestBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// stageBuckets are the upper bounds of the stages of an answer in seconds. The shortest
// stages take some ten microseconds.
var stageBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}

// Metrics are the measurements of one server. They are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	rejected *prometheus.CounterVec
	inFlight prometheus.Gauge
	stages   *prometheus.HistogramVec
}

// New returns metrics that read the state of the other parts from s. Version is the version
// of the program.
func New(version string, s Sources) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "segue_http_requests_total", Help: "Requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "segue_http_request_duration_seconds", Help: "Durations of requests by route, with the time in the queue.", Buckets: requestBuckets,
		}, []string{"route"}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "segue_http_rejected_total", Help: "Requests that were refused with 429, 503 or 504, by the code of the problem.",
		}, []string{"code"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "segue_http_requests_in_flight", Help: "Requests that the server has begun and not finished, with those in the queue.",
		}),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "segue_ranking_stage_duration_seconds", Help: "Durations of the stages of ranked answers: words, embed, retrieval and rank.", Buckets: stageBuckets,
		}, []string{"stage"}),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "segue_build_info", Help: "Always 1, with the version of the program."}, []string{"version"})
	build.WithLabelValues(version).Set(1)
	m.registry.MustRegister(m.requests, m.duration, m.rejected, m.inFlight, m.stages, build, newState(s),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers GET with all measurements in the text format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, DisableCompression: true, // the server compresses
	})
}

// Begin counts a request that has begun. The caller calls end when it is finished.
func (m *Metrics) Begin() (end func()) {
	m.inFlight.Inc()
	return m.inFlight.Dec
}

// Request is one finished request.
type Request struct {
	// Route is the pattern of the route, Code the code of the problem in the answer, or "".
	Route, Method, Code string
	Status              int
	Took                time.Duration
}

// Finished counts a finished request.
func (m *Metrics) Finished(r Request) {
	m.requests.WithLabelValues(r.Route, knownMethod(r.Method), strconv.Itoa(r.Status)).Inc()
	m.duration.WithLabelValues(r.Route).Observe(r.Took.Seconds())
	if r.Code != "" && isRejection(r.Status) {
		m.rejected.WithLabelValues(r.Code).Inc()
	}
}

// isRejection reports whether a status means that the server had no capacity for a request.
func isRejection(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// knownMethod returns the method, or "other": a client can send any word as method.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return method
	}
	return "other"
}

// Ranked records the stages of one ranked answer. A stage that the answer did not need is
// left out.
func (m *Metrics) Ranked(t recommend.Timing) {
	for stage, took := range map[string]time.Duration{"words": t.Words, "embed": t.Embed, "retrieval": t.Nearest, "rank": t.Rank} {
		if took > 0 {
			m.stages.WithLabelValues(stage).Observe(took.Seconds())
		}
	}
}
