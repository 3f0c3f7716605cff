package words

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

const (
	// minTypo is the fewest runes of a word that is corrected: three letters are one
	// letter from too many words. From minTwoTypos on two mistakes are.
	minTypo     = 4
	minTwoTypos = 8
	// maxTypo is the most runes: an automaton is built for the word.
	maxTypo = 24
	// maxTypos bounds the words of a search that are corrected, each of which costs
	// a walk through the dictionary.
	maxTypos = 8
	// maxExpansions bounds the words that a beginning stands for, and maxScanned
	// those that are counted to find the most frequent of them.
	maxExpansions = 64
	maxScanned    = 4096
)

// change replaces a range of bytes of a text.
type change struct {
	start, end int
	text       string
}

// apply returns the text with its changes, and nothing where there are none.
func apply(text string, changes []change) string {
	if len(changes) == 0 {
		return ""
	}
	var out strings.Builder
	at := 0
	for _, c := range changes {
		out.WriteString(text[at:c.start])
		out.WriteString(c.text)
		at = c.end
	}
	out.WriteString(text[at:])
	return out.String()
}

// spell returns the text to look for: of a word that the catalogue does not know,
// its nearest neighbour, and else the word itself.
func (p *parsing) spell(t token, f form, last bool) (string, error) {
	n := utf8.RuneCountInString(f.key)
	if t.whole || f.stop || n < minTypo || n > maxTypo || p.tried >= maxTypos || !text.IsLetters(f.key) || isCJK(t.text) {
		return t.text, nil
	}
	if known, err := p.view.knows(p.cursor, t.text); known || err != nil {
		return t.text, err
	}
	if last {
		if more, err := p.view.expand(p.cursor, f.key); len(more) > 0 || err != nil {
			return t.text, err
		}
	}
	p.tried++
	near, err := p.view.nearest(p.cursor, f.key)
	if near == "" || err != nil {
		return t.text, err
	}
	if near, err = p.view.accented(p.cursor, near); err != nil {
		return t.text, err
	}
	if first, _ := utf8.DecodeRuneInString(t.text); unicode.IsUpper(first) {
		first, size := utf8.DecodeRuneInString(near)
		near = string(unicode.ToUpper(first)) + near[size:]
	}
	p.changes = append(p.changes, change{t.start, t.end, near})
	return near, nil
}

// knows reports whether an episode has the word in any field and form.
func (v *View) knows(c *cursor, word string) (bool, error) {
	for _, l := range v.languages {
		f := l.form(word)
		for _, s := range scored {
			if n, err := c.find(s.name, orKey(f)); n > 0 || err != nil {
				return n > 0, err
			}
		}
		if n, err := c.find(fieldWords, f.key); n > 0 || err != nil {
			return n > 0, err
		}
	}
	return false, nil
}

// countedWord is a word as it is written, and how many episodes have it.
type countedWord struct {
	word     string
	episodes int
}

// moreFrequent orders words by how many episodes have them, and then by name.
func moreFrequent(a, b countedWord) int {
	return cmp.Or(cmp.Compare(b.episodes, a.episodes), strings.Compare(a.word, b.word))
}

// nearest returns the word of the catalogue that is nearest to key by insertions,
// deletions, changes and swaps of a letter (Damerau and Levenshtein): of the
// nearest the one that most episodes have. It is empty where none is near enough.
func (v *View) nearest(c *cursor, key string) (string, error) {
	most := 1
	if utf8.RuneCountInString(key) >= minTwoTypos {
		most = 2
	}
	for distance := 1; distance <= most; distance++ {
		words, err := v.snapshot.FieldDictFuzzy(fieldWords, key, distance, "")
		if err != nil {
			return "", nil // the word is too long for an automaton
		}
		var near []countedWord
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
				near = append(near, countedWord{e.Term, n})
			}
		}
		if len(near) > 0 {
			return slices.MinFunc(near, moreFrequent).word, nil
		}
	}
	return "", nil
}

// accented returns a word of the catalogue in lower case with its accents, as the
// first episode that has it writes it; without, where that writes another form of
// the word more often.
func (v *View) accented(c *cursor, key string) (string, error) {
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
			if n := v.segments[s].episodes[p.Number()]; n >= 0 {
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

// expand returns the words of the catalogue that begin with prefix and are longer,
// those of most episodes first.
func (v *View) expand(c *cursor, prefix string) ([]countedWord, error) {
	words, err := v.snapshot.FieldDictPrefix(fieldWords, []byte(prefix))
	if err != nil {
		return nil, err
	}
	var out []countedWord
	for scanned := 0; scanned < maxScanned; scanned++ {
		e, err := words.Next()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		n := int(e.Count)
		if !v.clean { // the count has deleted episodes in it
			if n, err = c.find(fieldWords, e.Term); err != nil {
				return nil, err
			}
		}
		if n > 0 && e.Term != prefix {
			out = append(out, countedWord{e.Term, n})
		}
	}
	slices.SortFunc(out, moreFrequent)
	return out[:min(len(out), maxExpansions)], nil
}
