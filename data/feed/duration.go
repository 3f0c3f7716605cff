package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

var (
	// clockTime matches seconds, mm:ss and hh:mm:ss, with a unit or a note after it.
	clockTime = regexp.MustCompile(`^(\d+(?::\d+){0,2})([.,]\d+)?\s*(?:\([^()]*\)|([a-z]+)\.?)?$`)
	// isoTime matches the durations of ISO 8601 without years and months, such as PT1H5M37S.
	isoTime = regexp.MustCompile(`^p(?:(\d+)d)?(?:t(?:(\d+(?:[.,]\d+)?)h)?(?:(\d+(?:[.,]\d+)?)m)?(?:(\d+(?:[.,]\d+)?)s)?)?$`)
	// timeWithUnit matches a number with a unit. The first letters of a unit identify it.
	timeWithUnit = regexp.MustCompile(`(\d+(?:[.,]\d+)?)\s*(hours?|hrs?|h|heures?|horas?|ore|ora|uur|stunden?|std|minut\p{L}*|mins?|m|'|’|′|seconds?|secs?|s|sekunden?|sek|segundos?|secondes?|secondi|secondo|"|″|時間|分|秒)(?:\.|\b|$)?(\d{1,2}$)?`)
)

// playingTime parses a playing time: seconds, mm:ss and hh:mm:ss, ISO 8601, and numbers with
// units, such as "1 hour 5 min". It returns 0 for other text and for a time that is out of
// range.
func playingTime(s string) time.Duration {
	s = strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) // full-width digits become ASCII
	if m := clockTime.FindStringSubmatch(s); m != nil && (m[3] == "" || unitOf(m[3]) > 0) {
		return seconds(clockSeconds(m))
	}
	if m := isoTime.FindStringSubmatch(s); m != nil {
		return seconds(decimal(m[1])*86400 + decimal(m[2])*3600 + decimal(m[3])*60 + decimal(m[4]))
	}
	return seconds(unitSeconds(s))
}

// clockSeconds returns the seconds of a match of clockTime. With a unit the first number is
// in this unit: "1:05 h" is an hour and five minutes, "65 min" is 65 minutes.
func clockSeconds(m []string) float64 {
	parts, total := strings.Split(m[1], ":"), 0.0
	for i, part := range parts {
		if i == len(parts)-1 {
			part += m[2]
		}
		total = total*60 + decimal(part)
	}
	unit := unitOf(m[3])
	if unit == 0 {
		return total
	}
	for range len(parts) - 1 {
		unit /= 60
	}
	return total * max(unit, 1)
}

// unitSeconds adds up the numbers with units in s. Other words may be between them. It
// returns 0 if there is a number without a unit, except for the minutes of "1h05".
func unitSeconds(s string) (total float64) {
	rest := timeWithUnit.ReplaceAllStringFunc(s, func(part string) string {
		m := timeWithUnit.FindStringSubmatch(part)
		total += decimal(m[1])*unitOf(m[2]) + decimal(m[3])*unitOf(m[2])/60
		return ""
	})
	if strings.ContainsAny(rest, "0123456789-") {
		return 0
	}
	return total
}

// unitOf returns the seconds of a unit of time, or 0.
func unitOf(unit string) float64 {
	switch {
	case unit == "":
		return 0
	case strings.HasPrefix(unit, "h") || strings.HasPrefix(unit, "st") || strings.HasPrefix(unit, "or") || unit == "uur" || unit == "時間":
		return 3600
	case strings.HasPrefix(unit, "m") || unit == "'" || unit == "’" || unit == "′" || unit == "分":
		return 60
	case strings.HasPrefix(unit, "s") || unit == `"` || unit == "″" || unit == "秒":
		return 1
	}
	return 0
}

// decimal parses a number with a decimal point or comma. It returns 0 for other text.
func decimal(s string) float64 {
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return 0
	}
	return n
}
