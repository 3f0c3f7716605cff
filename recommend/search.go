package recommend

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"segue/data"
	"segue/data/text"
	"segue/recommend/cosine"
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
	ctx, revision, end := e.begin(ctx)
	defer end()
	r := revision.searchRanking(o)
	q, list, total, facets, err := e.countedSearch(ctx, r, text)
	if err == nil && r.tooShallow(list) && (o.Bare || total > len(list)) {
		q.close()
		r = revision.searchRanking(o)
		r.deep = true
		q, list, total, facets, err = e.countedSearch(ctx, r, text)
	}
	defer q.close()
	if err != nil {
		return Search{}, err
	}
	answer, err := e.page(ctx, r, list, q.mode(), DefaultSearch, func(result *Result, c ranked) error {
		result.Snippet = r.snippet(result.Episode, q.query, c.passage)
		return r.explainSearch(ctx, q, result, c, result.Snippet)
	})
	if err != nil {
		return Search{}, err
	}
	if !o.Bare {
		if err := e.addMoments(ctx, revision, q.query, slices.Concat(pointers(answer.Results), pointers(answer.Weak))); err != nil {
			return Search{}, err
		}
	}
	out := Search{Query: query, Total: total, Facets: facets, Answer: answer}
	if len(list) == 0 {
		if out.Empty, err = r.whyEmpty(ctx, q.query); err != nil {
			return Search{}, err
		}
		if len(q.query.Phrases) > 0 { // the words may occur apart from each other
			q.query.DidYouMean = q.query.Plain
		}
	}
	out.DidYouMean = strings.Join(strings.Fields(q.query.DidYouMean), " ")
	return out, nil
}

// countedSearch returns a search with its results, and their number and facets on all pages, unless
// the answer is bare. The caller closes the search.
func (e *Engine) countedSearch(ctx context.Context, r *ranking, text string) (q *searchRequest, list []ranked, total int, facets Facets, err error) {
	if q, err = e.search(ctx, r, text); err == nil {
		list, err = r.rank(ctx)
	}
	if err == nil && !r.options.Bare {
		total, facets, err = r.count(ctx, q, list)
	}
	return q, list, total, facets, err
}

// count returns the number of results on all pages and counts their values. Episodes that match
// by words are counted by the index, because the list has only the best of them.
func (r *ranking) count(ctx context.Context, q *searchRequest, list []ranked) (int, Facets, error) {
	var entries []*Entry
	least := float32(0)
	if r.leavesOutChance() {
		least = r.matcher.leastShare()
	}
	wholeList := !q.byWords || r.options.Threshold > 0 || r.options.CollapseShows || len(list) == 0
	for _, c := range list {
		if wholeList || !c.matches || c.share < least {
			entries = append(entries, c.entry)
		}
	}
	if !wholeList {
		return q.matches.Count(ctx, least, entries)
	}
	facets, err := r.Index.CountFacets(ctx, entries)
	return len(list), facets, err
}

// searchRanking begins the answer to a search.
func (v Revision) searchRanking(o Options) *ranking {
	r := v.ranking(o)
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
	// matches are the episodes with words of the query; nil if words are not used.
	matches Matches
	// vector is the embedded query; nil if meaning is not used.
	vector []float32
}

// close releases the matches.
func (s *searchRequest) close() {
	if s != nil && s.matches != nil {
		s.matches.Close()
		s.matches = nil
	}
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

// search retrieves the episodes that match text, by words while the model embeds the text, and
// then by meaning. It ends with the feedback of the first results.
func (e *Engine) search(ctx context.Context, r *ranking, text string) (*searchRequest, error) {
	s := &searchRequest{}
	if err := e.retrieveText(ctx, r, s, text); err != nil {
		return s, err
	}
	if s.vector == nil && !s.byWords {
		// Only meaning was requested, and there is no vector.
		if err := r.match(ctx, s); err != nil {
			return s, err
		}
	}
	if err := r.compareText(ctx, s); err != nil {
		return s, err
	}
	if s.vector == nil || r.weights.Feedback == 0 {
		return s, nil
	}
	return s, r.applyFeedback(ctx, s)
}

// compareText adds the candidates by meaning and scores all candidates, without feedback.
func (r *ranking) compareText(ctx context.Context, s *searchRequest) error {
	if s.vector != nil {
		lists, err := r.nearest(ctx, []PassageQuery{r.nearText(s.vector)})
		if err != nil {
			return err
		}
		r.addNearest(lists)
	}
	if err := r.weigh(ctx, s); err != nil {
		return err
	}
	if s.vector != nil {
		if err := r.comparePassages(ctx, s.vector); err != nil {
			return err
		}
		for _, c := range r.candidates {
			c.near = c.cosine
		}
	}
	r.normalise()
	return r.measureMatches(ctx, s)
}

// retrieveText parses a text, finds the episodes with its words unless only meaning was requested,
// and embeds it.
func (e *Engine) retrieveText(ctx context.Context, r *ranking, s *searchRequest, text string) error {
	var err error
	if s.query, err = r.Index.Parse(ctx, text); err != nil {
		return err
	}
	if s.query.restricts() {
		r.scope.Query = &s.query
	}
	wait := e.embed(ctx, r, s.query.Plain)
	if r.ratio < 1 {
		if err := r.match(ctx, s); err != nil {
			return err
		}
	}
	s.vector = wait()
	return ctx.Err()
}

// match finds the episodes with words of a search. An episode whose whole title is the query is
// always among them.
func (r *ranking) match(ctx context.Context, s *searchRequest) error {
	s.byWords = true
	var err error
	if s.matches, err = r.Index.Match(ctx, s.query, r.scope, r.depth()); err != nil {
		return err
	}
	if r.seeds == nil || len(r.seeds.entries) == 0 {
		r.adaptSearch(s.query, s.matches)
	}
	r.addMatches(s.matches)
	titled, err := r.Index.Titled(ctx, s.query.Plain)
	if err != nil || len(titled) == 0 {
		return err
	}
	weights, err := s.matches.Weights(ctx, titled)
	if err != nil {
		return err
	}
	for i, entry := range titled {
		if weights[i] > 0 { // otherwise it is not in the scope
			r.add(entry).titled = true
		}
	}
	return nil
}

// titleLead is the score by words, as a multiple of the best, of an episode whose whole
// title is the query: a user who types it wants that episode.
const titleLead = 1.1

// weigh fills in the weights of the candidates by the words of a search.
func (r *ranking) weigh(ctx context.Context, s *searchRequest) error {
	if !s.byWords {
		return nil
	}
	weights, err := s.matches.Weights(ctx, r.entries())
	if err != nil {
		return err
	}
	best := float32(0)
	for i, c := range r.candidates {
		c.weight, c.matches = weights[i], weights[i] > 0
		best = max(best, c.weight)
	}
	for _, c := range r.candidates {
		if c.titled {
			c.weight = titleLead * best
		}
	}
	return nil
}

// embed starts to embed text and returns a function that waits for the vector. The vector is
// nil if meaning is not requested, too little of the catalogue is embedded, or the model
// does not answer in time.
func (e *Engine) embed(ctx context.Context, r *ranking, text string) (wait func() []float32) {
	if r.ratio == 0 || r.Embedder == nil || !r.info.CaughtUp() || strings.TrimSpace(text) == "" {
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
		vector, err := r.Embedder.Query(soon, text)
		done <- embedded{vector, err}
	}()
	return func() []float32 {
		defer addTime(&timingOf(ctx).Embed, time.Now())
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

// meanWeight is the share of the means in the cosine of an episode with a text or another
// episode; the nearest passages have the rest. A passage finds an episode that answers a search,
// or shares a subject with another episode, in one place. The mean ranks an episode about the
// subject above one that only mentions it.
const meanWeight = 0.5

// blend returns the cosine of a comparison; [cosine.None] if there was nothing to compare.
func blend(c cosine.Comparison) float32 {
	if c.Best == cosine.None {
		return cosine.None
	}
	return (1-meanWeight)*c.Best + meanWeight*c.Mean
}

// comparePassages fills in the cosines of the candidates with a vector, by mean and nearest
// passage.
func (r *ranking) comparePassages(ctx context.Context, vector []float32) error {
	if err := r.loadEmbeddings(ctx); err != nil {
		return err
	}
	for _, c := range r.candidates {
		near := c.embedding.Compare(vector)
		c.cosine = blend(near)
		if c.cosine != cosine.None && c.passage == noPassage { // snippets show the passages that are nearest to the query, without feedback
			c.passage = near.Passage
		}
	}
	return nil
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
