package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"segue/data/catalog"
)

// HealthBody is the answer of a running program.
type HealthBody struct {
	Status  string `json:"status" enum:"ok"`
	Version string `json:"version" doc:"The version of the program." example:"v0.1.0"`
}

// ReadyBody reports whether the server is ready for requests, and the progress of the
// indexes.
type ReadyBody struct {
	Status   string     `json:"status" enum:"ready,starting,stopping" doc:"The state of the server. The HTTP status is 200 only for ready."`
	Episodes int        `json:"episodes" minimum:"0" doc:"The number of episodes in the word index." example:"10"`
	Embedded int        `json:"embedded" minimum:"0" doc:"The number of episodes with vectors. Answers use them while the other episodes are being embedded." example:"10"`
	Model    string     `json:"model" doc:"The model of the vectors." example:"all-MiniLM-L6-v2"`
	Index    string     `json:"index" doc:"The version of the index." example:"7-10"`
	Engine   string     `json:"engine" doc:"The engine that compares vectors: chromem or packed. With the setting auto, it changes with the number of passages. Empty before the first index." example:"chromem"`
	Feeds    FeedCounts `json:"feeds"`
	Starting StartBody  `json:"starting" doc:"The progress of the start."`
	Problem  *string    `json:"problem" doc:"What is wrong with the catalogue, for the operator: the disk is full, the file cannot be written or was replaced, or episodes are damaged. Null if nothing is. Answers still work, so the status does not change." example:"the disk is full; free some space and try again"`
}

// StartBody is the progress of the start: the number of episodes that are read.
type StartBody struct {
	Done  int `json:"done" minimum:"0" doc:"The number of episodes that are read." example:"4000"`
	Total int `json:"total" minimum:"0" doc:"The number of episodes." example:"10000"`
}

// FeedCounts counts the feeds of the catalogue by state.
type FeedCounts struct {
	Followed int `json:"followed" minimum:"0" doc:"The number of feeds that are polled." example:"12"`
	Failing  int `json:"failing" minimum:"0" doc:"The number of polled feeds whose last fetch failed." example:"1"`
	Ended    int `json:"ended" minimum:"0" doc:"The number of feeds that are no longer polled: their publishers ended them or do not want them to be listed." example:"0"`
}

// feedCounts caches the count of the feeds for [countsMaxAge].
type feedCounts struct {
	count func(context.Context) (catalog.FeedCounts, error)

	mu    sync.Mutex
	until time.Time
	last  catalog.FeedCounts
}

// now returns the counts. If the catalogue cannot be read, it returns the last ones: an
// error must not fail a readiness probe, because requests are served from memory.
func (f *feedCounts) now(ctx context.Context) FeedCounts {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at := time.Now(); at.After(f.until) {
		if counts, err := f.count(ctx); err == nil {
			f.last, f.until = counts, at.Add(countsMaxAge)
		}
	}
	return FeedCounts{Followed: f.last.Followed, Failing: f.last.Failing, Ended: f.last.Ended}
}

// StatusCode returns 503 before the first index is built and when the server is about to
// stop, and 200 otherwise.
func (b ReadyBody) StatusCode() int {
	if b.Status == "ready" {
		return http.StatusOK
	}
	return http.StatusServiceUnavailable
}

// incomplete reports whether some episodes have no vectors yet.
func (s Service) incomplete() bool {
	status := s.Recommender.Status()
	return status.Embedded < status.Episodes
}

// health depends on no other part: a slow disk is no reason for a restart.
func (s Service) health(context.Context, *struct{}) (HealthBody, error) {
	return HealthBody{Status: "ok", Version: s.Version}, nil
}

func (s Service) ready(ctx context.Context, _ *struct{}) (ReadyBody, error) {
	status := s.Recommender.Status()
	body := ReadyBody{
		Status: "ready", Episodes: status.Episodes, Embedded: status.Embedded, Model: status.Model, Index: status.Index,
		Engine: status.Retrieval, Feeds: s.feeds.now(ctx), Starting: s.startBody(),
	}
	if problem := s.Catalog.Health(ctx); problem != nil {
		body.Problem = orNull(problem.Error())
	}
	switch {
	case s.Stopping != nil && s.Stopping():
		body.Status = "stopping"
	case status.Model == "": // the engine sets it with its first index
		body.Status = "starting"
	}
	return body, nil
}

func (s Service) startBody() (b StartBody) {
	if s.Starting != nil {
		b.Done, b.Total = s.Starting()
	}
	return b
}

// countsMaxAge is the time for which a count of the feeds is reused. Many clients may
// probe a server at the same time.
const countsMaxAge = time.Second
