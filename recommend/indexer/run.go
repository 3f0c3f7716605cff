package indexer

import (
	"context"
	"log/slog"
	"time"
)

const (
	// poll is how often the catalogue is asked whether it has changed: a query of some
	// microseconds, and soon enough for an owner who has just added a feed and looks.
	poll = 250 * time.Millisecond
	// minPause and maxPause bound the wait after a failure, which doubles each
	// time: a provider recovers in seconds or in hours.
	minPause, maxPause = time.Second, 2 * time.Minute
	// maxWait bounds the wait that a provider asks for: a mistaken header must not
	// stop embedding for days.
	maxWait = time.Hour
	// logEvery keeps the log of a long run to a few lines a minute.
	logEvery = 10 * time.Second
)

// Run keeps the engine in step until ctx ends. Failures are logged and tried
// again; what is embedded goes on answering meanwhile.
func (x *Indexer) Run(ctx context.Context, log *slog.Logger) {
	pause := minPause
	for ctx.Err() == nil {
		turned, err := x.syncUntilTurned(ctx, x.logger(log))
		switch {
		case ctx.Err() != nil:
			return
		case turned:
			pause = minPause
		case err == nil:
			pause = minPause
			x.wait(ctx, log)
		default:
			wait := max(pause, min(x.embedder.RetryAfter(err), maxWait))
			log.Warn("embedding stopped, will go on", "error", err, "pause", wait)
			x.rest(ctx, wait)
			pause = min(2*pause, maxPause)
		}
	}
}

// syncUntilTurned is a Sync that ends as soon as another model is wanted: whoever
// goes back from one that hangs does not wait for it.
func (x *Indexer) syncUntilTurned(ctx context.Context, report func(Progress)) (turned bool, err error) {
	c := x.change
	if c == nil {
		return false, x.Sync(ctx, report)
	}
	working, stop := context.WithCancel(ctx)
	watching := make(chan bool)
	go func() {
		for sleep(working, poll) {
			if c.isOther(working) {
				stop()
				watching <- true
				return
			}
		}
		watching <- false
	}()
	err = x.Sync(working, report)
	stop()
	return <-watching, err
}

// rest waits after a failure, unless another model is wanted. What needs no model
// goes on meanwhile.
func (x *Indexer) rest(ctx context.Context, d time.Duration) {
	end := time.Now().Add(d)
	for time.Now().Before(end) && sleep(ctx, min(poll, time.Until(end))) {
		changed, err := x.outdated(ctx)
		switch {
		case err != nil || !changed: // an error comes again, and is logged then
		case x.change.isOther(ctx):
			return
		case x.reading.due():
			_, _ = x.Load(ctx)
		}
	}
}

// logger reports progress once in a while, and the end.
func (x *Indexer) logger(log *slog.Logger) func(Progress) {
	last := time.Now()
	return func(p Progress) {
		done := p.Remaining == 0
		if !done && time.Since(last) < logEvery {
			return
		}
		last = time.Now()
		log.Info("embedding", "model", p.Model, "embedded", p.Embedded, "episodes", p.Episodes,
			"texts", p.Texts, "texts_per_second", int(p.Rate()+0.5), "took", p.Took.Round(time.Millisecond), "remaining", p.Remaining.Round(time.Second))
	}
}

// wait returns when the catalogue has changed, a model is to be tried again, or ctx
// ends.
func (x *Indexer) wait(ctx context.Context, log *slog.Logger) {
	for sleep(ctx, poll) {
		revision, err := x.catalog.Revision(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			log.Warn("catalogue cannot be read, will try again", "error", err)
		case err == nil && revision != x.revision, x.change.due():
			return
		}
	}
}

// sleep reports whether it was not cut short by ctx.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
