package thumb

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"
)

const (
	// fetching is how many pictures are fetched at a time.
	fetching = 4
	// decoding is how many are decoded at a time, as the worst takes 300 MB of memory.
	decoding = 1
	// maxJobs is how many pictures may be waited for. More is no page but a crawler, to
	// which pictures come little by little.
	maxJobs = 256
	// fetchTime bounds the fetch of one picture from its turn on, with all attempts.
	fetchTime = 30 * time.Second
	// decodeTime is fifty times what a large picture takes.
	decodeTime = 5 * time.Second
	// failureTime is how long a picture that cannot be had is not asked for again. Its
	// host may be away for a moment, and must not be asked by every visitor.
	failureTime = 10 * time.Minute
	// maxFailures bounds what is remembered of that.
	maxFailures = 4096
)

var (
	// errLater says that a picture is not made yet.
	errLater = errors.New("not made yet")
	// errFailed says that a picture could not be had a moment ago.
	errFailed = errors.New("could not be had a moment ago")
)

// job makes one picture.
type job struct {
	done chan struct{} // closed when made and err are there
	made []byte
	err  error
}

// jobs are what is under way, each address once, and what has failed.
type jobs struct {
	ctx                context.Context
	cancel             context.CancelFunc
	fetching, decoding chan struct{}

	mu      sync.Mutex
	running sync.WaitGroup
	byName  map[string]*job
	failed  map[string]time.Time // until when
}

func (j *jobs) begin() {
	j.ctx, j.cancel = context.WithCancel(context.Background())
	j.fetching, j.decoding = make(chan struct{}, fetching), make(chan struct{}, decoding)
	j.byName, j.failed = map[string]*job{}, map[string]time.Time{}
}

// start returns the job of that name, a new one where there is none. It fails where
// one has failed just now, and where too many are under way.
func (j *jobs) start(name string, work func(context.Context) ([]byte, error)) (*job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if time.Now().Before(j.failed[name]) {
		return nil, errFailed
	}
	if found := j.byName[name]; found != nil {
		return found, nil
	}
	if len(j.byName) >= maxJobs || j.ctx.Err() != nil {
		return nil, errLater
	}
	started := &job{done: make(chan struct{})}
	j.byName[name] = started
	j.running.Go(func() { j.run(name, started, work) })
	return started, nil
}

func (j *jobs) run(name string, running *job, work func(context.Context) ([]byte, error)) {
	running.made, running.err = work(j.ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.byName, name)
	delete(j.failed, name)
	switch {
	case running.err == nil:
	case j.ctx.Err() != nil: // it is not the picture's fault
		running.err = errLater
	default:
		j.fail(name)
	}
	close(running.done)
}

// fail remembers a failure. Where there is no room, what is over goes, or else
// everything: forgetting costs a request.
func (j *jobs) fail(name string) {
	if len(j.failed) >= maxFailures {
		for other, until := range j.failed {
			if time.Now().After(until) {
				delete(j.failed, other)
			}
		}
	}
	if len(j.failed) >= maxFailures {
		clear(j.failed)
	}
	j.failed[name] = time.Now().Add(failureTime)
}

func (j *jobs) close() {
	j.mu.Lock()
	j.cancel()
	j.mu.Unlock()
	j.running.Wait()
}

// turn waits for a place. Whoever gets it gives it back.
func turn(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// make fetches a picture, makes it small and keeps it.
func (h *Handler) make(ctx context.Context, name, address string) ([]byte, error) {
	picture, err := h.fetch(ctx, address)
	if err == nil {
		picture, err = h.shrink(ctx, picture)
	}
	if err != nil {
		h.config.Logger.Debug("a picture cannot be shown", "host", hostOf(address), "error", err)
		return nil, err
	}
	if err := h.kept.put(name, picture); err != nil {
		h.config.Logger.Warn("a small picture cannot be written, and is kept in memory", "error", err)
	}
	return picture, nil
}

func (h *Handler) fetch(ctx context.Context, address string) ([]byte, error) {
	if err := turn(ctx, h.jobs.fetching); err != nil {
		return nil, err
	}
	defer func() { <-h.jobs.fetching }()
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	return h.config.Fetch(ctx, address)
}

func (h *Handler) shrink(ctx context.Context, picture []byte) ([]byte, error) {
	if err := turn(ctx, h.jobs.decoding); err != nil {
		return nil, err
	}
	defer func() { <-h.jobs.decoding }()
	ctx, cancel := context.WithTimeout(ctx, decodeTime)
	defer cancel()
	return Make(ctx, picture)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
