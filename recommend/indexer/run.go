package indexer

import (
	"context"
	"log/slog"
	"time"
)

const (
	// poll is the interval at which the catalogue's revision is read. The query takes
	// microseconds, and an owner who has just added a feed does not notice the delay.
	poll = 250 * time.Millisecond
	// minPause and maxPause bound the pause after a failure, which doubles each time. A
	// provider may recover in seconds or in hours.
	minPause, maxPause = time.Second, 2 * time.Minute
	// maxWait bounds the delay that a provider requests: a wrong header must not stop
	// embedding for days.
	maxWait = time.Hour
	// logEvery limits the log of a long run to a few lines per minute.
	logEvery = 10 * time.Second
)

// Run keeps the engine up to date until ctx ends. It logs failures and retries; the engine
// answers from the last revision meanwhile.
func (x *Indexer) Run(ctx context.Context, log *slog.Logger) {
	pause := minPause
	for ctx.Err() == nil {
		interrupted, err := x.syncUntilNewChoice(ctx, x.logger(log))
		switch {
		case ctx.Err() != nil:
			return
		case interrupted:
			pause = minPause
		case err == nil:
			pause = minPause
			x.wait(ctx, log)
		default:
			wait := max(pause, min(x.active.model.RetryAfter(err), maxWait))
			log.Warn("embedding failed, will retry", "error", err, "pause", wait)
			x.rest(ctx, wait)
			pause = min(2*pause, maxPause)
		}
	}
}

// syncUntilNewChoice is a Sync that ends as soon as another model is chosen, even while the
// current one hangs.
func (x *Indexer) syncUntilNewChoice(ctx context.Context, report func(Progress)) (interrupted bool, err error) {
	w := x.watch
	if w == nil {
		return false, x.Sync(ctx, report)
	}
	working, stop := context.WithCancel(ctx)
	watching := make(chan bool)
	go func() {
		for sleep(working, poll) {
			if w.hasNewChoice(working) {
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

// rest waits for d after a failure, or until another model is chosen. Meanwhile it loads
// changes of the catalogue, which needs no model.
func (x *Indexer) rest(ctx context.Context, d time.Duration) {
	end := time.Now().Add(d)
	for time.Now().Before(end) && sleep(ctx, min(poll, time.Until(end))) {
		changed, err := x.active.outdated(ctx)
		switch {
		case err != nil || !changed: // the error repeats after the pause, and is logged then
		case x.watch.hasNewChoice(ctx):
			return
		case x.active.readPace.due():
			_, _ = x.Load(ctx)
		}
	}
}

// logger returns a function that logs progress every logEvery, and at the end.
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

// wait returns when the catalogue has changed, when it is time to retry a model, or when ctx
// ends.
func (x *Indexer) wait(ctx context.Context, log *slog.Logger) {
	for sleep(ctx, poll) {
		revision, err := x.catalog.Revision(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			log.Warn("reading the catalogue failed, will retry", "error", err)
		case err == nil && revision != x.active.revision, x.watch.due():
			return
		}
	}
}

// sleep reports whether d passed before ctx ended.
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
