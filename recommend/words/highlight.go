package words

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"segue/recommend"
)

// Highlights returns the half-open ranges of runes in text that match q, in their order
// and without overlap: words with the stem of a term, words that begin with the prefix,
// and phrases.
func (v *View) Highlights(q recommend.WordQuery, text string) [][2]int {
	stems := make(map[string]bool, len(q.Terms))
	for _, t := range q.Terms {
		stems[t.Stem] = true
	}
	tokens := tokenize(text)
	var found []span
	known := make(map[string]bool, len(tokens)) // a text repeats many words
	for _, t := range tokens {
		matches, seen := known[t.text]
		if !seen {
			matches = v.matches(t.text, stems, q.Prefix)
			known[t.text] = matches
		}
		if matches {
			found = append(found, span{t.start, t.end})
		}
	}
	for _, phrase := range q.Phrases {
		found = append(found, v.findPhrase(tokens, phrase)...)
	}
	return inRunes(text, merged(found))
}

func (v *View) matches(word string, stems map[string]bool, prefix string) bool {
	for _, l := range v.languages { // the main language comes first
		f := l.form(word)
		if l == v.main() && prefix != "" && strings.HasPrefix(f.key, prefix) || stems[stemOrKey(f)] {
			return true
		}
	}
	return false
}

// findPhrase returns the spans in which the words of a phrase are adjacent.
func (v *View) findPhrase(tokens []token, phrase []string) []span {
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(t token) bool { return t.whole })
	var found []span
	for i := range tokens {
		if len(phrase) == 0 || i+len(phrase) > len(tokens) {
			break
		}
		if slices.Equal(v.keys(tokens[i:i+len(phrase)]), phrase) {
			found = append(found, span{tokens[i].start, tokens[i+len(phrase)-1].end})
		}
	}
	return found
}

// merged sorts spans and joins overlapping ones.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// inRunes converts sorted spans from bytes to runes.
func inRunes(text string, spans []span) [][2]int {
	out := make([][2]int, len(spans))
	runes, at := 0, 0
	for i, s := range spans {
		runes += utf8.RuneCountInString(text[at:s.start])
		out[i][0] = runes
		runes += utf8.RuneCountInString(text[s.start:s.end])
		out[i][1], at = runes, s.end
	}
	return out
}
