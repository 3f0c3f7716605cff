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
	// maxTerms is the maximum number of terms of a search. It limits the work for
	// pasted texts, whose topic the first words usually show. Typed searches are
	// shorter.
	maxTerms = 64
	// maxPhrases is the maximum number of phrases, of pairs and of exclusions. They
	// cost more than terms.
	maxPhrases = 16
	// minPrefix is the minimum number of runes of a prefix: too many words begin with
	// the same two letters. It does not apply to Chinese, Japanese and Korean.
	minPrefix = 3
)

// Parse parses the text of a search.
//
//   - A word is optional. Stop words are dropped, unless the text has nothing else;
//     then they are terms, which match names only.
//   - A phrase in quotes is required, as adjacent words.
//   - -word and -"a phrase" exclude episodes.
//   - The last word is also a prefix if nothing follows it.
//
// A word is stemmed in every language of the index.
func (v *View) Parse(ctx context.Context, text string) (recommend.WordQuery, error) {
	defer runtime.KeepAlive(v)
	c := v.cursor()
	defer v.cursors.Put(c)
	p := parser{view: v, cursor: c, text: text, numbers: map[string]int{}}
	for _, piece := range pieces(text) {
		if err := ctx.Err(); err != nil {
			return recommend.WordQuery{}, err
		}
		if err := p.addPiece(piece); err != nil {
			return recommend.WordQuery{}, fmt.Errorf("parsing the search: %w", err)
		}
	}
	p.finish()
	p.query.Plain = plain(text)
	return p.query, nil
}

// parser is the state of one call of Parse.
type parser struct {
	view   *View
	cursor *cursor
	text   string
	query  recommend.WordQuery
	// numbers is the index in query.Terms, by stem.
	numbers map[string]int
	// stops are the stop words. They become terms if there are no other words.
	stops []recommend.Term
	// before is the last word, as written but in lower case and without accents.
	before string
	// compound has the stems of the last compound with parts.
	compound []string
	// prefix is the last word if it can be a prefix. stopped is true if it is a stop
	// word.
	prefix  string
	stopped bool
	// corrections are the corrected words, in their order in the text. tried is the
	// number of words for which a correction was searched.
	corrections []correction
	tried       int
}

func (p *parser) addPiece(piece piece) error {
	text := p.text[piece.start:piece.end]
	tokens := tokenize(text)
	if piece.excluded {
		p.exclude(tokens, piece.quoted)
		return nil
	}
	if phrase := p.view.keys(tokens); piece.quoted && len(phrase) > 0 && len(p.query.Phrases) < maxPhrases {
		p.query.Phrases = append(p.query.Phrases, phrase)
	}
	p.addPairs(tokens)
	for i := range tokens {
		tokens[i].start += piece.start
		tokens[i].end += piece.start
		t := tokens[i]
		last := i == len(tokens)-1 && t.end == len(p.text) && !piece.quoted
		if err := p.addWord(t, last, piece.quoted); err != nil {
			return err
		}
	}
	return nil
}

// addWord adds the stems of a word.
func (p *parser) addWord(t token, last, quoted bool) error {
	main := p.view.main().form(t.text)
	if last && canBePrefix(t.text, main.key) {
		p.prefix, p.stopped = main.key, main.stop
	}
	text, err := p.correct(t, main, last)
	p.before = main.key
	if err != nil {
		return err
	}
	weight := 1.0
	if t.part {
		weight = partWeight
	}
	if main = p.view.main().form(text); main.stop {
		if !quoted { // a phrase matches its stop words anyway
			p.stops = append(p.stops, recommend.Term{Stem: main.key, Word: t.surface(p.text), Weight: weight})
		}
		return nil
	}
	word := recommend.TellingWord{Corrected: text != t.text}
	for _, l := range p.view.languages {
		if f := l.form(text); !f.stop && f.stem != "" && !slices.Contains(word.Stems, f.stem) {
			word.Stems = append(word.Stems, f.stem)
			p.add(recommend.Term{Stem: f.stem, Word: t.surface(p.text), Weight: weight})
		}
	}
	p.tellToken(t, word)
	return nil
}

// tellToken adds the telling word of a token. A compound tells as much as its parts do, and an
// episode that has the compound has its parts.
func (p *parser) tellToken(t token, word recommend.TellingWord) {
	switch {
	case t.whole:
		p.compound = word.Stems
		return
	case t.part:
		word.Stems = append(word.Stems, p.compound...)
	}
	p.tell(word)
}

// tell adds a telling word, unless the text had it before.
func (p *parser) tell(word recommend.TellingWord) {
	same := func(other recommend.TellingWord) bool { return slices.Equal(other.Stems, word.Stems) }
	if len(word.Stems) > 0 && len(p.query.Telling) < maxTerms && !slices.ContainsFunc(p.query.Telling, same) {
		p.query.Telling = append(p.query.Telling, word)
	}
}

// addPairs adds the pairs of adjacent words of a piece. Pairs with a stop word are left
// out, because stop words are adjacent to any word.
func (p *parser) addPairs(tokens []token) {
	before := ""
	for _, t := range tokens {
		f := p.view.main().form(t.text)
		if t.whole || f.key == "" { // the parts of a compound are tokens too
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

func (p *parser) add(t recommend.Term) {
	if i, ok := p.numbers[t.Stem]; ok {
		p.query.Terms[i].Weight += t.Weight
	} else if len(p.query.Terms) < maxTerms {
		p.numbers[t.Stem] = len(p.query.Terms)
		p.query.Terms = append(p.query.Terms, t)
	}
}

// canBePrefix reports whether a word is long enough to be a prefix.
func canBePrefix(text, key string) bool {
	return utf8.RuneCountInString(key) >= minPrefix || key != "" && isCJK(text)
}

// exclude adds an exclusion: a stem in each language, or a phrase.
func (p *parser) exclude(tokens []token, quoted bool) {
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
		if stem := stemOrKey(l.form(tokens[0].text)); stem != "" && !slices.Contains(stems, stem) {
			stems = append(stems, stem)
			p.query.Excluded = append(p.query.Excluded, []string{stem})
		}
	}
}

// finish completes the query after all pieces are parsed.
func (p *parser) finish() {
	q := &p.query
	onlyStops := len(q.Terms) == 0
	if onlyStops {
		for _, t := range p.stops {
			p.add(t)
			p.tell(recommend.TellingWord{Stems: []string{t.Stem}})
		}
	}
	if !p.stopped || onlyStops {
		q.Prefix = p.prefix
	}
	if onlyStops {
		p.pairStops()
	}
	if n := len(q.Telling); n > 0 {
		q.Telling[n-1].Prefix = q.Prefix
	}
	q.DidYouMean = applyCorrections(p.text, p.corrections)
}

// pairStops adds the pairs of a text of stop words, such as "To be or not to be": a title may have no
// other words.
func (p *parser) pairStops() {
	for i := 1; i < len(p.stops) && len(p.query.Pairs) < maxPhrases; i++ {
		p.query.Pairs = append(p.query.Pairs, []string{p.stops[i-1].Stem, p.stops[i].Stem})
	}
}

// main returns the language of most episodes.
func (v *View) main() *language { return v.languages[0] }

// keys returns the keys of the words of a phrase, with the parts of compounds instead
// of the compounds.
func (v *View) keys(tokens []token) []string {
	var keys []string
	for _, t := range tokens {
		if key := v.main().form(t.text).key; !t.whole && key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
