package text

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxClock is the longest time that [Clock] accepts: a week. No recording is longer.
const maxClock = 7 * 24 * time.Hour

var (
	clockTime   = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,9})?)$`)
	clockOffset = regexp.MustCompile(`^(\d{1,9}(?:[.,]\d{1,9})?)\s*(h|m|s|ms)?$`)
)

// Clock reads an offset within a recording, in whole milliseconds: "1:02:03.5", "02:03,500",
// "73.5" or "73.5s" (seconds), and "2m". It returns false for other texts and for more than a week.
func Clock(s string) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	seconds := 0.0
	if m := clockTime.FindStringSubmatch(s); m != nil {
		seconds = number(m[1])*3600 + number(m[2])*60 + number(m[3])
	} else if m := clockOffset.FindStringSubmatch(s); m != nil {
		unit := map[string]float64{"": 1, "s": 1, "m": 60, "h": 3600, "ms": 0.001}[m[2]]
		seconds = number(m[1]) * unit
	} else {
		return 0, false
	}
	return Seconds(seconds)
}

// Seconds returns a number of seconds in whole milliseconds, and false if it is negative, not a
// number, or more than a week.
func Seconds(n float64) (time.Duration, bool) {
	if !(n >= 0 && n <= maxClock.Seconds()) {
		return 0, false
	}
	return time.Duration(math.Round(n*1000)) * time.Millisecond, true
}

func number(s string) float64 {
	n, _ := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return n
}
