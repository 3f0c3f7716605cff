package outbound

import (
	"context"
	"time"

	"github.com/failsafe-go/failsafe-go/bulkhead"
	"golang.org/x/time/rate"
)

// slots limits the number of concurrent requests.
type slots struct{ bulkhead bulkhead.Bulkhead[any] }

// newSlots returns n slots; 0 means no limit.
func newSlots(n int) slots {
	if n == 0 {
		return slots{}
	}
	return slots{bulkhead.New[any](uint(n))}
}

// acquire waits for a slot. It returns the error of ctx.
func (s slots) acquire(ctx context.Context) error {
	if s.bulkhead == nil {
		return ctx.Err()
	}
	return s.bulkhead.AcquirePermit(ctx)
}

func (s slots) release() {
	if s.bulkhead != nil {
		s.bulkhead.ReleasePermit()
	}
}

// paceMargin is more than the rounding error of an interval.
const paceMargin = time.Microsecond

// pace spaces requests evenly, so that no minute has more than perMinute of them.
type pace struct {
	perMinute int
	limiter   *rate.Limiter
}

// newPace returns a pace of n requests a minute, or nil for 0, which means no limit.
func newPace(n int) *pace {
	if n == 0 {
		return nil
	}
	return &pace{n, rate.NewLimiter(rate.Every(time.Minute/time.Duration(n)+paceMargin), 1)}
}

// wait waits until one request may be sent. If that time is after the deadline of ctx, it
// returns a [RateError] at once.
func (p *pace) wait(ctx context.Context) error {
	if p == nil {
		return nil
	}
	reservation := p.limiter.Reserve()
	wait := reservation.Delay()
	if deadline, ok := ctx.Deadline(); ok && wait >= time.Until(deadline) {
		reservation.Cancel()
		return &RateError{PerMinute: p.perMinute, Wait: wait}
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		reservation.Cancel()
		return ctx.Err()
	}
}
