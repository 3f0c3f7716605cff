package embed

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// burstShare is the number of bursts in a minute's tokens: after a pause, a tenth of them
// may be sent at once. Providers count per minute, so a larger burst would exceed the limit of
// the first minute.
const burstShare = 10

// tokenRate limits the tokens per minute.
type tokenRate struct {
	limiter *rate.Limiter // nil for no limit
}

func newTokenRate(tokensPerMinute int) tokenRate {
	if tokensPerMinute <= 0 {
		return tokenRate{}
	}
	perSecond := rate.Limit(float64(tokensPerMinute) / time.Minute.Seconds())
	return tokenRate{rate.NewLimiter(perSecond, max(1, tokensPerMinute/burstShare))}
}

// wait waits until tokens may be sent, or returns ctx's error. Interactive requests do
// not wait, but later ones wait longer.
func (t tokenRate) wait(ctx context.Context, tokens int64, interactive bool) error {
	if t.limiter == nil {
		return nil
	}
	for tokens > 0 {
		n := min(tokens, int64(t.limiter.Burst())) // the limiter rejects more at once
		if interactive {
			t.limiter.ReserveN(time.Now(), int(n))
		} else if err := t.waitOnce(ctx, int(n)); err != nil {
			return err
		}
		tokens -= n
	}
	return nil
}

// waitOnce waits for n tokens, at most a burst. Unlike rate.Limiter.WaitN it waits until
// ctx ends and returns ctx's error.
func (t tokenRate) waitOnce(ctx context.Context, n int) error {
	reserved := t.limiter.ReserveN(time.Now(), n)
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
