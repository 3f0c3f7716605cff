package words

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

const (
	// minTypo is the minimum number of runes of a word that is corrected: a word of
	// three letters has too many neighbours at distance one. Words of at least
	// minTwoTypos runes may have two mistakes.
	minTypo     = 4
	minTwoTypos = 8
	// maxTypo is the maximum number of runes of a word that is corrected, because the
	// size of the automaton grows with the word.
	maxTypo = 24
	// maxTypos is the maximum number of words of a search that are corrected. Each
	// costs a scan of the dictionary.
	maxTypos = 8
)

// correction replaces a range of bytes of a text.
type correction struct {
	start, end int
	text       string
}

// applyCorrections returns the corrected text, or "" if there are no corrections.
func applyCorrections(text string, corrections []correction) string {
	if len(corrections) == 0 {
		return ""
	}
	var out strings.Builder
	at := 0
	for _, c := range corrections {
		out.WriteString(text[at:c.start])
		out.WriteString(c.text)
		at = c.end
	}
	out.WriteString(text[at:])
	return out.String()
}

// correct returns the closest word of the catalogue if the catalogue does not contain
// the word. Otherwise it returns the word itself.
func (p *parser) correct(t token, f form, last bool) (string, error) {
	n := utf8.RuneCountInString(f.key)
	if t.whole || f.stop || n < minTypo || n > maxTypo || p.tried >= maxTypos || !text.IsLetters(f.key) || isCJK(t.text) {
		return t.text, nil
	}
	if found, err := p.view.contains(p.cursor, t.text); found || err != nil {
		return t.text, err
	}
	if last {
		if more, err := p.view.expandPrefix(p.cursor, f.key); len(more) > 0 || err != nil {
			return t.text, err
		}
	}
	p.tried++
	upper, _ := utf8.DecodeRuneInString(t.text)
	closest, err := p.view.closestWord(p.cursor, f.key, typed{before: p.before, name: unicode.IsUpper(upper)})
	if closest == "" || err != nil {
		return t.text, err
	}
	if closest, err = p.view.withAccents(p.cursor, closest); err != nil {
		return t.text, err
	}
	if first, _ := utf8.DecodeRuneInString(t.text); unicode.IsUpper(first) {
		first, size := utf8.DecodeRuneInString(closest)
		closest = string(unicode.ToUpper(first)) + closest[size:]
	}
	p.corrections = append(p.corrections, correction{t.start, t.end, closest})
	return closest, nil
}

// contains reports whether an episode contains the word in any field and form.
func (v *View) contains(c *cursor, word string) (bool, error) {
	for _, l := range v.languages {
		f := l.form(word)
		if _, ok := v.terms.get(stemOrKey(f)); ok {
			return true, nil
		}
		for _, s := range scoredFields {
			if n, err := c.find(s.name, stemOrKey(f)); n > 0 || err != nil {
				return n > 0, err
			}
		}
		if n, err := c.find(fieldWords, f.key); n > 0 || err != nil {
			return n > 0, err
		}
	}
	return false, nil
}

// countedWord is a word with its document frequency.
type countedWord struct {
	word     string
	episodes int
}

// moreFrequent orders words by document frequency, highest first, and then by word.
func moreFrequent(a, b countedWord) int {
	return cmp.Or(cmp.Compare(b.episodes, a.episodes), strings.Compare(a.word, b.word))
}

// closestWord returns the word of the catalogue with the lowest edit distance to key,
// in insertions, deletions, substitutions and transpositions (Damerau and Levenshtein).
// Of several such words it prefers one that follows the word before in an episode, such as the
// family name of a person, then a name if the word is written like one, and then the one with
// the highest document frequency. It returns "" if no word is close enough.
func (v *View) closestWord(c *cursor, key string, t typed) (string, error) {
	most := 1
	if utf8.RuneCountInString(key) >= minTwoTypos {
		most = 2
	}
	for distance := 1; distance <= most; distance++ {
		words, err := v.snapshot.FieldDictFuzzy(fieldWords, key, distance, "")
		if err != nil {
			return "", nil // the word is too long for an automaton
		}
		var closest []countedWord
		for e, err := words.Next(); e != nil || err != nil; e, err = words.Next() {
			if err != nil {
				return "", err
			}
			if !text.IsLetters(e.Term) || v.main().form(e.Term).stop {
				continue
			}
			n, err := c.find(fieldWords, e.Term)
			if err != nil {
				return "", err
			}
			if n > 0 {
				closest = append(closest, countedWord{e.Term, n})
			}
		}
		if len(closest) > 0 {
			return v.likeliest(c, closest, t)
		}
	}
	return "", nil
}

// typed describes the use of a misspelt word in a search.
type typed struct {
	// before is the key of the word before it, or "".
	before string
	// name is set if it begins with a capital letter.
	name bool
}

// likeliest returns the most likely of words with the same distance.
func (v *View) likeliest(c *cursor, words []countedWord, t typed) (string, error) {
	slices.SortFunc(words, moreFrequent)
	if t.before != "" {
		for _, w := range words[:min(len(words), maxExpansions)] {
			if found, err := v.phrase(context.Background(), []string{t.before, w.word}); len(found) > 0 || err != nil {
				return w.word, err
			}
		}
	}
	for _, w := range words {
		if n, err := c.find(fieldNames, v.main().form(w.word).stem); t.name && n > 0 || err != nil {
			return w.word, err
		}
	}
	return words[0].word, nil
}

// withAccents returns a word of the catalogue in lower case with its accents, as in the
// first episode with the word. If that episode uses another form of the word more
// often, withAccents returns key.
func (v *View) withAccents(c *cursor, key string) (string, error) {
	if _, err := c.find(fieldWords, key); err != nil {
		return key, err
	}
	first := int32(len(v.documents))
	for s := range v.segments {
		postings := c.iterator(s, false)
		for p, err := postings.Next(); p != nil || err != nil; p, err = postings.Next() {
			if err != nil {
				return key, err
			}
			if n := v.segments[s].slots[p.Number()]; n >= 0 {
				first = min(first, n)
			}
		}
	}
	if int(first) == len(v.documents) {
		return key, nil
	}
	p, err := v.profile(v.documents[first])
	for _, e := range append(p.text, p.transcript...) {
		if v.main().form(e.word).key == key {
			return strings.ToLower(e.word), err
		}
	}
	return key, err
}
