package evaluate

import (
	"context"
	"errors"
	"testing"
)

func TestParallelCallsAllOrReturnsTheFirstError(t *testing.T) {
	done := make([]bool, 50)
	if err := parallel(t.Context(), len(done), func(_ context.Context, i int) error { done[i] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for i, d := range done {
		if !d {
			t.Errorf("do was not called for %d", i)
		}
	}
	broken := errors.New("broken on purpose")
	err := parallel(t.Context(), len(done), func(ctx context.Context, i int) error {
		if i == 0 {
			return broken
		}
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, broken) {
		t.Errorf("parallel = %v, want the first error", err)
	}
}
