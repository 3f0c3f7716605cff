package outbound

import (
	"context"
	"time"

	"github.com/failsafe-go/failsafe-go/bulkhead"
	"golang.org/x/time/rate"
)

// slots are places for requests that are under way at the same time.
type slots struct{ places bulkhead.Bulkhead[any] }

// newSlots returns n places, or any number for 0.
func newSlots(n int) slots {
	if n == 0 {
		return slots{}
	}
	return slots{bulkhead.New[any](uint(n))}
}

// take waits for a place; the error is that of ctx.
func (s slots) take(ctx context.Context) error {
	if s.places == nil {
		return ctx.Err()
	}
	return s.places.AcquirePermit(ctx)
}

func (s slots) give() {
	if s.places != nil {
		s.places.ReleasePermit()
	}
}

// paceMargin is above what rounding takes from an interval.
const paceMargin = time.Microsecond

// pace spaces requests evenly, so that no minute has more than its share.
type pace struct {
	perMinute int
	limiter   *rate.Limiter
}

// newPace returns a pace of n requests a minute, or nil for 0, which is any number.
func newPace(n int) *pace {
	if n == 0 {
		return nil
	}
	return &pace{n, rate.NewLimiter(rate.Every(time.Minute/time.Duration(n)+paceMargin), 1)}
}

// wait waits for the turn of one request, or returns a [BudgetError] at once where
// it comes after the deadline of ctx.
func (p *pace) wait(ctx context.Context) error {
	if p == nil {
		return nil
	}
	turn := p.limiter.Reserve()
	wait := turn.Delay()
	if deadline, ok := ctx.Deadline(); ok && wait >= time.Until(deadline) {
		turn.Cancel()
		return &BudgetError{PerMinute: p.perMinute, Wait: wait}
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		turn.Cancel()
		return ctx.Err()
	}
}
