package outbound

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestRetryAfter limits the wait that a host may request. A larger number is an error
// of the host.
const longestRetryAfter = 7 * 24 * time.Hour

// RetryAfter returns how long the headers of a response ask the client to wait: 0 to
// seven days, and 0 if there is no valid Retry-After. A date is compared with the
// response's own Date, because clocks differ, or with now if it has none.
func RetryAfter(header http.Header, now time.Time) time.Duration {
	if ms, ok := number(header.Get("Retry-After-Ms")); ok { // sent by OpenAI and Azure
		return clamp(ms * float64(time.Millisecond))
	}
	value := header.Get("Retry-After")
	if seconds, ok := number(value); ok {
		return clamp(seconds * float64(time.Second))
	}
	at, err := http.ParseTime(strings.TrimSpace(value))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return clamp(float64(at.Sub(now)))
}

// number parses a decimal number. Some hosts send a fraction.
func number(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789.") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

func clamp(nanoseconds float64) time.Duration {
	return time.Duration(min(max(0, nanoseconds), float64(longestRetryAfter)))
}
