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
	// concurrentCalls is more than the cores of most machines.
	concurrentCalls = 8
	// cancelTimeout is the maximum time that a cancelled call may take to return. It is
	// long because the machine may be busy. A call that ignores its context never returns
	// from a silent server.
	cancelTimeout = 3 * time.Minute
)

// checkConcurrent checks that concurrent calls get their own vectors.
func checkConcurrent(ctx context.Context, d embed.Driver) error {
	want, err := embedAll(ctx, d, plainTexts...)
	if err != nil {
		return err
	}
	problems := make([]error, concurrentCalls)
	var wg sync.WaitGroup
	for i := range concurrentCalls {
		wg.Go(func() {
			n := i % len(plainTexts)
			got, err := embedOne(ctx, d, plainTexts[n])
			if err == nil {
				err = checkSame(want[n], got)
			}
			if err != nil {
				problems[i] = fmt.Errorf("caller %d: %w", i, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(problems...)
}

// checkCancel checks calls that are cancelled before they start and while they run.
func checkCancel(ctx context.Context, d embed.Driver) error {
	return errors.Join(checkCancelledBefore(ctx, d), checkCancelledDuring(ctx, d))
}

func checkCancelledBefore(ctx context.Context, d embed.Driver) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	select {
	case err := <-embedAsync(ctx, d, []string{plainTexts[0]}):
		if !errors.Is(err, context.Canceled) {
			return fmt.Errorf("cancelled before the call: got error %v, want context.Canceled", err)
		}
		return nil
	case <-time.After(cancelTimeout):
		return fmt.Errorf("cancelled before the call: no return within %s", cancelTimeout)
	}
}

// checkCancelledDuring cancels a call with a full batch of long texts. The call may
// succeed if it finishes first.
func checkCancelledDuring(ctx context.Context, d embed.Driver) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := slices.Repeat([]string{strings.Repeat("a long story ", 80)}, max(1, d.Info().MaxBatch))
	done := embedAsync(ctx, d, work)
	time.Sleep(5 * time.Millisecond) // so that the call has usually started
	cancel()
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, embed.ErrTooLarge) {
			return fmt.Errorf("cancelled during the call: got error %v, want context.Canceled", err)
		}
		return nil
	case <-time.After(cancelTimeout):
		return fmt.Errorf("cancelled during the call: no return within %s", cancelTimeout)
	}
}

func embedAsync(ctx context.Context, d embed.Driver, texts []string) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := d.Embed(ctx, texts)
		done <- err
	}()
	return done
}
