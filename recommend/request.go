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

// MaxSeeds limits the episodes in each list of a [Request]. Each disliked
// episode costs a retrieval of its own.
const MaxSeeds = 20

// Recommendation is the answer to a [Request].
type Recommendation struct {
	// Liked and Disliked are the episodes of the request.
	Liked, Disliked []data.Episode
	// Topics are the topics of these episodes by id.
	Topics map[data.EpisodeID][]string
	// Text is the text of the request, with single spaces between words.
	Text string
	Answer
	// without are other episodes that are not among the results.
	without []data.Episode
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
	ids := []data.EpisodeID{}
	for _, given := range slices.Concat(out.Liked, out.Disliked) {
		ids = append(ids, given.ID)
	}
	if out.Topics, err = e.Topics(ctx, ids); err != nil {
		return Recommendation{}, fmt.Errorf("recommend: %w", err)
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
	// liked has all liked episodes, even if the index does not have them yet.
	liked []data.Episode
	// disliked has a comparison for each disliked episode.
	disliked []*comparison
	// terms are the words of the text and of the liked episodes.
	terms []Term
}

// recommend answers a request whose episodes have been found.
func (e *Engine) recommend(ctx context.Context, given Recommendation, o Options) (Answer, error) {
	ctx, revision, end := e.begin(ctx)
	defer end()
	q := &recommendRequest{ranking: revision.ranking(o), liked: given.Liked}
	list, mode, err := e.rankedRequest(ctx, q, given)
	if err == nil && q.tooShallow(list) {
		q.search.close()
		q = &recommendRequest{ranking: revision.ranking(o), liked: given.Liked}
		q.deep = true
		list, mode, err = e.rankedRequest(ctx, q, given)
	}
	defer func() { q.search.close() }()
	if err != nil {
		return Answer{}, err
	}
	if needed := o.end() + 1; len(list) < needed && !q.leavesOutChance() {
		if list, err = q.withFallback(ctx, list, q.liked, needed); err != nil {
			return Answer{}, err
		}
	}
	if len(q.liked) > 1 { // for the reasons, which compare a result with each liked episode
		if err := q.loadEmbeddings(ctx); err != nil {
			return Answer{}, err
		}
	}
	answer, err := e.page(ctx, q.ranking, list, mode, DefaultSimilar, func(result *Result, c ranked) error {
		return q.explain(ctx, result, c)
	})
	if err == nil && len(list) == 0 {
		if q.leavesOutChance() {
			answer.Empty, err = q.whyEmpty(ctx, q.search.query)
		} else {
			answer.Empty, err = q.emptyReason(ctx, "the catalogue has no other episode")
		}
	}
	return answer, err
}

// rankedRequest returns the results of a request without the fallback, and the mode of the answer.
func (e *Engine) rankedRequest(ctx context.Context, q *recommendRequest, given Recommendation) ([]ranked, Mode, error) {
	q.adaptSimilar(q.liked)
	if err := q.findSeeds(ctx, given); err != nil {
		return nil, "", err
	}
	if given.Text != "" {
		q.search = &searchRequest{}
		if err := e.retrieveText(ctx, q.ranking, q.search, given.Text); err != nil {
			return nil, "", err
		}
	}
	if err := q.compare(ctx); err != nil {
		return nil, "", err
	}
	q.normalise()
	q.findRarity()
	mode := q.mode()
	if len(q.liked) == 0 && q.search == nil {
		if err := q.addLatest(ctx); err != nil {
			return nil, "", err
		}
	}
	dislikedMode, err := q.compareDisliked(ctx)
	if err != nil {
		return nil, "", err
	}
	if q.latest {
		mode = dislikedMode
	}
	list, err := q.rank(ctx)
	return list, mode, err
}

// findSeeds finds the liked and the disliked episodes in the index and excludes all given episodes
// from the answer.
func (q *recommendRequest) findSeeds(ctx context.Context, given Recommendation) error {
	liked, err := q.entriesOf(ctx, given.Liked)
	if err != nil {
		return err
	}
	disliked, err := q.entriesOf(ctx, given.Disliked)
	if err != nil {
		return err
	}
	others, err := q.entriesOf(ctx, given.without)
	if err != nil {
		return err
	}
	for _, entry := range slices.Concat(liked, disliked, others) {
		q.scope.exclude(entry)
	}
	for _, entry := range disliked {
		c, err := q.comparison(ctx, entry)
		if err != nil {
			return err
		}
		q.disliked = append(q.disliked, c)
	}
	q.seeds, err = q.seedsOf(ctx, liked)
	return err
}

// compare fills in the raw scores: how similar the candidates are to the text and the liked
// episodes.
func (q *recommendRequest) compare(ctx context.Context) error {
	var texts [][]float32
	subjects := q.seeds.subjects()
	if q.search != nil && q.search.vector != nil {
		texts = append(texts, q.search.vector)
	}
	if q.ratio == 0 {
		texts, subjects = nil, nil
	}
	means := meansOf(subjects)
	for _, text := range texts {
		subjects = append(subjects, subject{[][]float32{text}, text})
	}
	if len(subjects) == 0 && q.search != nil && !q.search.byWords {
		// Only meaning was requested, and there is no vector.
		if err := q.match(ctx, q.search); err != nil {
			return err
		}
	}
	if err := q.retrieveNearest(ctx, texts, means); err != nil {
		return err
	}
	if err := q.addRelated(ctx); err != nil {
		return err
	}
	terms, like, err := q.like(ctx, q.seeds.entries)
	if err != nil {
		return err
	}
	if like != nil {
		defer like.Close()
	}
	if err := q.compareVectors(ctx, subjects); err != nil {
		return err
	}
	q.terms = terms
	if q.search != nil {
		q.terms = append(slices.Clone(q.search.query.Terms), terms...)
	}
	if err := q.weighAll(ctx, like); err != nil || q.search == nil {
		return err
	}
	if err := q.compareNear(ctx, q.search.vector); err != nil {
		return err
	}
	return q.measureMatches(ctx, q.search)
}

// retrieveNearest adds the episodes that are nearest to the texts and to the means of the liked
// episodes. It also finds those that are nearest to the disliked episodes: one retrieval for all
// takes less time.
func (q *recommendRequest) retrieveNearest(ctx context.Context, texts, means [][]float32) error {
	var queries []PassageQuery
	for _, text := range texts {
		queries = append(queries, q.nearText(text))
	}
	queries = append(queries, q.nearMeans(means)...)
	liked := len(queries)
	for _, c := range q.disliked {
		queries = append(queries, c.nearMeans(meansOf(c.subjects))...)
	}
	lists, err := q.nearest(ctx, queries)
	if err != nil {
		return err
	}
	q.addNearest(lists[:liked])
	lists = lists[liked:]
	for _, c := range q.disliked {
		c.nearest, lists = lists[:len(c.subjects)], lists[len(c.subjects):]
	}
	return nil
}

// maxRelated is the number of episodes with a guest or in the series of the seeds that become
// candidates: a guest or a series rarely has more.
const maxRelated = 100

// addRelated adds the newest episodes that share a guest or the series with the seeds: their bonus
// may lift them above episodes that are nearer.
func (q *recommendRequest) addRelated(ctx context.Context) error {
	common := Common{Guests: q.seeds.guests}
	if q.seeds.series.ID != "" {
		common.Series = []string{q.seeds.series.ID}
	}
	if common.IsZero() {
		return nil
	}
	related, err := q.Index.Latest(ctx, LatestQuery{Scope: q.scope, Common: common, Limit: maxRelated})
	for _, entry := range related {
		q.add(entry)
	}
	return err
}

// weighAll fills in the weights by the words of the text and of the liked episodes, each of
// which may be missing. It scales the weights of both so that the best is 1, and adds them: text
// and episodes count the same.
func (q *recommendRequest) weighAll(ctx context.Context, like Matches) error {
	if q.search != nil && q.search.byWords {
		if err := q.weigh(ctx, q.search); err != nil {
			return err
		}
		if like == nil {
			return nil
		}
		divideByBest(q.candidates)
	}
	if like == nil {
		return nil
	}
	weights, err := like.Weights(ctx, q.entries())
	if err != nil {
		return err
	}
	best := float32(1)
	if q.search != nil && q.search.byWords && len(weights) > 0 {
		best = slices.Max(weights)
	}
	for i, c := range q.candidates {
		if best > 0 {
			c.weight += weights[i] / best
		}
	}
	return nil
}

// divideByBest scales weights so that the best is 1.
func divideByBest(candidates []*candidate) {
	best := float32(0)
	for _, c := range candidates {
		best = max(best, c.weight)
	}
	for _, c := range candidates {
		if best > 0 {
			c.weight /= best
		}
	}
}

// addLatest makes the newest episodes candidates with the same relevance. A request with only
// disliked episodes gets the latest ones that are not similar to them.
func (q *recommendRequest) addLatest(ctx context.Context) error {
	q.latest = true
	newest, err := q.Index.Latest(ctx, LatestQuery{Scope: q.scope, Limit: maxDepth})
	for _, entry := range newest {
		c := q.add(entry)
		c.included, c.keyword = true, 1
	}
	return err
}
