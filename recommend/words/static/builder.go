package static

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"segue/data"
	"segue/recommend/words"
)

// The texts of an episode. Each has its own length and BM25 weight, as in package
// words.
const (
	content = iota // title and description
	names
	spoken // transcript
	texts
)

// weights are the factors of the texts' scores.
var weights = [texts]float64{1, 1, words.TranscriptWeight}

// Builder collects episodes and builds an index of them.
type Builder struct {
	// analysed caches words by language and by the word as it is written.
	analysed  map[string]map[string]analysedWord
	stems     []string
	stemOf    map[string]int32
	forms     map[string]map[int32]use // by folded word and stem
	documents []document
}

// analysedWord is a word with its folded form and stem.
type analysedWord struct {
	form string
	stem int32
	stop bool
}

// use counts how often a form has a stem, and how often as a stop word.
type use struct{ times, stops int }

// document is an episode in the index.
type document struct {
	show    data.ShowID
	result  any
	terms   []frequency
	lengths [texts]int
}

// frequency is the number of times that a stem occurs in each text.
type frequency struct {
	stem int32
	of   [texts]uint16
}

// NewBuilder returns a builder without episodes.
func NewBuilder() *Builder {
	return &Builder{analysed: map[string]map[string]analysedWord{}, stemOf: map[string]int32{}, forms: map[string]map[int32]use{}}
}

// Add adds an episode to the index. result is the content of its search results; it is
// encoded as JSON. Of two episodes of a show with equal scores, the one added first
// ranks first.
func (b *Builder) Add(e data.Episode, result any) {
	d := document{show: e.Show.ID, result: result}
	counts := map[int32]*frequency{}
	b.count(e.Title, e.Language, content, words.TitleWeight, &d, counts)
	b.count(e.Description, e.Language, content, 1, &d, counts)
	for _, name := range words.Names(e) {
		b.count(name, e.Language, names, 1, &d, counts)
	}
	b.count(e.Transcript, e.Language, spoken, 1, &d, counts)
	d.terms = make([]frequency, 0, len(counts))
	for _, f := range counts {
		d.terms = append(d.terms, *f)
	}
	slices.SortFunc(d.terms, func(a, b frequency) int { return cmp.Compare(a.stem, b.stem) })
	b.documents = append(b.documents, d)
}

// count counts the words of a text. Names include stop words: IT is a tag.
func (b *Builder) count(text, language string, which, weight int, d *document, counts map[int32]*frequency) {
	for _, word := range tokens(text) {
		s := b.lookup(word, language)
		u := b.forms[s.form][s.stem]
		u.times++
		if s.stop {
			u.stops++
		}
		b.forms[s.form][s.stem] = u
		if s.stop && which != names {
			continue
		}
		f := counts[s.stem]
		if f == nil {
			f = &frequency{stem: s.stem}
			counts[s.stem] = f
		}
		f.of[which] = uint16(min(int(f.of[which])+weight, math.MaxUint16))
		d.lengths[which] += weight
	}
}

func (b *Builder) lookup(word, language string) analysedWord {
	forms := b.analysed[language]
	if forms == nil {
		forms = map[string]analysedWord{}
		b.analysed[language] = forms
	}
	s, ok := forms[word]
	if !ok {
		s = b.analyse(strings.Clone(word), language)
		forms[strings.Clone(word)] = s
	}
	return s
}

func (b *Builder) analyse(word, language string) analysedWord {
	stem, stop := words.Stem(word, language)
	n, ok := b.stemOf[stem]
	if !ok {
		n = int32(len(b.stems))
		b.stems = append(b.stems, stem)
		b.stemOf[stem] = n
	}
	s := analysedWord{form: fold(word), stem: n, stop: stop}
	if b.forms[s.form] == nil {
		b.forms[s.form] = map[int32]use{}
	}
	return s
}
