package recommend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"segue/data"
)

// Request is the input of a recommendation. At least one field is set.
type Request struct {
	// Liked and Disliked point at episodes, at most [MaxSeeds] each. They are not among the
	// results.
	Liked, Disliked []data.Ref
	// Text describes the subject of the results.
	Text string
}

// MaxSeeds limits the episodes in each list of a [Request]. Each episode costs a comparison
// with the whole catalogue.
const MaxSeeds = 20

// Recommendation is the answer to a [Request].
type Recommendation struct {
	// Liked and Disliked are the episodes of the request.
	Liked, Disliked []data.Episode
	// Text is the text of the request, with single spaces between words.
	Text string
	Answer
}

// SeedError reports which episode of a [Request] is invalid.
type SeedError struct {
	// List is "liked" or "disliked"; Index is the position in that list, from 0.
	List  string
	Index int
	Err   error
}

func (e *SeedError) Error() string { return fmt.Sprintf("%s %d: %v", e.List, e.Index, e.Err) }

func (e *SeedError) Unwrap() error { return e.Err }

// Recommend returns episodes that are similar to the liked ones and to the text, in
// meaning and in words, and not similar to the disliked ones. Liked and disliked episodes
// and their re-runs are not among the results. If there are too few, it falls back as
// [Engine.Similar] does. It returns [ErrNothingGiven] for an empty request, and a [*SeedError] that wraps
// [data.ErrUnknownEpisode] for an episode that is not in the catalogue.
func (e *Engine) Recommend(ctx context.Context, request Request, o Options) (Recommendation, error) {
	if err := o.Validate(); err != nil {
		return Recommendation{}, err
	}
	out := Recommendation{Text: strings.Join(strings.Fields(request.Text), " ")}
	if len(request.Liked)+len(request.Disliked) == 0 && out.Text == "" {
		return Recommendation{}, ErrNothingGiven
	}
	var err error
	if out.Liked, err = e.find(ctx, "liked", request.Liked); err != nil {
		return Recommendation{}, err
	}
	if out.Disliked, err = e.find(ctx, "disliked", request.Disliked); err != nil {
		return Recommendation{}, err
	}
	if out.Answer, err = e.recommend(ctx, out, o); err != nil {
		return Recommendation{}, fmt.Errorf("recommend: %w", err)
	}
	return out, nil
}

// find returns the episodes that refs point at.
func (e *Engine) find(ctx context.Context, list string, refs []data.Ref) ([]data.Episode, error) {
	episodes := []data.Episode{}
	for i, ref := range refs {
		episode, err := e.catalog.Find(ctx, ref)
		if err != nil {
			return nil, &SeedError{List: list, Index: i, Err: err}
		}
		episodes = append(episodes, episode)
	}
	return episodes, nil
}

// recommendRequest is the working state of one recommendation.
type recommendRequest struct {
	*ranking
	// search is the text of the request; nil if it has none.
	search *searchRequest
	// liked has all liked episodes, even if the snapshot does not have them yet.
	liked []data.Episode
	// terms are the words of the text and of the liked episodes.
	terms []Term
}

// recommend answers a request whose episodes have been found.
func (e *Engine) recommend(ctx context.Context, given Recommendation, o Options) (Answer, error) {
	q := &recommendRequest{ranking: e.current.Load().ranking(o), liked: given.Liked}
	q.weighTranscripts(q.liked)
	if given.Text != "" {
		if err := e.searchText(ctx, q, given.Text); err != nil {
			return Answer{}, err
		}
	}
	q.seeds = q.seedsOf(q.numbers(q.liked))
	disliked := q.numbers(given.Disliked)
	for _, n := range slices.Concat(q.seeds.entries, disliked) {
		q.exclude(n)
	}
	if err := q.compare(ctx); err != nil {
		return Answer{}, err
	}
	q.normalise()
	mode := q.mode()
	dislikedMode, err := q.compareDisliked(ctx, disliked)
	if err != nil {
		return Answer{}, err
	}
	if len(q.liked) == 0 && q.search == nil {
		mode = dislikedMode
		q.rankLatest()
	}
	list := q.rank()
	if needed := o.Offset + MaxLimit + 1; len(list) < needed {
		list = q.withFallback(list, q.liked, needed)
	}
	answer, err := e.page(ctx, q.ranking, list, mode, DefaultSimilar, func(result *Result, c ranked) error {
		return q.explain(ctx, result, c)
	})
	if len(list) == 0 {
		answer.Empty = q.emptyReason(slices.Contains(q.chosen, true), "the catalogue has no other episode")
	}
	return answer, err
}

// searchText compares every episode with the text of a request by words, and embeds the
// text.
func (e *Engine) searchText(ctx context.Context, q *recommendRequest, text string) error {
	q.search = &searchRequest{}
	var err error
	if q.search.query, err = q.words.Parse(ctx, text); err != nil {
		return err
	}
	wait := e.embed(ctx, q.ranking, q.search.query.Plain)
	if err := q.match(ctx, q.search); err != nil {
		return err
	}
	q.search.vector = wait()
	return ctx.Err()
}

// compare fills in the raw scores: how similar each episode is to the text and the liked
// episodes.
func (q *recommendRequest) compare(ctx context.Context) error {
	vectors := q.vectorsOf(q.seeds.entries)
	if q.search != nil && q.search.vector != nil {
		vectors = append([][]float32{q.search.vector}, vectors...)
	}
	if err := q.compareVectors(ctx, vectors); err != nil {
		return err
	}
	if q.search != nil && q.cosines == nil && q.bm25 == nil {
		// Only meaning was requested, and there is no vector.
		if err := q.matchWords(ctx, q.search); err != nil {
			return err
		}
	}
	terms, err := q.compareWords(ctx, q.seeds.entries)
	if q.search != nil {
		terms = append(slices.Clone(q.search.query.Terms), terms...)
	}
	q.terms = terms
	return err
}

// rankLatest makes every episode that may appear a candidate with the same relevance. A
// request with only disliked episodes gets the latest ones that are not similar to them.
func (q *recommendRequest) rankLatest() {
	q.latest = true
	q.keyword = make([]float32, len(q.entries))
	for n, chosen := range q.chosen {
		if chosen {
			q.candidate[n], q.keyword[n] = true, 1
		}
	}
}
