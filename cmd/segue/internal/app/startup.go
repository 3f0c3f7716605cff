package app

import (
	"context"
	"sync/atomic"
	"time"

	"segue/data/catalog"
)

// startup counts the episodes that are read during the start of a server.
type startup struct{ done, total atomic.Int64 }

func (p *startup) get() (done, total int) { return int(p.done.Load()), int(p.total.Load()) }

// countedReads is a catalogue that counts the episodes of its last reading.
type countedReads struct {
	catalog.Store
	*startup
}

// Read implements [catalog.Reader].
func (c countedReads) Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (int64, error) {
	c.done.Store(0)
	return c.Store.Read(ctx, with, func(e catalog.Stored) error {
		c.done.Add(1)
		return each(e)
	})
}

// begin reads the catalogue for the first answer. Until then the server refuses answers.
func (s *Server) begin(ctx context.Context) {
	a, begun := s.app, time.Now()
	if total, err := a.Catalog.Count(ctx); err == nil {
		a.startup.total.Store(int64(total))
	}
	err := a.load(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		a.log.Warn("the catalogue cannot be read; trying again", "error", err)
	default:
		a.log.Info("ready", "episodes", a.Loaded.Episodes, "seconds", time.Since(begun).Round(time.Millisecond).Seconds())
	}
	if s.options.Ready != nil {
		s.options.Ready()
	}
}
