package words

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"unicode/utf8"

	"segue/recommend"
)

const (
	// maxTerms bounds the work of a search. Nobody types more words than that; what
	// is pasted in says by its first words what it is about.
	maxTerms = 64
	// maxPhrases bounds phrases, and what is excluded, which cost more than words.
	maxPhrases = 16
	// minPrefix is the fewest runes of a word that may be the beginning of another:
	// two letters begin anything. A Chinese sign is a word by itself.
	minPrefix = 3
)

// Parse reads the text of a search.
//
//   - Words may be missing. Stop words are left out, unless there is nothing else;
//     then they are looked for in names, which keep theirs.
//   - "Words in quotes" must stand so, one after the other.
//   - -word and -"some words" must not occur.
//   - The last word is perhaps only a beginning, if nothing follows it.
//
// Each word is looked for by its stem in every language that the index has.
func (v *View) Parse(ctx context.Context, text string) (recommend.WordQuery, error) {
	defer runtime.KeepAlive(v)
	c := v.cursor()
	defer v.cursors.Put(c)
	p := parsing{view: v, cursor: c, text: text, numbers: map[string]int{}}
	for _, piece := range pieces(text) {
		if err := ctx.Err(); err != nil {
			return recommend.WordQuery{}, err
		}
		if err := p.piece(piece); err != nil {
			return recommend.WordQuery{}, fmt.Errorf("reading the words of a search: %w", err)
		}
	}
	p.finish()
	p.query.Plain = plain(text)
	return p.query, nil
}

// parsing is one call of Parse.
type parsing struct {
	view   *View
	cursor *cursor
	text   string
	query  recommend.WordQuery
	// numbers are those of stems in query.Terms.
	numbers map[string]int
	// stops are stop words, for the case that there is nothing else.
	stops []recommend.Term
	// prefix is the last word, if it may be a beginning; stopped says that it is a
	// stop word.
	prefix  string
	stopped bool
	// changes replace words of the text, in their order.
	changes []change
	tried   int
}

func (p *parsing) piece(piece piece) error {
	text := p.text[piece.start:piece.end]
	tokens := tokenize(text)
	if piece.excluded {
		p.exclude(tokens, piece.quoted)
		return nil
	}
	if phrase := p.view.keys(tokens); piece.quoted && len(phrase) > 0 && len(p.query.Phrases) < maxPhrases {
		p.query.Phrases = append(p.query.Phrases, phrase)
	}
	p.pair(tokens)
	for i := range tokens {
		tokens[i].start += piece.start
		tokens[i].end += piece.start
		t := tokens[i]
		last := i == len(tokens)-1 && t.end == len(p.text) && !piece.quoted
		if err := p.word(t, last, piece.quoted); err != nil {
			return err
		}
	}
	return nil
}

// word adds the stems of a word of the text.
func (p *parsing) word(t token, last, quoted bool) error {
	main := p.view.main().form(t.text)
	if last && canBegin(t.text, main.key) {
		p.prefix, p.stopped = main.key, main.stop
	}
	text, err := p.spell(t, main, last)
	if err != nil {
		return err
	}
	weight := 1.0
	if t.part {
		weight = partWeight
	}
	if main = p.view.main().form(text); main.stop {
		if !quoted { // a phrase is looked for with its stop words anyway
			p.stops = append(p.stops, recommend.Term{Stem: main.key, Word: t.written(p.text), Weight: weight})
		}
		return nil
	}
	added := map[string]bool{}
	for _, l := range p.view.languages {
		if f := l.form(text); !f.stop && f.stem != "" && !added[f.stem] {
			added[f.stem] = true
			p.add(recommend.Term{Stem: f.stem, Word: t.written(p.text), Weight: weight})
		}
	}
	return nil
}

// pair adds the words of a piece that stand side by side, stop words left out: they
// stand beside anything.
func (p *parsing) pair(tokens []token) {
	before := ""
	for _, t := range tokens {
		f := p.view.main().form(t.text)
		if t.whole || f.key == "" { // a compound stands in its parts
			continue
		}
		if f.stop {
			before = ""
			continue
		}
		if before != "" && len(p.query.Pairs) < maxPhrases {
			p.query.Pairs = append(p.query.Pairs, []string{before, f.key})
		}
		before = f.key
	}
}

func (p *parsing) add(t recommend.Term) {
	if i, ok := p.numbers[t.Stem]; ok {
		p.query.Terms[i].Weight += t.Weight
	} else if len(p.query.Terms) < maxTerms {
		p.numbers[t.Stem] = len(p.query.Terms)
		p.query.Terms = append(p.query.Terms, t)
	}
}

// canBegin reports whether a word is long enough to be the beginning of another.
func canBegin(text, key string) bool {
	return utf8.RuneCountInString(key) >= minPrefix || key != "" && isCJK(text)
}

// exclude adds what must not occur: a stem in each language, or a phrase.
func (p *parsing) exclude(tokens []token, quoted bool) {
	if len(tokens) == 0 || len(p.query.Excluded) >= maxPhrases {
		return
	}
	keys := p.view.keys(tokens)
	if len(keys) > 1 && (quoted || !tokens[0].whole) {
		p.query.Excluded = append(p.query.Excluded, keys)
		return
	}
	var stems []string
	for _, l := range p.view.languages {
		if stem := orKey(l.form(tokens[0].text)); stem != "" && !slices.Contains(stems, stem) {
			stems = append(stems, stem)
			p.query.Excluded = append(p.query.Excluded, []string{stem})
		}
	}
}

// finish decides what depends on the whole text.
func (p *parsing) finish() {
	q := &p.query
	onlyStops := len(q.Terms) == 0
	if onlyStops {
		for _, t := range p.stops {
			p.add(t)
		}
	}
	if !p.stopped || onlyStops {
		q.Prefix = p.prefix
	}
	q.DidYouMean = apply(p.text, p.changes)
}

// main is the language of most episodes.
func (v *View) main() *language { return v.languages[0] }

// keys are the words of a phrase as they are written, with compounds in parts.
func (v *View) keys(tokens []token) []string {
	var keys []string
	for _, t := range tokens {
		if key := v.main().form(t.text).key; !t.whole && key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
