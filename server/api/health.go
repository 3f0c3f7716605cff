package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"segue/data/catalog"
)

// HealthBody says that the program runs.
type HealthBody struct {
	Status  string `json:"status" enum:"ok"`
	Version string `json:"version" doc:"The version of the program." example:"v0.1.0"`
}

// ReadyBody says whether requests should be sent here, and how far the engine
// has come.
type ReadyBody struct {
	Status   string     `json:"status" enum:"ready,starting,stopping" doc:"Only ready goes with status 200."`
	Episodes int        `json:"episodes" minimum:"0" doc:"Episodes that the engine knows." example:"10"`
	Embedded int        `json:"embedded" minimum:"0" doc:"Episodes that have vectors; they are served while the others are being embedded." example:"10"`
	Model    string     `json:"model" doc:"The model whose vectors answer." example:"all-MiniLM-L6-v2"`
	Index    string     `json:"index" doc:"The state of the index." example:"7-10"`
	Feeds    FeedCounts `json:"feeds"`
}

// FeedCounts says how the feeds are that the catalogue follows.
type FeedCounts struct {
	Followed int `json:"followed" minimum:"0" doc:"Feeds that are asked for again and again." example:"12"`
	Failing  int `json:"failing" minimum:"0" doc:"Those of them whose last attempt failed." example:"1"`
	Ended    int `json:"ended" minimum:"0" doc:"Feeds that are asked for no more: their publishers ended them, or ask not to be listed." example:"0"`
}

// feedCounts remembers a count of the feeds for a moment.
type feedCounts struct {
	count func(context.Context) (catalog.FeedCounts, error)

	mu    sync.Mutex
	until time.Time
	last  catalog.FeedCounts
}

// now returns the counts. Where the catalogue cannot be read they stay what they were:
// a probe asks whether requests are answered, and these come from memory.
func (f *feedCounts) now(ctx context.Context) FeedCounts {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at := time.Now(); at.After(f.until) {
		if counts, err := f.count(ctx); err == nil {
			f.last, f.until = counts, at.Add(countsKeep)
		}
	}
	return FeedCounts(f.last)
}

// StatusCode is 503 until the first index stands, and when the server is about
// to stop.
func (b ReadyBody) StatusCode() int {
	if b.Status == "ready" {
		return http.StatusOK
	}
	return http.StatusServiceUnavailable
}

// unfinished reports whether some episodes have no vectors yet.
func (s Service) unfinished() bool {
	status := s.Recommender.Status()
	return status.Embedded < status.Episodes
}

// health asks nobody: a slow disk is no reason to be restarted.
func (s Service) health(context.Context, *struct{}) (HealthBody, error) {
	return HealthBody{Status: "ok", Version: s.Version}, nil
}

func (s Service) ready(ctx context.Context, _ *struct{}) (ReadyBody, error) {
	status := s.Recommender.Status()
	body := ReadyBody{
		Status: "ready", Episodes: status.Episodes, Embedded: status.Embedded, Model: status.Model, Index: status.Index,
		Feeds: s.feeds.now(ctx),
	}
	switch {
	case s.Stopping != nil && s.Stopping():
		body.Status = "stopping"
	case status.Model == "": // an engine names it with its first index
		body.Status = "starting"
	}
	return body, nil
}

// countsKeep is how long a count of the feeds is shown without counting again:
// probes may come from many places.
const countsKeep = time.Second
