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
