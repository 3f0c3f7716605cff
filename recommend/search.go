package recommend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"segue/data"
	"segue/data/text"
)

// Search returns the episodes that match a text, best first: episodes with its words, and
// episodes that are similar in meaning. The text may be words or a question. The snippet of a
// result is the passage that matches best. If the model fails, is slow, or has not embedded
// most of the catalogue yet, the search uses words only; see [Answer.Mode]. Search returns
// [ErrBlankQuery] for a blank text.
func (e *Engine) Search(ctx context.Context, text string, o Options) (Search, error) {
	if err := o.Validate(); err != nil {
		return Search{}, err
	}
	query := strings.Join(strings.Fields(text), " ")
	if query == "" {
		return Search{}, ErrBlankQuery
	}
	s := e.current.Load()
	r := s.searchRanking(o)
	anyChosen := slices.Contains(r.chosen, true)
	request, err := e.search(ctx, r, text)
	if err != nil {
		return Search{}, err
	}
	list := r.rank()
	answer, err := e.page(ctx, r, list, request.mode(), DefaultSearch, func(result *Result, c ranked) error {
		result.Snippet = r.snippet(result.Episode, request.query, request.passage(c.entry))
		return r.explainSearch(ctx, request, result, c)
	})
	if err != nil {
		return Search{}, err
	}
	if len(list) == 0 {
		answer.Empty = r.emptyReason(anyChosen, request.query.noMatchReason())
		if len(request.query.Phrases) > 0 { // the words may occur apart from each other
			request.query.DidYouMean = request.query.Plain
		}
	}
	didYouMean := strings.Join(strings.Fields(request.query.DidYouMean), " ")
	return Search{Query: query, DidYouMean: didYouMean, Total: len(list), Facets: s.facets(list), Answer: answer}, nil
}

// noMatchReason explains why a search finds nothing.
func (q WordQuery) noMatchReason() string {
	if q.Plain == "" && len(q.Excluded) > 0 {
		return "the search has only excluded words"
	}
	return "no episode has these words"
}

// searchRanking begins the answer to a search.
func (s *Snapshot) searchRanking(o Options) *ranking {
	r := s.ranking(o)
	if o.SemanticRatio == nil {
		r.ratio = r.weights.Search
	}
	return r
}

// searchRequest is the working state of one search.
type searchRequest struct {
	query WordQuery
	// byWords is set if the words of the query contribute to the scores.
	byWords bool
	// vector is the embedded query; nil if meaning is not used.
	vector []float32
	// nearest has the nearest passage of each episode; nil if meaning is not used.
	nearest []Nearest
}

func (s *searchRequest) mode() Mode {
	switch {
	case s.vector == nil:
		return ModeKeyword
	case !s.byWords:
		return ModeSemantic
	default:
		return ModeHybrid
	}
}

// passage returns the number of the passage of episode n that is nearest in meaning, -1 if
// there is none.
func (s *searchRequest) passage(n int) int {
	if s.vector == nil || s.nearest[n].Best == NoVector {
		return -1
	}
	return int(s.nearest[n].Passage)
}

// search compares every episode with text, by words while the model embeds the text, and
// then by meaning. It ends with the feedback of the first results.
func (e *Engine) search(ctx context.Context, r *ranking, text string) (*searchRequest, error) {
	s := &searchRequest{}
	var err error
	if s.query, err = r.words.Parse(ctx, text); err != nil {
		return nil, err
	}
	wait := e.embed(ctx, r, s.query.Plain)
	if err := r.match(ctx, s); err != nil {
		return nil, err
	}
	if s.vector = wait(); s.vector != nil {
		if s.nearest, err = r.comparePassages(ctx, s.vector); err != nil {
			return nil, err
		}
	} else if ctx.Err() != nil {
		return nil, ctx.Err()
	} else if r.bm25 == nil {
		// Only meaning was requested, and there is no vector.
		if err := r.matchWords(ctx, s); err != nil {
			return nil, err
		}
	}
	r.normalise()
	if s.vector == nil || r.weights.Feedback == 0 {
		return s, nil
	}
	return s, r.applyFeedback(ctx, s)
}

// embed starts to embed text and returns a function that waits for the vector. The vector is
// nil if meaning is not requested, too little of the catalogue is embedded, or the model
// does not answer in time.
func (e *Engine) embed(ctx context.Context, r *ranking, text string) (wait func() []float32) {
	if r.ratio == 0 || r.embedder == nil || !r.CaughtUp() || strings.TrimSpace(text) == "" {
		return func() []float32 { return nil }
	}
	type embedded struct {
		vector []float32
		err    error
	}
	done := make(chan embedded, 1)
	soon, cancel := context.WithTimeout(ctx, e.embedTimeout)
	go func() {
		defer cancel()
		vector, err := r.embedder.Query(soon, text)
		done <- embedded{vector, err}
	}()
	return func() []float32 {
		<-soon.Done()
		got := embedded{err: soon.Err()}
		select {
		case got = <-done: // also if it came exactly at the timeout
		default:
		}
		if got.err == nil {
			return got.vector
		}
		if ctx.Err() == nil { // a cancelled request is not a failure of the model
			e.onFailure(ctx, fmt.Errorf("embedding a search: %w", got.err))
		}
		return nil
	}
}

// match compares every episode with the words of a search, unless only meaning is
// requested. Required and excluded words apply in any case.
func (r *ranking) match(ctx context.Context, s *searchRequest) error {
	if r.ratio < 1 {
		return r.matchWords(ctx, s)
	}
	return r.searchWords(ctx, s.query, make([]float32, len(r.entries)))
}

func (r *ranking) matchWords(ctx context.Context, s *searchRequest) error {
	s.byWords = true
	r.bm25 = make([]float32, len(r.entries))
	if err := r.searchWords(ctx, s.query, r.bm25); err != nil {
		return err
	}
	r.boostTitles(s.query.Plain)
	return nil
}

// titleLead is the score by words, as a multiple of the best, of an episode whose whole
// title is the query: a user who types it wants that episode.
const titleLead = 1.1

// boostTitles puts the episodes whose title is text above all others by words.
func (r *ranking) boostTitles(text string) {
	titled := r.titles[titleKey(text)]
	if len(titled) == 0 {
		return
	}
	lead := titleLead * slices.Max(r.bm25)
	for _, n := range titled {
		if r.bm25[n] > 0 {
			r.bm25[n] = lead
		}
	}
}

// searchWords fills in scores. It removes from the answer the episodes that the query excludes.
func (r *ranking) searchWords(ctx context.Context, q WordQuery, scores []float32) error {
	excluded := make([]bool, len(r.entries))
	if err := r.words.Search(ctx, q, scores, excluded); err != nil {
		return err
	}
	for n, out := range excluded {
		r.chosen[n] = r.chosen[n] && !out
	}
	return nil
}

// meanWeight is the share of the mean vector in the cosine of an episode and a search; the
// nearest passage has the rest. The passage finds an episode that answers the search in one
// place. The mean ranks an episode about the subject above one that only mentions it.
const meanWeight = 0.5

// comparePassages fills in the cosines with a vector, by mean and nearest passage.
func (r *ranking) comparePassages(ctx context.Context, vector []float32) ([]Nearest, error) {
	nearest := make([]Nearest, len(r.entries))
	if err := r.vectors.Passages(ctx, vector, nearest); err != nil {
		return nil, err
	}
	if r.cosines == nil {
		r.cosines = make([]float32, len(r.entries))
	}
	for n, near := range nearest {
		r.cosines[n] = NoVector
		if near.Best != NoVector {
			r.cosines[n] = (1-meanWeight)*near.Best + meanWeight*near.Mean
		}
	}
	return nearest, nil
}

// names reports whether a search has every word of a name, as typed or with corrected
// spelling.
func (q WordQuery) names(name string) bool {
	return slices.ContainsFunc([]string{q.Plain, q.DidYouMean}, func(text string) bool { return hasWords(text, name) })
}

// hasWords reports whether text has every word of name, in any order, case and with or
// without accents.
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
