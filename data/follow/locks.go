package follow

import (
	"context"
	"sync"
)

// locks are mutexes by key. The zero value is ready.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	// taken holds a value while the lock is held.
	taken chan struct{}
	// users counts the holder and the waiting callers.
	users int
	// cancel ends the context of the holder.
	cancel context.CancelCauseFunc
}

// acquire waits for the lock of a key. The returned context ends when the lock is
// released, or earlier by interrupt. The returned function releases the lock.
func (t *locks) acquire(ctx context.Context, key string) (context.Context, func(), error) {
	mine := t.join(key)
	select {
	case mine.taken <- struct{}{}:
	case <-ctx.Done():
		t.leave(key, mine)
		return nil, nil, context.Cause(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	t.mu.Lock()
	mine.cancel = cancel
	t.mu.Unlock()
	return ctx, sync.OnceFunc(func() {
		cancel(nil)
		<-mine.taken
		t.leave(key, mine)
	}), nil
}

// interrupt ends the context of the holder.
func (t *locks) interrupt(key string, cause error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if held := t.held[key]; held != nil && held.cancel != nil {
		held.cancel(cause)
	}
}

func (t *locks) join(key string) *lock {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held == nil {
		t.held = map[string]*lock{}
	}
	if t.held[key] == nil {
		t.held[key] = &lock{taken: make(chan struct{}, 1)}
	}
	t.held[key].users++
	return t.held[key]
}

func (t *locks) leave(key string, mine *lock) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine.users--; mine.users == 0 {
		delete(t.held, key)
	}
}
