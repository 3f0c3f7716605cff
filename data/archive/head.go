package archive

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// head is what the first line of a block says, such as "Aug 13, 2018 • 42min".
type head struct {
	date     time.Time
	duration time.Duration // zero where the line has none
	fault    string        // why the line cannot be read, or empty
}

// maxHead is the length of the longest first line in bytes, such as
// "Wednesday, September 13th, 2018 • 1 hour and 25 minutes", with some room.
const maxHead = 80

// parseHead reports whether the line begins an episode, and reads it. A line with
// a date and a playing time always does. A date alone does after an empty line. A
// line in which only one of the two can be read begins an episode too, with a
// fault, where its form leaves no doubt: a bullet between its parts, or a digit in
// both.
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
		return head{fault: fmt.Sprintf("%q is no playing time: write one such as \"42min\" or \"1h 5min\", or the date alone after an empty line", right)}, true
	case timed && sure:
		return head{fault: fmt.Sprintf("%q is no date: write one such as \"Aug 13, 2018\" or \"2018-08-13\"", left)}, true
	}
	return head{}, false
}

var (
	bullets = regexp.MustCompile(`\s*[•·∙●⋅‧|]\s*`)
	dashes  = regexp.MustCompile(`\s+[-–—~/]\s+|\s*[–—]\s*`)
	trailer = regexp.MustCompile(`^(.*\b\d{4}|\d{4}-\d\d-\d\d),?\s+(\d.*)$`)
)

// cutHead cuts a line in two, at its first bullet, else at a dash, else at the
// space behind a year. It returns no right part where there is nothing to cut at.
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

// layouts are the spellings of a date once commas, full stops, weekdays and the
// endings of ordinals are gone. "8/9/2018" is not one: half of the world reads
// August in it, the other half September.
var layouts = []string{"Jan 2 2006", "January 2 2006", "2 Jan 2006", "2 January 2006", "2006-1-2", "2006/1/2", "2006 Jan 2", "2006 January 2"}

var (
	weekday = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b`)
	ordinal = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b`)
	sept    = regexp.MustCompile(`(?i)\bsept\b`)
	commas  = strings.NewReplacer(",", " ", ".", " ")
)

// parseDate reads a day, in UTC.
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

// parseDuration reads a playing time such as "42min", "1h 5min", "65 minutes",
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

// number reads a few digits; none are zero.
func number(digits string) time.Duration {
	n, _ := strconv.Atoi(digits) // The expressions above let only digits through.
	return time.Duration(n)
}
