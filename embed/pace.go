package embed

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// burstShare of a minute's tokens may be sent at once after a pause. Providers
// count whole minutes, so a larger one would exceed the first of them.
const burstShare = 10

// pace spreads tokens over time.
type pace struct {
	limiter *rate.Limiter // nil for no limit
}

func newPace(tokensPerMinute int) pace {
	if tokensPerMinute <= 0 {
		return pace{}
	}
	perSecond := rate.Limit(float64(tokensPerMinute) / time.Minute.Seconds())
	return pace{rate.NewLimiter(perSecond, max(1, tokensPerMinute/burstShare))}
}

// take returns when tokens may be sent, or ctx's error. Urgent ones are taken at
// once, and what comes after them waits for both.
func (p pace) take(ctx context.Context, tokens int64, urgent bool) error {
	if p.limiter == nil {
		return nil
	}
	for tokens > 0 {
		n := min(tokens, int64(p.limiter.Burst())) // the limiter refuses more in one piece
		if urgent {
			p.limiter.ReserveN(time.Now(), int(n))
		} else if err := p.wait(ctx, int(n)); err != nil {
			return err
		}
		tokens -= n
	}
	return nil
}

// wait is rate.Limiter.WaitN, which fails before the deadline of ctx and not with
// ctx's error.
func (p pace) wait(ctx context.Context, n int) error {
	reserved := p.limiter.ReserveN(time.Now(), n)
	timer := time.NewTimer(reserved.Delay())
	defer timer.Stop()
	select {
	case <-ctx.Done():
		reserved.Cancel()
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
