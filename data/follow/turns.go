package follow

import (
	"context"
	"sync"
)

// turns lets one at a time use what a key names. The zero value is ready.
type turns struct {
	mu   sync.Mutex
	held map[string]*turn
}

type turn struct {
	// taken holds a value while somebody has the turn.
	taken chan struct{}
	// users counts who has it or waits for it.
	users int
	// cancel ends the context of whoever has it.
	cancel context.CancelCauseFunc
}

// take waits for the turn. The context that it returns ends with the turn, or earlier
// by interrupt.
func (t *turns) take(ctx context.Context, key string) (context.Context, func(), error) {
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

// interrupt ends the context of whoever has the turn.
func (t *turns) interrupt(key string, cause error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if held := t.held[key]; held != nil && held.cancel != nil {
		held.cancel(cause)
	}
}

func (t *turns) join(key string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held == nil {
		t.held = map[string]*turn{}
	}
	if t.held[key] == nil {
		t.held[key] = &turn{taken: make(chan struct{}, 1)}
	}
	t.held[key].users++
	return t.held[key]
}

func (t *turns) leave(key string, mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine.users--; mine.users == 0 {
		delete(t.held, key)
	}
}
