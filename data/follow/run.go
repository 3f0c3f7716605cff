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
	// lookInterval is how often the catalogue is asked for feeds that another process
	// added or made due.
	lookInterval = time.Minute
	// pause is how long a feed is left alone whose row could not be written, as when the
	// disk is full: it stays due.
	pause = time.Minute
)

// Run asks for feeds as they become due, until the context ends, and fetches the
// transcripts of those whose owner wants them. It returns when nothing of it goes on
// any more.
func (f *Follower) Run(ctx context.Context) {
	s := &scheduler{f: f, running: map[data.FeedID]string{}, paused: map[data.FeedID]time.Time{}, done: make(chan finished), transcripts: newQueue()}
	var wg sync.WaitGroup
	wg.Go(func() { s.transcripts.run(ctx, f.transcribe) })
	defer wg.Wait()
	defer s.drain()
	s.wantTranscripts(ctx)
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

// scheduler is one Run. Only its own goroutine uses it.
type scheduler struct {
	f *Follower
	// running are the feeds that are being read, with their hosts.
	running     map[data.FeedID]string
	paused      map[data.FeedID]time.Time
	done        chan finished
	transcripts *queue
}

type finished struct {
	id      data.FeedID
	changed bool
	want    bool
	kept    bool
}

// start begins to read the feeds that are due, as far as there is room, and returns how
// long until it is worth looking again.
func (s *scheduler) start(ctx context.Context) time.Duration {
	feeds, err := s.f.catalog.Feeds(ctx)
	if err != nil {
		if ctx.Err() == nil {
			s.f.o.Log.Error("the feeds cannot be read from the catalogue", "error", err)
		}
		return lookInterval
	}
	slices.SortFunc(feeds, byNext)
	wait := lookInterval
	for _, kept := range feeds {
		in := s.due(kept)
		switch {
		case kept.State == data.FeedEnded || s.reads(kept.ID):
		case in > 0:
			wait = min(wait, in)
		case s.room(kept):
			s.read(ctx, kept)
		}
	}
	return wait
}

// due is how long until a feed is to be asked.
func (s *scheduler) due(kept data.Feed) time.Duration {
	at := kept.Next
	if until := s.paused[kept.ID]; until.After(at) {
		at = until
	}
	return at.Sub(s.f.now())
}

func (s *scheduler) reads(id data.FeedID) bool { _, running := s.running[id]; return running }

// room reports whether another feed can be read, and no other of its host is.
func (s *scheduler) room(kept data.Feed) bool {
	if len(s.running) >= s.f.o.Concurrent {
		return false
	}
	host := hostOf(kept.URL)
	for _, busy := range s.running {
		if busy == host {
			return false
		}
	}
	return true
}

func (s *scheduler) read(ctx context.Context, kept data.Feed) {
	s.running[kept.ID] = hostOf(kept.URL)
	go func() {
		saved, change, err := s.f.refresh(ctx, kept.ID, func(now data.Feed) bool {
			return now.State != data.FeedEnded && !now.Next.After(s.f.now())
		})
		s.f.log(ctx, kept, change, err)
		s.done <- finished{id: kept.ID, changed: change.Added+change.Updated > 0, want: saved.Transcripts, kept: err == nil || errors.Is(err, data.ErrBadFeed) || errors.Is(err, data.ErrUnknownFeed)}
	}()
}

func (s *scheduler) end(x finished) {
	delete(s.running, x.id)
	delete(s.paused, x.id)
	if !x.kept {
		s.paused[x.id] = s.f.now().Add(pause)
	}
	if x.changed && x.want {
		s.transcripts.add(x.id)
	}
}

// drain waits for what was begun.
func (s *scheduler) drain() {
	for len(s.running) > 0 {
		s.end(<-s.done)
	}
}

// wantTranscripts goes on with transcripts where an earlier process stopped.
func (s *scheduler) wantTranscripts(ctx context.Context) {
	feeds, err := s.f.catalog.Feeds(ctx)
	if err != nil {
		return // start reports it
	}
	for _, kept := range feeds {
		if kept.Transcripts {
			s.transcripts.add(kept.ID)
		}
	}
}

// log says what became of a feed, where anything did.
func (f *Follower) log(ctx context.Context, kept data.Feed, change data.FeedChange, err error) {
	log := f.o.Log.With("feed", kept.ID)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Warn("a feed could not be read", "error", err)
	case change.Added+change.Updated+change.Removed > 0 || change.Outcome == data.FeedHasEnded || change.Outcome == data.FeedIsBlocked:
		log.Info("a feed was read", "outcome", string(change.Outcome), "added", change.Added, "updated", change.Updated, "removed", change.Removed)
	}
	for _, problem := range change.Problems {
		log.Warn("a feed has a problem", "problem", problem)
	}
}
