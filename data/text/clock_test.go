package text_test

import (
	"testing"
	"time"

	"segue/data/text"
)

func TestClock(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"1:02:03.5", time.Hour + 2*time.Minute + 3500*time.Millisecond, true}, {"02:03,500", 2*time.Minute + 3500*time.Millisecond, true},
		{" 73.5 ", 73500 * time.Millisecond, true}, {"73s", 73 * time.Second, true}, {"2m", 2 * time.Minute, true}, {"1500ms", 1500 * time.Millisecond, true},
		{"0", 0, true}, {"", 0, false}, {"-1", 0, false}, {"1:2:3:4", 0, false}, {"noon", 0, false}, {"604801", 0, false}, {"NaN", 0, false},
	} {
		if got, ok := text.Clock(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("Clock(%q) = %v, %v, want %v, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}
