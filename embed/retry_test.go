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

func TestRetryAfterAndTextsAtFault(t *testing.T) {
	client := embed.NewClient(embedtest.NewHashing(8), embed.NoCache{})
	for _, tt := range []struct {
		name  string
		err   error
		after time.Duration
		texts bool
	}{
		{"a limit with a time", &embed.RateLimit{After: 3 * time.Second}, 3 * time.Second, false},
		{"a limit without a time", &embed.RateLimit{}, 0, false},
		{"a limit with a negative time", &embed.RateLimit{After: -time.Second}, 0, false},
		{"a rejected text", embed.ErrRejected, 0, true},
		{"a blank text", embed.ErrBlankText, 0, true},
		{"invalid vectors", embed.ErrBadVectors, 0, true},
		{"a text too large", embed.ErrTooLarge, 0, true},
		{"an account without credit", embed.ErrQuota, 0, false},
		{"a budget reached", embed.ErrBudget, 0, false},
		{"a rejected key", embed.ErrUnauthorized, 0, false},
		{"an unavailable model", embed.ErrUnavailable, 0, false},
		{"a cancelled context", context.Canceled, 0, false},
		{"another error", errors.New("something else"), 0, false},
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
