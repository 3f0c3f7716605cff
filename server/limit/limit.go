// Package limit protects the server from more requests than it can answer.
//
// A [Queue] lets a few requests work at once. The others wait in a short queue, and the
// client that used the least of the server goes first. A request that would wait too long
// is refused. [Rates] count the requests of each client, for an optional limit.
//
// A client is the key of a request, or its network; see [Network].
package limit

import (
	"context"
	"runtime"
	"sync"
	"time"
)

const (
	// perCore is the number of requests per processor core that work at once. Two keep the
	// cores busy while a request reads the catalogue. More would only make each of them
	// slower and need more memory.
	perCore = 2
	// maxWait is the longest wait in the queue. Together with the work itself an answer
	// takes less than a second, after which a visitor would notice the delay.
	maxWait = 500 * time.Millisecond
	// maxWaiting bounds the queue before the duration of the work is known, and its memory.
	maxWaiting = 256
	// firstWork is the assumed duration of the work before the first request has ended.
	firstWork = 10 * time.Millisecond
	// smoothing is the weight of the latest duration in their average.
	smoothing = 0.05
)

// Queue limits the number of requests that work at once. It is safe for concurrent use.
type Queue struct {
	slots   int
	maxWait time.Duration
	now     func() time.Time

	mu      sync.Mutex
	running map[string]int // by client
	working int
	waiting []*waiter // in the order of arrival
	usage   usage
	work    time.Duration // average duration of the work of a request
	refused uint64
	pace    pace
}

// waiter is a request in the queue.
type waiter struct {
	client string
	since  time.Time
	// decided receives true when the request may work, and false when it is refused.
	decided chan bool
}

// Stats are the counters of a queue.
type Stats struct {
	// Working and Waiting are the numbers of requests now.
	Working, Waiting int
	// Refused is the number of refused requests since the start.
	Refused uint64
}

// NewQueue returns a queue for the cores that the process may use.
func NewQueue() *Queue { return newQueue(perCore*runtime.GOMAXPROCS(0), maxWait, time.Now) }

func newQueue(slots int, maxWait time.Duration, now func() time.Time) *Queue {
	return &Queue{
		slots: slots, maxWait: maxWait, now: now, work: firstWork,
		running: map[string]int{}, usage: newUsage(), pace: newPace(),
	}
}

// Enter waits until a request of client may work. The caller calls leave when the work has
// ended; further calls do nothing. If the request is refused, Enter returns nil and the time
// after which the client may try again. If ctx ends first, Enter returns nil and 0.
func (q *Queue) Enter(ctx context.Context, client string) (leave func(), retry time.Duration) {
	w := q.arrive(client)
	if w == nil {
		return nil, q.retry()
	}
	timer := time.NewTimer(q.maxWait)
	defer timer.Stop()
	select {
	case admitted := <-w.decided:
		if !admitted {
			return nil, q.retry()
		}
	case <-timer.C:
		if !q.withdraw(w, true) {
			return nil, q.retry()
		}
	case <-ctx.Done():
		if !q.withdraw(w, false) {
			return nil, 0
		}
	}
	return q.leaver(client), 0
}

// Stats returns the counters.
func (q *Queue) Stats() Stats {
	q.mu.Lock()
	defer q.mu.Unlock()
	return Stats{Working: q.working, Waiting: len(q.waiting), Refused: q.refused}
}

// arrive returns the place of a request in the queue, or nil if it is refused.
func (q *Queue) arrive(client string) *waiter {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &waiter{client: client, since: q.now(), decided: make(chan bool, 1)}
	if len(q.waiting) >= q.capacity() && !q.makeRoom(client) {
		q.refused++
		return nil
	}
	q.waiting = append(q.waiting, w)
	q.admit()
	return w
}

// capacity returns the number of requests that can wait for at most maxWait.
func (q *Queue) capacity() int {
	return min(maxWaiting, max(q.slots, int(q.maxWait*time.Duration(q.slots)/max(q.work, 1))))
}

// makeRoom refuses the latest waiting request of the client with the highest usage. It
// reports false if no waiting client has used more than the given one.
func (q *Queue) makeRoom(client string) bool {
	heaviest, most := -1, q.load(client)
	for i, w := range q.waiting {
		if load := q.load(w.client); load > most || heaviest >= 0 && load == most {
			heaviest, most = i, load
		}
	}
	if heaviest < 0 {
		return false
	}
	q.waiting[heaviest].decided <- false
	q.remove(heaviest)
	q.refused++
	return true
}

// load is the recent usage of a client together with the expected usage of the requests that
// work for it now.
func (q *Queue) load(client string) time.Duration {
	return q.usage.of(client, q.now()) + time.Duration(q.running[client])*q.work
}

// admit lets waiting requests work while there are free slots. Of the waiting clients, the
// one with the lowest load goes first. One client never has all slots, so that another one
// does not wait for the end of its work.
func (q *Queue) admit() {
	for q.working < q.slots {
		next := -1
		var least time.Duration
		for i, w := range q.waiting {
			if q.slots > 1 && q.running[w.client] >= q.slots-1 {
				continue
			}
			if load := q.load(w.client); next < 0 || load < least {
				next, least = i, load
			}
		}
		if next < 0 {
			return
		}
		w := q.waiting[next]
		q.remove(next)
		q.running[w.client]++
		q.working++
		w.decided <- true
	}
}

func (q *Queue) remove(i int) { q.waiting = append(q.waiting[:i], q.waiting[i+1:]...) }

// withdraw removes a request from the queue. It reports true if the request was admitted
// meanwhile.
func (q *Queue) withdraw(w *waiter, refused bool) (admitted bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range q.waiting {
		if q.waiting[i] == w {
			q.remove(i)
			if refused {
				q.refused++
			}
			return false
		}
	}
	return <-w.decided
}

// leaver returns the function that ends the work of a request that begins now.
func (q *Queue) leaver(client string) func() {
	begin := q.now()
	var once sync.Once
	return func() { once.Do(func() { q.leave(client, q.now().Sub(begin)) }) }
}

func (q *Queue) leave(client string, took time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.working--
	if q.running[client]--; q.running[client] == 0 {
		delete(q.running, client)
	}
	q.usage.add(client, took, q.now())
	q.work += time.Duration(smoothing * float64(took-q.work))
	q.admit()
}

// retry returns the time after which a refused client may try again: the time in which the
// queue empties, in whole seconds.
func (q *Queue) retry() time.Duration {
	return max(time.Second, q.maxWait.Round(time.Second))
}
