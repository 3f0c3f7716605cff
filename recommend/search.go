package recommend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"segue/data"
	"segue/data/text"
)

// Search returns the episodes that talk about text, which may be words or a
// question, best first: those that have its words, and those that are near in
// meaning. Each result has the passage that answers best as its snippet. Where
// the model fails, is slow or has not caught up with the catalogue, the answer is
// by words and [Answer.Mode] says so. It returns [ErrBlankQuery] for a blank text.
func (e *Engine) Search(ctx context.Context, text string, o Options) (Search, error) {
	query := strings.Join(strings.Fields(text), " ")
	if query == "" {
		return Search{}, ErrBlankQuery
	}
	s := e.current.Load()
	r := s.searching(o)
	some := slices.Contains(r.chosen, true)
	a, err := e.ask(ctx, r, text)
	if err != nil {
		return Search{}, err
	}
	list := r.rank()
	answer, err := e.page(ctx, r, list, a.mode(), DefaultSearch, func(result *Result, c ranked) error {
		result.Snippet = r.snippet(result.Episode, a.query, a.passage(c.entry))
		return r.whyFound(ctx, a, result, c)
	})
	if err != nil {
		return Search{}, err
	}
	if len(list) == 0 {
		answer.Empty = r.whyEmpty(some, a.query.nothing())
		if len(a.query.Phrases) > 0 { // the words may stand apart
			a.query.DidYouMean = a.query.Plain
		}
	}
	meant := strings.Join(strings.Fields(a.query.DidYouMean), " ")
	return Search{Query: query, DidYouMean: meant, Total: len(list), Facets: s.facets(list), Answer: answer}, nil
}

// nothing says why a search finds nothing.
func (q WordQuery) nothing() string {
	if q.Plain == "" && len(q.Excluded) > 0 {
		return "the search says only what must not occur"
	}
	return "no episode has these words"
}

// searching begins an answer to a search.
func (s *Snapshot) searching(o Options) *ranking {
	r := s.ranking(o)
	if o.SemanticRatio == nil {
		r.ratio = r.weights.Search
	}
	return r
}

// asked is the text of a search and what came of it.
type asked struct {
	query   WordQuery
	byWords bool
	vector  []float32 // nil where meaning has no part
	nearest []Nearest
}

func (a *asked) mode() Mode {
	switch {
	case a.vector == nil:
		return ModeKeyword
	case !a.byWords:
		return ModeSemantic
	default:
		return ModeHybrid
	}
}

// passage is the number of the passage of episode n that is nearest in meaning, -1
// where none is.
func (a *asked) passage(n int) int {
	if a.vector == nil || a.nearest[n].Best == NoVector {
		return -1
	}
	return int(a.nearest[n].Passage)
}

// ask compares every episode with text, by words and by meaning at once, and then
// again with what the first answers have in common.
func (e *Engine) ask(ctx context.Context, r *ranking, text string) (*asked, error) {
	a := &asked{}
	var err error
	if a.query, err = r.words.Parse(ctx, text); err != nil {
		return nil, err
	}
	wait := e.embed(ctx, r, a.query.Plain)
	if err := r.match(ctx, a); err != nil {
		return nil, err
	}
	if a.vector = wait(); a.vector != nil {
		if a.nearest, err = r.near(ctx, a.vector); err != nil {
			return nil, err
		}
	} else if ctx.Err() != nil {
		return nil, ctx.Err()
	} else if r.keyword == nil {
		// Meaning alone was asked for and cannot answer.
		if err := r.matchWords(ctx, a); err != nil {
			return nil, err
		}
	}
	if a.vector == nil || r.weights.Feedback == 0 {
		r.normalise()
		return a, nil
	}
	return a, r.again(ctx, a)
}

// embed begins to embed text, and returns a function that waits for the vector. It
// is nil where meaning has no part: it is not asked for, the catalogue is not
// embedded, or the model does not answer in time.
func (e *Engine) embed(ctx context.Context, r *ranking, text string) (wait func() []float32) {
	if r.ratio == 0 || r.embedder == nil || !r.CaughtUp() || strings.TrimSpace(text) == "" {
		return func() []float32 { return nil }
	}
	type embedded struct {
		vector []float32
		err    error
	}
	done := make(chan embedded, 1)
	soon, cancel := context.WithTimeout(ctx, e.embedTime)
	go func() {
		defer cancel()
		vector, err := r.embedder.Query(soon, text)
		done <- embedded{vector, err}
	}()
	return func() []float32 {
		<-soon.Done()
		got := embedded{err: soon.Err()}
		select {
		case got = <-done: // in time, or together with its end
		default:
		}
		if got.err == nil {
			return got.vector
		}
		if ctx.Err() == nil { // who has gone is no failure of the model
			e.failed(ctx, fmt.Errorf("embedding a search: %w", got.err))
		}
		return nil
	}
}

// match compares every episode with the words of a search, unless only meaning is
// asked for. What must or must not occur holds for meaning too.
func (r *ranking) match(ctx context.Context, a *asked) error {
	if r.ratio < 1 {
		return r.matchWords(ctx, a)
	}
	return r.restrict(ctx, a.query, make([]float32, len(r.entries)))
}

func (r *ranking) matchWords(ctx context.Context, a *asked) error {
	a.byWords = true
	r.keyword = make([]float32, len(r.entries))
	if err := r.restrict(ctx, a.query, r.keyword); err != nil {
		return err
	}
	r.favourTitles(a.query.Plain)
	return nil
}

// titleLead is how much more than the best an episode has by its words whose whole
// title was typed: who does so means that one, however often others say the words.
const titleLead = 1.1

// favourTitles puts the episodes whose title is text above all others by words.
func (r *ranking) favourTitles(text string) {
	titled := r.titles[titleKey(text)]
	if len(titled) == 0 {
		return
	}
	lead := titleLead * slices.Max(r.keyword)
	for _, n := range titled {
		if r.keyword[n] > 0 {
			r.keyword[n] = lead
		}
	}
}

// restrict searches words, and takes out the episodes that a search excludes.
func (r *ranking) restrict(ctx context.Context, q WordQuery, scores []float32) error {
	excluded := make([]bool, len(r.entries))
	if err := r.words.Search(ctx, q, scores, excluded); err != nil {
		return err
	}
	for n, out := range excluded {
		r.chosen[n] = r.chosen[n] && !out
	}
	return nil
}

// meanWeight is the share of an episode's mean vector in its nearness to a
// search; its best passage has the rest. The passage finds the place that
// answers, the mean keeps an episode that only mentions it behind one that is
// about it.
const meanWeight = 0.5

// near compares every episode's passages with a vector.
func (r *ranking) near(ctx context.Context, vector []float32) ([]Nearest, error) {
	nearest := make([]Nearest, len(r.entries))
	if err := r.vectors.Passages(ctx, vector, nearest); err != nil {
		return nil, err
	}
	if r.semantic == nil {
		r.semantic = make([]float32, len(r.entries))
	}
	for n, near := range nearest {
		r.semantic[n] = NoVector
		if near.Best != NoVector {
			r.semantic[n] = (1-meanWeight)*near.Best + meanWeight*near.Mean
		}
	}
	return nearest, nil
}

// whyFound adds to a result the words of the search that it has, and the people
// whom the search names.
func (r *ranking) whyFound(ctx context.Context, a *asked, result *Result, c ranked) error {
	topics, err := r.topics(ctx, a.query.Terms, c.entry)
	if err != nil {
		return err
	}
	result.Reasons = append(result.Reasons, topics...)
	for _, p := range result.Episode.People {
		if a.query.names(p.Name) {
			result.Reasons = append(result.Reasons, Reason{ReasonPerson, p.Name})
		}
	}
	return nil
}

// names reports whether a search has every word of a name, as it was typed or as it
// was meant.
func (q WordQuery) names(name string) bool {
	return slices.ContainsFunc([]string{q.Plain, q.DidYouMean}, func(text string) bool { return hasWords(text, name) })
}

// hasWords reports whether text has every word of name, in any order; letters' case
// and marks do not matter.
func hasWords(text, name string) bool {
	has, want := plainWords(text), plainWords(name)
	return len(want) > 0 && !slices.ContainsFunc(want, func(word string) bool { return !slices.Contains(has, word) })
}

func plainWords(s string) []string {
	var words []string
	for _, word := range strings.Fields(s) {
		if slug := data.Slug(word); slug != "" {
			words = append(words, strings.Split(slug, "-")...)
		} else {
			words = append(words, text.Fold(word))
		}
	}
	return words
}
