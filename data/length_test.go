package data

import (
	"testing"
	"time"
)

func TestMinutes(t *testing.T) {
	for _, tt := range []struct {
		name string
		d    time.Duration
		want int
	}{
		{"an unknown length has none", 0, 0},
		{"a negative length has none", -time.Hour, 0},
		{"less than a second has none", 999 * time.Millisecond, 0},
		{"a second counts as one minute", time.Second, 1},
		{"less than half a minute counts as one minute", 29 * time.Second, 1},
		{"a minute and 29 seconds are rounded down", 89 * time.Second, 1},
		{"a minute and a half is rounded up", 90 * time.Second, 2},
		{"2,480 seconds are rounded down", 2480 * time.Second, 41},
		{"2,490 seconds are rounded up", 2490 * time.Second, 42},
		{"parts of a second do not count", 2490*time.Second - time.Millisecond, 41},
		{"hours are counted in minutes", 72 * time.Minute, 72},
		{"a week is the longest", 7 * 24 * time.Hour, 10080},
	} {
		if got := Minutes(tt.d); got != tt.want {
			t.Errorf("%s: Minutes(%v) = %d, want %d", tt.name, tt.d, got, tt.want)
		}
	}
}
