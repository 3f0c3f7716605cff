package outbound

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfterParsesAllForms(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		header http.Header
		want   time.Duration
	}{
		{"no header is 0", http.Header{}, 0},
		{"seconds", http.Header{"Retry-After": {"120"}}, 2 * time.Minute},
		{"zero", http.Header{"Retry-After": {"0"}}, 0},
		{"seconds with white space", http.Header{"Retry-After": {" 7 "}}, 7 * time.Second},
		{"a fraction", http.Header{"Retry-After": {"1.5"}}, 1500 * time.Millisecond},
		{"milliseconds of OpenAI", http.Header{"Retry-After": {"1"}, "Retry-After-Ms": {"250"}}, 250 * time.Millisecond},
		{"a date", http.Header{"Retry-After": {"Sun, 01 Mar 2026 12:00:30 GMT"}}, 30 * time.Second},
		{"a date relative to the host's clock", http.Header{"Retry-After": {"Sun, 01 Mar 2026 18:00:30 GMT"}, "Date": {"Sun, 01 Mar 2026 18:00:00 GMT"}}, 30 * time.Second},
		{"a date in the form of RFC 850", http.Header{"Retry-After": {"Sunday, 01-Mar-26 12:00:30 GMT"}}, 30 * time.Second},
		{"a past date is 0", http.Header{"Retry-After": {"Sun, 01 Mar 2026 11:00:00 GMT"}}, 0},
		{"a date in another century is a week", http.Header{"Retry-After": {"Sun, 01 Mar 2526 11:00:00 GMT"}}, longestRetryAfter},
		{"more than a week is a week", http.Header{"Retry-After": {"99999999999999999999"}}, longestRetryAfter},
		{"a date at the end of time is a week", http.Header{"Retry-After": {"Fri, 31 Dec 9999 23:59:59 GMT"}}, longestRetryAfter},
		{"a negative number is 0", http.Header{"Retry-After": {"-5"}}, 0},
		{"an exponent is 0", http.Header{"Retry-After": {"1e9"}}, 0},
		{"infinity is 0", http.Header{"Retry-After": {"Inf"}}, 0},
		{"points are 0", http.Header{"Retry-After": {"..."}}, 0},
		{"a word is 0", http.Header{"Retry-After": {"soon"}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := RetryAfter(tt.header, now); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"120", "1.5", "Sun, 01 Mar 2026 12:00:30 GMT", "Sunday, 01-Mar-26 12:00:30 GMT", "-1", "NaN", "9e999", "99999999999999999999"} {
		f.Add(seed, "", "")
		f.Add("", seed, "")
		f.Add(seed, "", seed)
	}
	f.Fuzz(func(t *testing.T, value, ms, date string) {
		header := http.Header{"Retry-After": {value}, "Retry-After-Ms": {ms}, "Date": {date}}
		if got := RetryAfter(header, time.Unix(1_800_000_000, 0)); got < 0 || got > longestRetryAfter {
			t.Fatalf("got %s", got)
		}
	})
}
