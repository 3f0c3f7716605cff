package archive

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// head is the content of the first line of a block, such as "Aug 13, 2018 • 42min".
type head struct {
	date     time.Time
	duration time.Duration // zero if the line has none
	problem  string        // why the line cannot be read; empty if it can
}

// maxHead is the maximum length of a first line in bytes. The longest form,
// "Wednesday, September 13th, 2018 • 1 hour and 25 minutes", has 57.
const maxHead = 80

// parseHead parses the first line of an episode, and reports whether the line is a first
// line. That is:
//
//   - a line with a date and a playing time;
//   - a line with only a date, after an empty line;
//   - a line in which only one of date and playing time is valid, if a bullet separates
//     them or both have a digit. It is returned with a problem.
func parseHead(line string, afterEmpty bool) (head, bool) {
	if len(line) > maxHead || line == "" {
		return head{}, false
	}
	if date, ok := parseDate(line); ok {
		return head{date: date}, afterEmpty
	}
	left, right, bullet := cutHead(line)
	if _, ok := parseDate(right); ok {
		left, right = right, left
	}
	date, dated := parseDate(left)
	duration, timed := parseDuration(right)
	sure := bullet || hasDigit(left) && hasDigit(right)
	switch {
	case dated && timed:
		return head{date: date, duration: duration}, true
	case dated && sure:
		return head{problem: fmt.Sprintf("invalid playing time %q; write it like \"42min\" or \"1h 5min\", or write only the date, after an empty line", right)}, true
	case timed && sure:
		return head{problem: fmt.Sprintf("invalid date %q; write it like \"Aug 13, 2018\" or \"2018-08-13\"", left)}, true
	}
	return head{}, false
}

var (
	bullets = regexp.MustCompile(`\s*[•·∙●⋅‧|]\s*`)
	dashes  = regexp.MustCompile(`\s+[-–—~/]\s+|\s*[–—]\s*`)
	trailer = regexp.MustCompile(`^(.*\b\d{4}|\d{4}-\d\d-\d\d),?\s+(\d.*)$`)
)

// cutHead splits a line at its first bullet, else at a dash, else at the space after a
// year. If there is no separator, right is empty.
func cutHead(line string) (left, right string, bullet bool) {
	if at := bullets.FindStringIndex(line); at != nil {
		return line[:at[0]], line[at[1]:], true
	}
	if at := dashes.FindStringIndex(line); at != nil {
		return line[:at[0]], line[at[1]:], false
	}
	if m := trailer.FindStringSubmatch(line); m != nil {
		return m[1], m[2], false
	}
	return line, "", false
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// layouts are the date formats, without commas, full stops, weekdays and ordinal
// endings. "8/9/2018" is not supported, since it is August or September depending on
// the country.
var layouts = []string{"Jan 2 2006", "January 2 2006", "2 Jan 2006", "2 January 2006", "2006-1-2", "2006/1/2", "2006 Jan 2", "2006 January 2"}

var (
	weekday = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b`)
	ordinal = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b`)
	sept    = regexp.MustCompile(`(?i)\bsept\b`)
	commas  = strings.NewReplacer(",", " ", ".", " ")
)

// parseDate parses a day, in UTC.
func parseDate(s string) (time.Time, bool) {
	s = commas.Replace(s)
	s = weekday.ReplaceAllString(strings.TrimSpace(s), "")
	s = sept.ReplaceAllString(ordinal.ReplaceAllString(s, "$1"), "Sep")
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && !t.IsZero() {
			return t, true
		}
	}
	return time.Time{}, false
}

var (
	units = regexp.MustCompile(`(?i)^(?:(\d{1,3})\s*(?:h|hrs?|hours?)\b\.?)?(?:\s|,|\band\b)*(?:(\d{1,4})\s*(?:m|mins?|minutes?)\b\.?)?(?:\s|,|\band\b)*(?:(\d{1,5})\s*(?:s|secs?|seconds?)\b\.?)?$`)
	joint = regexp.MustCompile(`(?i)(\d[hm])(\d)`)
	clock = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,3}):(\d\d)$`)
)

// parseDuration parses a playing time such as "42min", "1h 5min", "65 minutes",
// "1hr", "42:10" or "1:02:03".
func parseDuration(s string) (time.Duration, bool) {
	m := clock.FindStringSubmatch(s)
	if m == nil {
		m = units.FindStringSubmatch(joint.ReplaceAllString(s, "$1 $2"))
	}
	if m == nil || !hasDigit(s) {
		return 0, false
	}
	return number(m[1])*time.Hour + number(m[2])*time.Minute + number(m[3])*time.Second, true
}

// number parses a few digits. It returns 0 for an empty text.
func number(digits string) time.Duration {
	n, _ := strconv.Atoi(digits) // The regular expressions match only digits.
	return time.Duration(n)
}
