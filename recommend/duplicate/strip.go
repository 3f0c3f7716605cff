package duplicate

import (
	"slices"
	"strings"
)

// strip removes one segment that is not about the episode: the mark of a re-run, the
// episode number or the show's name. It never removes the last word. It reports whether
// it has removed something.
func strip(list []token, show []string, found *rerun) ([]token, bool) {
	for _, s := range segments(list) {
		inner := list[s.begin:s.end]
		mark := markOf(inner)
		isFirst := !hasWord(list[:s.outerBegin])
		if mark == noRerun && !(isFirst && isNumber(inner)) && !(!s.bracket && isShow(inner, show)) {
			continue
		}
		if rest := slices.Concat(list[:s.outerBegin], list[s.outerEnd:]); hasWord(rest) {
			*found = max(*found, mark)
			return rest, true
		}
	}
	return stripBareMark(list, found)
}

// stripBareMark removes a mark at the beginning or the end that no punctuation
// separates.
func stripBareMark(list []token, found *rerun) ([]token, bool) {
	list = trim(list)
	if n := bareMarks.at(list); n > 0 && n < len(list) && hasWord(list[n:]) {
		*found = sureRerun
		return list[n:], true
	}
	for n := 1; n < min(len(list), 4); n++ {
		if rest := list[:len(list)-n]; bareMarks.at(list[len(rest):]) == n && hasWord(rest) {
			*found = sureRerun
			return rest, true
		}
	}
	return list, false
}

// segment is a run of tokens that punctuation separates from the rest. The outer bounds
// include the punctuation.
type segment struct {
	begin, end, outerBegin, outerEnd int
	bracket                          bool
}

// segments returns the brackets of a title, the tokens before its first separator and
// the tokens after its last one.
func segments(list []token) []segment {
	var all []segment
	first, last, depth := -1, -1, -1
	for i, t := range list {
		switch {
		case t.kind == open:
			depth = i
		case t.kind == shut && depth >= 0:
			all = append(all, segment{depth + 1, i, depth, i + 1, true})
			depth = -1
		case t.kind == separator && depth < 0:
			last = i
			if first < 0 {
				first = i
			}
		case t.kind == pause && t.text == "." && first < 0 && depth < 0 && isNumber(list[:i]):
			first = i // "12. The title"
		}
	}
	if first >= 0 {
		all = append(all, segment{0, first, 0, first + 1, false})
	}
	if last >= 0 {
		all = append(all, segment{last + 1, len(list), last, len(list), false})
	}
	return all
}

// markOf returns the kind of mark if a segment is only the mark of a re-run.
func markOf(list []token) rerun {
	found, numbered := noRerun, false
	for i := 0; i < len(list); {
		t := list[i]
		sure, maybe := rerunMarks.at(list[i:]), maybeMarks.at(list[i:])
		switch {
		case sure > 0:
			found, i = sureRerun, i+sure
		case maybe > 0:
			found, i = max(found, maybeRerun), i+maybe
		case t.kind != word || markFillers[t.text]:
			i++
		case isDigits(t.text):
			numbered = true
			i++
		default:
			return noRerun
		}
	}
	if numbered && found == sureRerun && len(list) > 0 && (rerunMarks.at(list) > 0 && bestOf(list)) {
		return maybeRerun // "Best of 2019: X" may be a compilation
	}
	return found
}

// withoutDate removes a bracket with a year, and reports whether the title has one.
func withoutDate(list []token) ([]token, bool) {
	for _, s := range segments(list) {
		if !s.bracket || !isDate(list[s.begin:s.end]) {
			continue
		}
		if rest := slices.Concat(list[:s.outerBegin], list[s.outerEnd:]); hasWord(rest) {
			return rest, true
		}
	}
	return list, false
}

// isDate reports whether a segment is only a year, optionally with a month or a day: "2021", "from 3 May 2021".
func isDate(list []token) bool {
	years := 0
	for _, t := range list {
		switch {
		case t.kind != word || markFillers[t.text]:
		case isYear(t.text):
			years++
		case !isDigits(t.text) || len(t.text) > 2:
			return false
		}
	}
	return years == 1
}

// bestOf reports whether a segment contains a word for "best".
func bestOf(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool { return t.text == "best" || t.text == "mejor" || t.text == "meilleur" })
}

// isNumber reports whether a segment is only an episode number: "#412", "Ep. 12",
// "S02E05", "Season 2, Episode 5". A year alone is not a number.
func isNumber(list []token) bool {
	sure, digits := false, 0
	for _, t := range list {
		switch {
		case t.kind == number || t.kind == word && (numberWords[t.text] || seasonWords[t.text]):
			sure = true
		case t.kind == word && isDigits(t.text):
			digits++
			sure = sure || !isYear(t.text)
		case t.kind == word && isCode(t.text):
			digits++
			sure = true
		case t.kind != pause:
			return false
		}
	}
	return sure && digits > 0
}

// isShow reports whether a segment is the show's name, optionally with a number.
func isShow(list []token, show []string) bool {
	return len(show) > 0 && begins(list, show) && (len(list) == len(show) || isNumber(list[len(show):]))
}

// isCode reports whether w is a code such as "e12", "ep12", "s2" or "s02e05".
func isCode(w string) bool {
	rest := strings.TrimLeft(strings.TrimPrefix(w, "s"), "0123456789")
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "e"), "p")
	return (strings.HasPrefix(w, "s") || strings.HasPrefix(w, "e")) && isDigits(w[len(w)-1:]) && (rest == "" || isDigits(rest))
}

func isDigits(w string) bool {
	return w != "" && strings.Trim(w, "0123456789") == ""
}

func isYear(w string) bool {
	return len(w) == 4 && (strings.HasPrefix(w, "19") || strings.HasPrefix(w, "20"))
}
