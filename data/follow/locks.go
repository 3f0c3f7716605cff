package follow

import (
	"context"
	"sync"
)

// locks is a set of mutexes by key. The zero value is ready to use.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	// sem holds a value while the lock is held.
	sem chan struct{}
	// users counts the holder and the waiting callers.
	users int
	// cancel ends the holder's context.
	cancel context.CancelCauseFunc
}

// acquire waits for the lock of a key. The returned context ends when the lock is
// released or interrupt is called. The returned function releases the lock.
func (l *locks) acquire(ctx context.Context, key string) (context.Context, func(), error) {
	k := l.join(key)
	select {
	case k.sem <- struct{}{}:
	case <-ctx.Done():
		l.leave(key, k)
		return nil, nil, context.Cause(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	l.mu.Lock()
	k.cancel = cancel
	l.mu.Unlock()
	return ctx, sync.OnceFunc(func() {
		cancel(nil)
		<-k.sem
		l.leave(key, k)
	}), nil
}

// interrupt cancels the context of the lock's holder.
func (l *locks) interrupt(key string, cause error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if held := l.held[key]; held != nil && held.cancel != nil {
		held.cancel(cause)
	}
}

// join returns the lock of a key and counts the caller as a user.
func (l *locks) join(key string) *lock {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	if l.held[key] == nil {
		l.held[key] = &lock{sem: make(chan struct{}, 1)}
	}
	l.held[key].users++
	return l.held[key]
}

// leave deletes the lock after its last user has left.
func (l *locks) leave(key string, k *lock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k.users--; k.users == 0 {
		delete(l.held, key)
	}
}
