package duplicate

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// maxTitle is in tokens. A title has about ten; what is longer is a text.
	maxTitle = 64
	// maxPart is the highest number of a part: more parts than any series that is
	// numbered so, and fewer than the numbers that mean something else.
	maxPart = 100
	// maxPrefix is in words. A longer beginning is a sentence and no series' name.
	maxPrefix = 6
)

// rerun says how sure a title is that its episode was heard before.
type rerun uint8

const (
	noRerun    rerun = iota
	maybeRerun       // "Revisited: X", which may be a new conversation
	sureRerun        // "Rebroadcast: X"
)

// title is what a title says beside its words.
type title struct {
	// core is the title's words without episode number, part, show and marks.
	core string
	// plain is core without what tells apart episodes that are named alike: numbers and days.
	plain string
	// topic are the words of core that say what it is about, each once. A title
	// without any only names a form, such as "Lightning Talks".
	topic []string
	rerun rerun
	// part is 0 where the title names none. A part is sure where a word or a
	// total says so, and else may count the episodes of a show ("#12").
	part int
	sure bool
	// stem is what the parts of one thing share, and prefix what stands before the
	// first colon or dash; both may be empty.
	stem, prefix named
}

// named is a run of words, as a key and as it is written.
type named struct{ key, text string }

// parseTitle takes a title apart. The name of the show, which a title may repeat,
// is no part of core.
func parseTitle(text, show string) title {
	list := tokens(text, maxTitle)
	name := wordsOf(tokens(show, maxTitle))
	t := title{}
	for peeled := true; peeled; {
		list, peeled = peel(list, name, &t.rerun)
	}
	t.stem = nameOf(text, untilWith(list))
	if p, found := findPart(text, list); found {
		t.part, t.sure = p.n, p.sure
		before, after := list[:p.begin], list[p.end:]
		t.stem = nameOf(text, before)
		if t.stem.key == "" {
			t.stem = nameOf(text, untilSeparator(after))
		}
		if !p.sure && len(topic(strings.Fields(t.stem.key), name)) == 0 {
			t.stem = named{} // "Keynote #2"
		}
		list = slices.Concat(before, after)
	}
	words := wordsOf(list)
	t.core = strings.Join(words, " ")
	t.plain = strings.Join(slices.DeleteFunc(slices.Clone(words), counts), " ")
	t.topic = topic(words, name)
	t.prefix = prefixOf(text, list, name)
	return t
}

// peel takes one thing off a title that is not about the episode: a mark of a
// re-run, the episode's number, the show's name. It never takes the last word.
func peel(list []token, show []string, found *rerun) ([]token, bool) {
	for _, s := range segments(list) {
		inner := list[s.begin:s.end]
		mark := markOf(inner)
		leads := !hasWord(list[:s.outerBegin])
		if mark == noRerun && !(leads && isNumber(inner)) && !(!s.bracket && isShow(inner, show)) {
			continue
		}
		if rest := slices.Concat(list[:s.outerBegin], list[s.outerEnd:]); hasWord(rest) {
			*found = max(*found, mark)
			return rest, true
		}
	}
	return peelBare(list, found)
}

// peelBare takes off a mark that no sign sets off, at the beginning or the end.
func peelBare(list []token, found *rerun) ([]token, bool) {
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

// segment is a run of tokens that signs set off. The outer bounds include them.
type segment struct {
	begin, end, outerBegin, outerEnd int
	bracket                          bool
}

// segments are the brackets of a title, what stands before its first separator,
// and what stands after its last.
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

// markOf says whether a segment is nothing but a mark of a re-run.
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

// bestOf reports whether a segment speaks of a choice.
func bestOf(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool { return t.text == "best" || t.text == "mejor" || t.text == "meilleur" })
}

// isNumber says whether a segment is nothing but an episode's number: "#412",
// "Ep. 12", "S02E05", "Season 2, Episode 5". A year alone is none.
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

// isShow says whether a segment is the show's name, perhaps with a number.
func isShow(list []token, show []string) bool {
	return len(show) > 0 && begins(list, show) && (len(list) == len(show) || isNumber(list[len(show):]))
}

// isCode reports whether w is "e12", "ep12", "s2" or "s02e05".
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

// counts reports whether a word only counts: a number, or a day.
func counts(w string) bool {
	_, numeral := numerals[w]
	return numeral || countWords[w] || countWords[strings.TrimSuffix(w, "s")] || strings.IndexFunc(w, unicode.IsDigit) >= 0
}

// prefixOf is what stands before the first separator, where something follows.
func prefixOf(text string, list []token, show []string) named {
	list = trim(list)
	head := untilSeparator(list)
	words := wordsOf(head)
	if len(head) == len(list) || len(words) > maxPrefix || !hasWord(list[len(head):]) || isShow(trim(head), show) {
		return named{}
	}
	if len(topic(words, show)) == 0 {
		return named{}
	}
	return nameOf(text, head)
}

// topic are the words that name neither a form, nor a count, nor the show.
func topic(words, show []string) []string {
	var all []string
	for _, w := range words {
		if !formWords[w] && !counts(w) && !slices.Contains(show, w) && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

func untilSeparator(list []token) []token {
	list = trim(list)
	depth := 0
	for i, t := range list {
		switch t.kind {
		case open:
			depth++
		case shut:
			depth--
		case separator:
			if depth <= 0 {
				return list[:i]
			}
		}
	}
	return list
}

// untilWith cuts off the guests.
func untilWith(list []token) []token {
	for i, t := range list {
		if i > 0 && t.kind == word && withWords[t.text] {
			return list[:i]
		}
	}
	return list
}

// trim drops the signs at both ends.
func trim(list []token) []token {
	for len(list) > 0 && list[0].kind != word && list[0].kind != number && list[0].kind != open {
		list = list[1:]
	}
	for len(list) > 0 && list[len(list)-1].kind != word && list[len(list)-1].kind != shut {
		list = list[:len(list)-1]
	}
	return list
}

func hasWord(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool { return t.kind == word })
}

// nameOf is a run of tokens, without the signs around it.
func nameOf(text string, list []token) named {
	list = trim(list)
	if !hasWord(list) {
		return named{}
	}
	return named{key: strings.Join(wordsOf(list), " "), text: text[list[0].start:list[len(list)-1].end]}
}

// toPart is the number of a part that is written in digits, or 0.
func toPart(w string) int {
	if !isDigits(w) || w[0] == '0' {
		return 0
	}
	n, err := strconv.Atoi(w)
	if err != nil {
		return 0
	}
	return n
}
