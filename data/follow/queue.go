package follow

import (
	"context"
	"slices"
	"sync"

	"segue/data"
)

// queue is a queue of distinct feeds.
type queue struct {
	mu  sync.Mutex
	ids []data.FeedID
	// more signals that feeds were added.
	more chan struct{}
}

func newQueue() *queue { return &queue{more: make(chan struct{}, 1)} }

func (q *queue) add(id data.FeedID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(q.ids, id) {
		q.ids = append(q.ids, id)
	}
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// take removes the first feed, or returns false if the queue is empty.
func (q *queue) take() (id data.FeedID, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.ids) == 0 {
		return "", false
	}
	id, q.ids = q.ids[0], q.ids[1:]
	return id, true
}

// run calls work for one feed after the other until the context ends.
func (q *queue) run(ctx context.Context, work func(context.Context, data.FeedID)) {
	for {
		for id, ok := q.take(); ok && ctx.Err() == nil; id, ok = q.take() {
			work(ctx, id)
		}
		select {
		case <-ctx.Done():
			return
		case <-q.more:
		}
	}
}
