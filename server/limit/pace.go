package limit

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

const (
	// refusalsPerAnswer is the number of refusals that are sent at once for each answer. A
	// refusal costs about a hundredth of an answer, so refusals use some percent of the
	// processor.
	refusalsPerAnswer = 5
	// refusalBurst is the number of refusals that are sent at once in any case.
	refusalBurst = 100
	// maxPause is the longest pause before a refusal. A client that tries again without
	// waiting for Retry-After would otherwise use the processor for refusals only.
	maxPause = 2 * time.Second
)

// pace delays refusals if there are very many.
type pace struct{ limiter *rate.Limiter }

func newPace() pace { return pace{rate.NewLimiter(0, refusalBurst)} }

// Pause waits before a refusal is sent. It returns at once unless clients ignore
// Retry-After and send many more requests than the server can answer.
func (q *Queue) Pause(ctx context.Context) {
	q.mu.Lock()
	now := q.now()
	q.pace.limiter.SetLimitAt(now, rate.Limit(refusalsPerAnswer*float64(q.slots)/q.work.Seconds()))
	reserved := q.pace.limiter.ReserveN(now, 1)
	delay := reserved.DelayFrom(now)
	if delay > maxPause {
		reserved.CancelAt(now)
		delay = maxPause
	}
	q.mu.Unlock()
	if delay <= 0 {
		return
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
