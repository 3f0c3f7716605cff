package embed_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestErrorsSayWhatToDo(t *testing.T) {
	client := embed.NewClient(embedtest.NewHashing(8), embed.NoCache{})
	for _, tt := range []struct {
		name  string
		err   error
		after time.Duration
		texts bool
	}{
		{"a limit that says how long", &embed.RateLimit{After: 3 * time.Second}, 3 * time.Second, false},
		{"a limit that does not", &embed.RateLimit{}, 0, false},
		{"a limit with a time that has passed", &embed.RateLimit{After: -time.Second}, 0, false},
		{"a refused text", embed.ErrRejected, 0, true},
		{"a blank text", embed.ErrBlankText, 0, true},
		{"vectors that cannot be used", embed.ErrBadVectors, 0, true},
		{"a text that is too large", embed.ErrTooLarge, 0, true},
		{"an account that is used up", embed.ErrQuota, 0, false},
		{"a budget that is reached", embed.ErrBudget, 0, false},
		{"a refused key", embed.ErrUnauthorized, 0, false},
		{"a model that is away", embed.ErrUnavailable, 0, false},
		{"an end of the context", context.Canceled, 0, false},
		{"something else", errors.New("something else"), 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wrapped := fmt.Errorf("outer: %w", tt.err)
			if got := client.RetryAfter(wrapped); got != tt.after {
				t.Errorf("RetryAfter = %v, want %v", got, tt.after)
			}
			if got := client.TextsAtFault(wrapped); got != tt.texts {
				t.Errorf("TextsAtFault = %v, want %v", got, tt.texts)
			}
		})
	}
}
