package follow

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"segue/data"
)

const (
	// lookInterval is the interval of checks for feeds that another process added or made
	// due.
	lookInterval = time.Minute
	// pause is the wait before the next attempt if a feed's row could not be written, for
	// example because the disk is full.
	pause = time.Minute
)

// Run refreshes feeds when they become due, until the context ends. It also fetches the
// transcripts of feeds with the option to do so. It returns when all its goroutines have
// ended.
func (f *Follower) Run(ctx context.Context) {
	s := &scheduler{f: f, running: map[data.FeedID]string{}, paused: map[data.FeedID]time.Time{}, done: make(chan refreshResult), transcripts: newQueue()}
	var wg sync.WaitGroup
	wg.Go(func() { s.transcripts.run(ctx, f.transcribe) })
	defer wg.Wait()
	defer s.drain()
	s.queueTranscripts(ctx)
	for ctx.Err() == nil {
		wait := s.start(ctx)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-f.wake:
		case x := <-s.done:
			s.end(x)
		}
		timer.Stop()
	}
}

// scheduler is the state of one Run. Only the goroutine of Run uses it.
type scheduler struct {
	f *Follower
	// running maps the feeds that are being read to their hosts.
	running     map[data.FeedID]string
	paused      map[data.FeedID]time.Time
	done        chan refreshResult
	transcripts *queue
}

// refreshResult is the result of one refresh.
type refreshResult struct {
	id data.FeedID
	// changed is true if episodes were added or updated.
	changed bool
	// transcripts is the feed's option to fetch transcripts.
	transcripts bool
	// saved is true if the feed's row was saved, or the feed was removed.
	saved bool
}

// start begins to read feeds that are due, up to the limits. It returns the time until
// the next check.
func (s *scheduler) start(ctx context.Context) time.Duration {
	feeds, err := s.f.catalog.Feeds(ctx)
	if err != nil {
		if ctx.Err() == nil {
			s.f.o.Log.Error("cannot read the feeds from the catalogue", "error", err)
		}
		return lookInterval
	}
	slices.SortFunc(feeds, byNext)
	wait := lookInterval
	for _, stored := range feeds {
		in := s.due(stored)
		switch {
		case stored.State == data.FeedEnded || s.isRunning(stored.ID):
		case in > 0:
			wait = min(wait, in)
		case s.canStart(stored):
			s.read(ctx, stored)
		}
	}
	return wait
}

// due returns the time until a feed is due.
func (s *scheduler) due(stored data.Feed) time.Duration {
	at := stored.Next
	if until := s.paused[stored.ID]; until.After(at) {
		at = until
	}
	return at.Sub(s.f.now())
}

func (s *scheduler) isRunning(id data.FeedID) bool { _, running := s.running[id]; return running }

// canStart reports whether the limit allows another feed, and no feed of the same host
// is being read.
func (s *scheduler) canStart(stored data.Feed) bool {
	if len(s.running) >= s.f.o.Concurrent {
		return false
	}
	host := hostOf(stored.URL)
	for _, busy := range s.running {
		if busy == host {
			return false
		}
	}
	return true
}

func (s *scheduler) read(ctx context.Context, stored data.Feed) {
	s.running[stored.ID] = hostOf(stored.URL)
	go func() {
		saved, change, err := s.f.refresh(ctx, stored.ID, func(now data.Feed) bool {
			return now.State != data.FeedEnded && !now.Next.After(s.f.now())
		})
		s.f.log(ctx, stored, change, err)
		s.done <- refreshResult{id: stored.ID, changed: change.Added+change.Updated > 0, transcripts: saved.Transcripts, saved: err == nil || errors.Is(err, data.ErrBadFeed) || errors.Is(err, data.ErrUnknownFeed)}
	}()
}

func (s *scheduler) end(x refreshResult) {
	delete(s.running, x.id)
	delete(s.paused, x.id)
	if !x.saved {
		s.paused[x.id] = s.f.now().Add(pause)
	}
	if x.changed && x.transcripts {
		s.transcripts.add(x.id)
	}
}

// drain waits for the running refreshes.
func (s *scheduler) drain() {
	for len(s.running) > 0 {
		s.end(<-s.done)
	}
}

// queueTranscripts queues all feeds with the option to fetch transcripts, because an
// earlier process may have stopped before it had all.
func (s *scheduler) queueTranscripts(ctx context.Context) {
	feeds, err := s.f.catalog.Feeds(ctx)
	if err != nil {
		return // start reports it
	}
	for _, stored := range feeds {
		if stored.Transcripts {
			s.transcripts.add(stored.ID)
		}
	}
}

// log logs the result of a refresh, unless nothing has changed.
func (f *Follower) log(ctx context.Context, stored data.Feed, change data.FeedChange, err error) {
	log := f.o.Log.With("feed", stored.ID)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Warn("cannot read a feed", "error", err)
	case change.Added+change.Updated+change.Removed > 0 || change.Outcome == data.FeedHasEnded || change.Outcome == data.FeedIsBlocked:
		log.Info("a feed was read", "outcome", string(change.Outcome), "added", change.Added, "updated", change.Updated, "removed", change.Removed)
	}
	for _, problem := range change.Problems {
		log.Warn("a feed has a problem", "problem", problem)
	}
}
