package thumb

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"
)

const (
	// maxFetches is the number of pictures fetched at a time.
	maxFetches = 4
	// maxDecodes is the number of pictures decoded at a time. One can use 300 MB of memory.
	maxDecodes = 1
	// maxJobs is the number of pictures that can be in progress. A page needs fewer; only
	// crawlers reach the limit.
	maxJobs = 256
	// fetchTimeout limits the fetch of one picture, with all attempts, without the time in
	// the queue.
	fetchTimeout = 30 * time.Second
	// decodeTimeout is fifty times the time that a large picture takes.
	decodeTimeout = 5 * time.Second
	// retryAfter is how long a failed picture is not fetched again. Without it, a host that
	// is down would get one request per visitor.
	retryAfter = 10 * time.Minute
	// maxFailures is the number of failed pictures that are remembered.
	maxFailures = 4096
)

var (
	// errNotReady is returned if a picture is still being made.
	errNotReady = errors.New("thumbnail is not ready yet")
	// errFailed is returned if a picture failed less than [retryAfter] ago.
	errFailed = errors.New("thumbnail failed recently")
)

// job makes one thumbnail.
type job struct {
	done      chan struct{} // closed when thumbnail and err are set
	thumbnail []byte
	err       error
}

// jobs are the thumbnails in progress, each address once, and the recent failures.
type jobs struct {
	ctx              context.Context
	cancel           context.CancelFunc
	fetches, decodes chan struct{} // semaphores

	mu      sync.Mutex
	running sync.WaitGroup
	byName  map[string]*job
	failed  map[string]time.Time // when it may be retried
}

func (j *jobs) init() {
	j.ctx, j.cancel = context.WithCancel(context.Background())
	j.fetches, j.decodes = make(chan struct{}, maxFetches), make(chan struct{}, maxDecodes)
	j.byName, j.failed = map[string]*job{}, map[string]time.Time{}
}

// start returns the job with that name, or starts one. It returns [errFailed] after a
// recent failure, and [errNotReady] if too many jobs are running.
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
		return nil, errNotReady
	}
	started := &job{done: make(chan struct{})}
	j.byName[name] = started
	j.running.Go(func() { j.run(name, started, work) })
	return started, nil
}

func (j *jobs) run(name string, running *job, work func(context.Context) ([]byte, error)) {
	running.thumbnail, running.err = work(j.ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.byName, name)
	delete(j.failed, name)
	switch {
	case running.err == nil:
	case j.ctx.Err() != nil: // shutdown, not a failure of the picture
		running.err = errNotReady
	default:
		j.fail(name)
	}
	close(running.done)
}

// fail remembers a failure. If there are too many, it deletes the expired ones, or else all
// of them, which only costs one more request per picture.
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
	j.failed[name] = time.Now().Add(retryAfter)
}

func (j *jobs) close() {
	j.mu.Lock()
	j.cancel()
	j.mu.Unlock()
	j.running.Wait()
}

// acquire waits for a semaphore. The caller must release it.
func acquire(ctx context.Context, semaphore chan struct{}) error {
	select {
	case semaphore <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// make fetches a picture, shrinks it and stores the thumbnail.
func (h *Handler) make(ctx context.Context, name, address string) ([]byte, error) {
	picture, err := h.fetch(ctx, address)
	if err == nil {
		picture, err = h.shrink(ctx, picture)
	}
	if err != nil {
		h.config.Logger.Debug("cannot make a thumbnail", "host", hostOf(address), "error", err)
		return nil, err
	}
	if err := h.store.put(name, picture); err != nil {
		h.config.Logger.Warn("cannot write a thumbnail; it is kept in memory", "error", err)
	}
	return picture, nil
}

func (h *Handler) fetch(ctx context.Context, address string) ([]byte, error) {
	if err := acquire(ctx, h.jobs.fetches); err != nil {
		return nil, err
	}
	defer func() { <-h.jobs.fetches }()
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	return h.config.Fetch(ctx, address)
}

func (h *Handler) shrink(ctx context.Context, picture []byte) ([]byte, error) {
	if err := acquire(ctx, h.jobs.decodes); err != nil {
		return nil, err
	}
	defer func() { <-h.jobs.decodes }()
	ctx, cancel := context.WithTimeout(ctx, decodeTimeout)
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
