package keyphrase

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"segue/data/text"
)

const (
	// maxWords is the number of words of a phrase, and of characters in a script without spaces.
	maxWords, maxCharacters = 3, 4
	// maxPhrases is the number of candidates of a text. A description has fewer.
	maxPhrases = 64
	// maxTags and maxChapters limit the tags and the chapter titles that are read.
	maxTags, maxChapters = 40, 60
	// maxTagWords is the number of words of a tag or chapter title that can be a topic.
	maxTagWords = 5
)

// Extract returns the candidates of a text, which i identifies.
func Extract(i Input, t Text, analyse Analyse) *Phrases {
	x := extractor{scanner: scanner{analyse, languageCode(t.Language)}, found: map[key]*candidate{}, cells: map[uint32]bool{}, forms: map[string]*caseCount{}}
	x.out = x.excluded(t)
	x.readTags(t.Tags)
	x.read(t.Title, inTitle)
	for _, title := range t.Chapters[:min(len(t.Chapters), maxChapters)] {
		x.readChapter(title)
	}
	x.read(t.Description, inDescription)
	spoken, speakers := speech(t.Transcript)
	x.read(spoken, inTranscript)
	x.drop(speakers)
	x.countForms()
	return encode(i, x.best(), slices.Sorted(maps.Keys(x.cells)))
}

// languageCode returns the first part of a BCP 47 tag.
func languageCode(tag string) string {
	code, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	return cmp.Or(code, "en")
}

// field is a part of a text.
type field int

const (
	inTitle field = iota
	inDescription
	inTranscript
	fields
)

// candidate is a phrase with its occurrences.
type candidate struct {
	stems []string
	kind  kind
	times [fields]int
	forms []form
	// first is the number of the first sentence that has it.
	first int
	// capitals counts occurrences with a capital that no sentence begins with; verbs counts those
	// after a word that usually precedes a verb.
	capitals, verbs int
}

// form is a spelling with its number of occurrences.
type form struct {
	text  string
	times int
}

// caseCount counts the occurrences of a word with and without a capital.
type caseCount struct{ lower, capital int }

type extractor struct {
	scanner
	found    map[key]*candidate
	cells    map[uint32]bool
	forms    map[string]*caseCount
	out      map[string]bool
	sentence int
}

// excluded returns the stems of the words of the show's name and of its boilerplate. A phrase of
// these words alone is no topic.
func (x *extractor) excluded(t Text) map[string]bool {
	out := map[string]bool{}
	for _, s := range []string{t.Show, t.Boilerplate} {
		x.sentences(s, func(tokens []token) {
			for _, t := range tokens {
				out[t.stem] = true
			}
		})
	}
	return out
}

// isOut reports whether a phrase has only excluded words.
func (x *extractor) isOut(stems []string) bool {
	return !slices.ContainsFunc(stems, func(s string) bool { return !x.out[s] })
}

// readTags adds the publisher's tags. A tag has its own words: stop words inside it do not divide it.
func (x *extractor) readTags(tags []string) {
	for _, tag := range tags[:min(len(tags), maxTags)] {
		x.addWhole(text.OneLine(tag), byTag)
	}
}

// readChapter adds a chapter title and its phrases.
func (x *extractor) readChapter(title string) {
	x.addWhole(text.OneLine(title), byChapter)
	x.read(title, inDescription)
}

// addWhole adds a tag or a title if it is short and one of its words can be a part of a topic.
func (x *extractor) addWhole(written string, k kind) {
	stems := x.stemsOf(written)
	if len(stems) == 0 || len(stems) > maxTagWords || len(wordsOf(written)) > maxTagWords || x.isOut(stems) {
		return
	}
	id := keyOf(stems...)
	c := x.found[id]
	if c == nil {
		c = &candidate{stems: stems, kind: k}
		x.found[id] = c
	}
	c.add(written)
	x.cells[cellOf(id)] = true
	for _, stem := range stems {
		x.cells[cellOf(keyOf(stem))] = true
	}
}

// stemsOf returns the stems of the words of a short text that can be a part of a topic.
func (x *extractor) stemsOf(written string) (stems []string) {
	x.sentences(written, func(tokens []token) {
		for _, t := range tokens {
			stems = append(stems, t.stem)
		}
	})
	return stems
}

// read adds the phrases of a text.
func (x *extractor) read(written string, in field) {
	written = withoutAddresses(written)
	x.sentences(written, func(tokens []token) {
		for i := range tokens {
			x.phrasesFrom(written, tokens[i:], in)
			if tokens[i].verbal {
				x.cells[verbCell(cellOf(keyOf(tokens[i].stem)))] = true
			}
			if in != inTitle { // titles often have capitals everywhere
				x.countForm(written, tokens[i])
			}
		}
		x.sentence++
	})
}

// phrasesFrom adds the phrases that begin with the first token.
func (x *extractor) phrasesFrom(written string, tokens []token, in field) {
	first := tokens[0]
	most, least := maxWords, 1
	if isUnspaced(written[first.start:]) {
		most, least = maxCharacters, 2
	}
	var stems []string
	for i, t := range tokens[:min(len(tokens), most)] {
		if i > 0 && !t.joined || slices.Contains(stems, t.stem) {
			return
		}
		stems = append(stems, t.stem)
		if len(stems) >= least {
			x.add(slices.Clone(stems), written[first.start:t.end], first, in)
		}
	}
}

// add counts an occurrence of a phrase.
func (x *extractor) add(stems []string, written string, first token, in field) {
	id := keyOf(stems...)
	x.cells[cellOf(id)] = true
	if x.isOut(stems) {
		return
	}
	c := x.found[id]
	if c == nil {
		c = &candidate{stems: stems, kind: byText, first: x.sentence}
		x.found[id] = c
	}
	c.times[in]++
	c.add(written)
	if hasCapital(written) && (!first.first || len(stems) > 1 || isAcronym(written)) && in != inTitle {
		c.capitals++
	}
	if first.verbal {
		c.verbs++
	}
}

// add counts a spelling.
func (c *candidate) add(written string) {
	written = strings.TrimSuffix(strings.TrimSuffix(written, "'s"), "’s")
	for i := range c.forms {
		if c.forms[i].text == written {
			c.forms[i].times++
			return
		}
	}
	c.forms = append(c.forms, form{written, 1})
}

// drop removes the phrases with a word of a speaker's name.
func (x *extractor) drop(speakers map[string]bool) {
	for id, c := range x.found {
		if slices.ContainsFunc(wordsOf(c.form()), func(w string) bool { return speakers[w] }) {
			delete(x.found, id)
		}
	}
}

// countForm counts the case of a word inside a sentence.
func (x *extractor) countForm(written string, t token) {
	word := written[t.start:t.end]
	folded := fold(word)
	c := x.forms[folded]
	if c == nil {
		c = &caseCount{}
		x.forms[folded] = c
	}
	switch {
	case hasCapital(word) && !t.first:
		c.capital++
	case strings.ContainsFunc(word, unicode.IsLower) && !hasCapital(word):
		c.lower++
	}
}

// countForms adds a cell for the usual case of each word.
func (x *extractor) countForms() {
	for word, c := range x.forms {
		switch {
		case c.capital > c.lower:
			x.cells[cellOf(keyOf(capitalPrefix+word))] = true
		case c.lower > 0:
			x.cells[cellOf(keyOf(lowerPrefix+word))] = true
		}
	}
}

// hasCapital reports whether s has an upper-case letter.
func hasCapital(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }

// isAcronym reports whether s has an upper-case letter after the first letter.
func isAcronym(s string) bool {
	for i, r := range s {
		if i > 0 && unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

// best returns the candidates with the highest scores.
func (x *extractor) best() []phrase {
	list := make([]phrase, 0, len(x.found))
	for id, c := range x.found {
		p := phrase{text: c.form(), key: id, kind: c.kind, plain: c.isPlain(), score: c.score(x.code)}
		for _, s := range c.stems {
			p.words = append(p.words, cellOf(keyOf(s)))
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b phrase) int {
		if (a.kind == byTag) != (b.kind == byTag) {
			return cmp.Compare(a.kind, b.kind)
		}
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.text, b.text), cmp.Compare(a.key, b.key))
	})
	return list[:min(len(list), maxPhrases)]
}

// form returns the most frequent spelling, of equals the first.
func (c *candidate) form() string {
	most := c.forms[0]
	for _, f := range c.forms[1:] {
		if f.times > most.times {
			most = f
		}
	}
	return strings.Join(strings.Fields(most.text), " ")
}

// isPlain reports whether a phrase is one word in lower case that the text hardly stresses.
func (c *candidate) isPlain() bool {
	return c.kind == byText && len(c.stems) == 1 && c.capitals == 0 && c.times[inTitle] == 0 && c.times[inDescription] < 2 && c.times[inTranscript] < 4
}

const (
	// titleTimes is the number of occurrences in a description that one in the title counts as.
	titleTimes = 4
	// caseShare is the part of the score that capitals add.
	caseShare = 0.5
	// verbShare is the part of the score that a word loses if it always follows a word that
	// precedes verbs.
	verbShare = 0.8
	// lateShare reduces the score of a phrase that occurs late.
	lateShare = 0.15
)

// lengthWeights are the weights of phrases by number of words: two words say more than one.
var lengthWeights = []float64{0, 1, 1.8, 1.8, 1.4, 1.2}

// score returns the importance of a phrase in its text.
func (c *candidate) score(code string) float64 {
	times := 0
	for _, n := range c.times {
		times += n
	}
	if times == 0 { // a tag or title that no text repeats
		return 1
	}
	frequency := math.Sqrt(float64(titleTimes*min(c.times[inTitle], 1)+c.times[inDescription])) + math.Log2(1+float64(c.times[inTranscript]))/2
	n := float64(times)
	score := frequency * lengthWeights[min(len(c.stems), len(lengthWeights)-1)]
	score *= 1 + caseShare*float64(c.capitals)/n
	score *= 1 - verbShare*float64(c.verbs)/n
	if text.CapitalisesNouns(code) && len(c.stems) == 1 && c.capitals == 0 && c.times[inTitle] == 0 {
		score *= 1 - verbShare
	}
	return score / (1 + lateShare*math.Log(1+float64(c.first)))
}
