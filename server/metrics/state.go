package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"segue/data/catalog"
	"segue/recommend"
)

// Sources read the state of the other parts when Prometheus asks for it. Each may be nil.
type Sources struct {
	Engine func() recommend.Status
	// Feeds and Models read the catalogue. Bytes is the size of its files on disk.
	Feeds  func(context.Context) (catalog.FeedCounts, error)
	Models func(context.Context) ([]catalog.ModelVectors, error)
	Bytes  func() int64
	// Embedding is the work of the model in this process.
	Embedding func() Embedding
	// Queue is the number of requests that wait for the limiter.
	Queue func() int
}

// Embedding is the work of a model.
type Embedding struct {
	Requests, Texts, Tokens int64
	// USD is the cost in US dollars.
	USD float64
}

// readTimeout limits the time to read the catalogue. Prometheus waits 10 seconds.
const readTimeout = 5 * time.Second

// gauge is a measurement of the state.
type gauge struct {
	description *prometheus.Desc
	kind        prometheus.ValueType
}

func newGauge(name, help string, labels ...string) gauge {
	return gauge{prometheus.NewDesc(name, help, labels, nil), prometheus.GaugeValue}
}

func newCounter(name, help string) gauge {
	return gauge{prometheus.NewDesc(name, help, nil, nil), prometheus.CounterValue}
}

var (
	queueLength = newGauge("segue_http_queue_length", "Requests that wait for a free place.")

	embedRequests = newCounter("segue_embedding_requests_total", "Calls of the embedding model.")
	embedTexts    = newCounter("segue_embedding_texts_total", "Texts that the model has embedded.")
	embedTokens   = newCounter("segue_embedding_tokens_total", "Tokens that the model has counted, or an estimate.")
	embedCost     = newCounter("segue_embedding_cost_usd_total", "Cost of embedding in US dollars.")
	embedQueue    = newGauge("segue_embedding_queue_episodes", "Episodes that wait for vectors.")

	feeds       = newGauge("segue_feeds", "Feeds by state: followed, or ended.", "state")
	feedsDue    = newGauge("segue_feeds_due", "Followed feeds whose next poll is due.")
	feedsFailed = newGauge("segue_feeds_failing", "Followed feeds whose last fetch failed.")
	feedsAge    = newGauge("segue_feeds_oldest_check_age_seconds", "Time since the last check of the followed feed that was checked longest ago; 0 without feeds.")

	episodes = newGauge("segue_catalogue_episodes", "Episodes in the index.")
	embedded = newGauge("segue_catalogue_embedded_episodes", "Episodes in the index that have vectors.")
	vectors  = newGauge("segue_catalogue_vectors", "Stored vectors of all models.")
	bytes    = newGauge("segue_catalogue_bytes", "Size of the catalogue's files.")
)

// state collects the measurements of the state.
type state struct {
	sources Sources
	models  *cached[[]catalog.ModelVectors]
}

func newState(s Sources) state {
	return state{s, &cached[[]catalog.ModelVectors]{read: s.Models, maxAge: modelsMaxAge}}
}

// Describe implements [prometheus.Collector]. It describes nothing, because a source may be
// missing.
func (state) Describe(chan<- *prometheus.Desc) {}

// Collect implements [prometheus.Collector]. It leaves out what cannot be read, so that the
// other measurements do not depend on a working disk.
func (s state) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readTimeout)
	defer cancel()
	if s.sources.Queue != nil {
		queueLength.send(to, float64(s.sources.Queue()))
	}
	s.collectEngine(to)
	s.collectEmbedding(to)
	s.collectFeeds(ctx, to)
	s.collectCatalogue(ctx, to)
}

func (s state) collectEngine(to chan<- prometheus.Metric) {
	if s.sources.Engine == nil {
		return
	}
	status := s.sources.Engine()
	episodes.send(to, float64(status.Episodes))
	embedded.send(to, float64(status.Embedded))
	embedQueue.send(to, float64(max(status.Episodes-status.Embedded, 0)))
}

func (s state) collectEmbedding(to chan<- prometheus.Metric) {
	if s.sources.Embedding == nil {
		return
	}
	e := s.sources.Embedding()
	embedRequests.send(to, float64(e.Requests))
	embedTexts.send(to, float64(e.Texts))
	embedTokens.send(to, float64(e.Tokens))
	embedCost.send(to, e.USD)
}

func (s state) collectFeeds(ctx context.Context, to chan<- prometheus.Metric) {
	if s.sources.Feeds == nil {
		return
	}
	counts, err := s.sources.Feeds(ctx)
	if err != nil {
		return
	}
	feeds.send(to, float64(counts.Followed), "followed")
	feeds.send(to, float64(counts.Ended), "ended")
	feedsFailed.send(to, float64(counts.Failing))
	feedsDue.send(to, float64(counts.Due))
	age := 0.
	if !counts.Oldest.IsZero() {
		age = max(time.Since(counts.Oldest).Seconds(), 0)
	}
	feedsAge.send(to, age)
}

func (s state) collectCatalogue(ctx context.Context, to chan<- prometheus.Metric) {
	if s.sources.Bytes != nil {
		bytes.send(to, float64(s.sources.Bytes()))
	}
	if s.sources.Models == nil {
		return
	}
	models, ok := s.models.get(ctx)
	if !ok {
		return
	}
	n := 0
	for _, m := range models {
		n += m.Vectors
	}
	vectors.send(to, float64(n))
}

// send sends the value of a measurement.
func (g gauge) send(to chan<- prometheus.Metric, value float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(g.description, g.kind, value, labels...)
}
