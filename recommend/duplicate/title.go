package duplicate

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// maxTitle is the maximum length of a title in tokens. Titles have about ten.
	maxTitle = 64
	// maxPart is the highest part number. No series has more parts, and most higher
	// numbers have another meaning.
	maxPart = 100
	// maxPrefix is the maximum length of a series prefix in words. A longer one is a
	// sentence.
	maxPrefix = 6
)

// rerun is the certainty with which a title marks a re-run.
type rerun uint8

const (
	noRerun    rerun = iota
	maybeRerun       // "Revisited: X", which may be a new conversation
	sureRerun        // "Rebroadcast: X"
)

// title is a parsed title.
type title struct {
	// core is the words without episode number, part, show and re-run marks.
	core string
	// plain is core without numbers and days, which distinguish episodes with similar
	// titles, and without a date in brackets.
	plain string
	// dated is set if the title has a year in brackets: "X (2021)", "X (from May 2021)".
	dated bool
	// topic is the different words of core that describe the content. It is empty for a
	// generic title such as "Lightning Talks".
	topic []string
	rerun rerun
	// part is the part number, or 0 if there is none. sure is true if a word for "part"
	// or a total identifies it; otherwise it may be an episode number ("#12").
	part int
	sure bool
	// stem is the common text of all parts, and prefix the text before the first colon
	// or dash. Both may be empty.
	stem, prefix label
}

// label is a run of words, as a key and as it is written.
type label struct{ key, text string }

// parseTitle parses a title. The show's name is removed from core.
func parseTitle(text, show string) title {
	list := tokens(text, maxTitle)
	name := wordsOf(tokens(show, maxTitle))
	t := title{}
	for stripped := true; stripped; {
		list, stripped = strip(list, name, &t.rerun)
	}
	t.stem = labelOf(text, untilWith(list))
	if p, found := findPart(text, list); found {
		t.part, t.sure = p.n, p.sure
		before, after := list[:p.begin], list[p.end:]
		t.stem = labelOf(text, before)
		if t.stem.key == "" {
			t.stem = labelOf(text, untilSeparator(after))
		}
		if !p.sure && len(topic(strings.Fields(t.stem.key), name)) == 0 {
			t.stem = label{} // "Keynote #2"
		}
		list = slices.Concat(before, after)
	}
	words := wordsOf(list)
	t.core = strings.Join(words, " ")
	undated, dated := withoutDate(list)
	t.dated = dated
	t.plain = strings.Join(slices.DeleteFunc(wordsOf(undated), isCounter), " ")
	t.topic = topic(words, name)
	t.prefix = prefixOf(text, list, name)
	return t
}

// isCounter reports whether a word only counts: a number or a day.
func isCounter(w string) bool {
	_, numeral := numerals[w]
	return numeral || countWords[w] || countWords[strings.TrimSuffix(w, "s")] || strings.IndexFunc(w, unicode.IsDigit) >= 0
}

// prefixOf returns the text before the first separator if other words follow it.
func prefixOf(text string, list []token, show []string) label {
	list = trim(list)
	head := untilSeparator(list)
	words := wordsOf(head)
	if len(head) == len(list) || len(words) > maxPrefix || !hasWord(list[len(head):]) || isShow(trim(head), show) {
		return label{}
	}
	if len(topic(words, show)) == 0 {
		return label{}
	}
	return labelOf(text, head)
}

// topic returns the words that name neither a kind of item, nor a number, nor the show.
func topic(words, show []string) []string {
	var all []string
	for _, w := range words {
		if !genericWords[w] && !isCounter(w) && !slices.Contains(show, w) && !slices.Contains(all, w) {
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

// untilWith removes the guests.
func untilWith(list []token) []token {
	for i, t := range list {
		if i > 0 && t.kind == word && withWords[t.text] {
			return list[:i]
		}
	}
	return list
}

// labelOf returns a run of tokens without the punctuation around it.
func labelOf(text string, list []token) label {
	list = trim(list)
	if !hasWord(list) {
		return label{}
	}
	return label{key: strings.Join(wordsOf(list), " "), text: text[list[0].start:list[len(list)-1].end]}
}

// toPart returns the part number written in digits, or 0.
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
