package embedtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"segue/embed"
)

const (
	// callers is more than most machines have cores.
	callers = 8
	// patience is how long a cancelled call may take to return. It is long because the
	// machine may be busy. A call that ignores its context never returns from a silent
	// server.
	patience = 3 * time.Minute
)

// concurrent checks that calls at the same time get their own answers.
func concurrent(ctx context.Context, d embed.Driver) error {
	want, err := call(ctx, d, plain...)
	if err != nil {
		return err
	}
	problems := make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			n := i % len(plain)
			got, err := one(ctx, d, plain[n])
			if err == nil {
				err = differ(want[n], got)
			}
			if err != nil {
				problems[i] = fmt.Errorf("caller %d: %w", i, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(problems...)
}

// cancel checks calls that are cancelled before and while they run.
func cancel(ctx context.Context, d embed.Driver) error {
	return errors.Join(cancelledBefore(ctx, d), cancelledMeanwhile(ctx, d))
}

func cancelledBefore(ctx context.Context, d embed.Driver) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	select {
	case err := <-inBackground(ctx, d, []string{plain[0]}):
		if !errors.Is(err, context.Canceled) {
			return fmt.Errorf("cancelled before the call: got error %v, want the context's", err)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("cancelled before the call: no return within %s", patience)
	}
}

// cancelledMeanwhile gives the driver as much work as a call can hold. One that
// is done before it is cancelled may well succeed.
func cancelledMeanwhile(ctx context.Context, d embed.Driver) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := slices.Repeat([]string{strings.Repeat("a long story ", 80)}, max(1, d.Info().MaxBatch))
	done := inBackground(ctx, d, work)
	time.Sleep(5 * time.Millisecond) // long enough to be under way; either way the rule holds
	cancel()
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, embed.ErrTooLarge) {
			return fmt.Errorf("cancelled during the call: got error %v, want the context's", err)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("cancelled during the call: no return within %s", patience)
	}
}

func inBackground(ctx context.Context, d embed.Driver, texts []string) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := d.Embed(ctx, texts)
		done <- err
	}()
	return done
}
