package recommend

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"segue/data"
)

// Taste is what a recommendation begins with. At least one of the three is given.
type Taste struct {
	// Liked and Disliked point at episodes, [MaxTaste] each at most. None of them is
	// recommended.
	Liked, Disliked []data.Ref
	// Text says in words what is wanted.
	Text string
}

// MaxTaste bounds the episodes of a [Taste], each of which costs a comparison with
// the whole catalogue.
const MaxTaste = 20

// Recommendation answers what to hear for a taste.
type Recommendation struct {
	// Liked and Disliked are the episodes that the taste points at.
	Liked, Disliked []data.Episode
	// Text is the text of the taste, without surrounding space.
	Text string
	Answer
}

// Recommend returns what to hear next for a taste: episodes near what is liked and
// what the text says, in meaning and in words, away from what is disliked. Neither
// liked nor disliked episodes come back, nor re-runs of them. It returns
// [ErrNothingGiven] for an empty taste, and an error wrapping
// [data.ErrUnknownEpisode] and a [*TasteError] for an episode that is not in the
// catalogue.
func (e *Engine) Recommend(ctx context.Context, taste Taste, o Options) (Recommendation, error) {
	out := Recommendation{Text: strings.Join(strings.Fields(taste.Text), " ")}
	if len(taste.Liked)+len(taste.Disliked) == 0 && out.Text == "" {
		return Recommendation{}, ErrNothingGiven
	}
	var err error
	if out.Liked, err = e.find(ctx, "liked", taste.Liked); err != nil {
		return Recommendation{}, err
	}
	if out.Disliked, err = e.find(ctx, "disliked", taste.Disliked); err != nil {
		return Recommendation{}, err
	}
	s := e.current.Load()
	r := s.ranking(o)
	r.self = noSubject()
	r.weighTranscripts(out.Liked)
	t := tasting{ranking: r, asked: &asked{}, byText: out.Text != ""}
	if out.Answer, err = e.recommend(ctx, &t, out); err != nil {
		return Recommendation{}, fmt.Errorf("recommend: %w", err)
	}
	return out, nil
}

// TasteError says which episode of a [Taste] is the matter.
type TasteError struct {
	// List is "liked" or "disliked", Index the place in it from 0.
	List  string
	Index int
	Err   error
}

func (e *TasteError) Error() string { return fmt.Sprintf("%s %d: %v", e.List, e.Index, e.Err) }

func (e *TasteError) Unwrap() error { return e.Err }

// find returns the episodes that refs point at.
func (e *Engine) find(ctx context.Context, list string, refs []data.Ref) ([]data.Episode, error) {
	episodes := []data.Episode{}
	for i, ref := range refs {
		episode, err := e.catalog.Find(ctx, ref)
		if err != nil {
			return nil, &TasteError{List: list, Index: i, Err: err}
		}
		episodes = append(episodes, episode)
	}
	return episodes, nil
}

// tasting is one call of Recommend.
type tasting struct {
	*ranking
	asked *asked
	// byText says that a text was given.
	byText bool
	// liked are numbers of the snapshot, terms what they are about.
	liked []int
	terms []Term
}

func (e *Engine) recommend(ctx context.Context, t *tasting, given Recommendation) (Answer, error) {
	if t.byText {
		if err := e.askTaste(ctx, t, given.Text); err != nil {
			return Answer{}, err
		}
	}
	t.like(given.Liked)
	for _, list := range [][]data.Episode{given.Liked, given.Disliked} {
		for _, n := range t.numbers(list) {
			t.exclude(n)
		}
	}
	some := slices.Contains(t.chosen, true)
	if err := t.compareAll(ctx); err != nil {
		return Answer{}, err
	}
	t.normalise()
	mode := t.mode()
	avoided, err := t.avoid(ctx, t.numbers(given.Disliked))
	if err != nil {
		return Answer{}, err
	}
	if len(given.Liked) == 0 && !t.byText {
		mode = avoided
		t.takeAll()
	}
	list := t.rank()
	if needed := t.options.Offset + MaxLimit + 1; len(list) < needed {
		list = t.withLadder(list, given.Liked, needed)
	}
	answer, err := e.page(ctx, t.ranking, list, mode, DefaultSimilar, func(result *Result, c ranked) error {
		return t.why(ctx, given, result, c)
	})
	if len(list) == 0 {
		answer.Empty = t.whyEmpty(some, "no other episode is in the catalogue")
	}
	return answer, err
}

// askTaste compares every episode with the text of a taste.
func (e *Engine) askTaste(ctx context.Context, t *tasting, text string) error {
	var err error
	if t.asked.query, err = t.words.Parse(ctx, text); err != nil {
		return err
	}
	wait := e.embed(ctx, t.ranking, t.asked.query.Plain)
	if err := t.match(ctx, t.asked); err != nil {
		return err
	}
	t.asked.vector = wait()
	return ctx.Err()
}

// like makes the liked episodes the subject.
func (t *tasting) like(liked []data.Episode) {
	t.liked = t.numbers(liked)
	for _, n := range t.liked {
		t.self.guests = append(t.self.guests, t.entries[n].guests...)
		t.self.shows = append(t.self.shows, t.entries[n].facets.shows...)
	}
	if len(t.liked) == 1 {
		t.self = t.subject(t.liked[0])
	}
}

// numbers are those of episodes that the snapshot has, each once.
func (s *Snapshot) numbers(episodes []data.Episode) []int {
	var list []int
	for _, e := range episodes {
		if n, ok := s.position[e.ID]; ok && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// compareAll compares every episode with what is liked and asked for: by the mean
// of all, which is what they have in common, and by the nearest of them, so that a
// taste of several subjects gets its share of each.
func (t *tasting) compareAll(ctx context.Context) error {
	vectors := t.likedVectors()
	if len(vectors) > 0 && t.ratio > 0 {
		if err := t.compareVectors(ctx, vectors); err != nil {
			return err
		}
	}
	if t.semantic == nil && t.keyword == nil && t.byText {
		// Meaning alone was asked for and cannot answer.
		if err := t.matchWords(ctx, t.asked); err != nil {
			return err
		}
	}
	if t.ratio == 1 && t.semantic != nil || len(t.liked) == 0 {
		return nil
	}
	if t.keyword == nil {
		t.keyword = make([]float32, len(t.entries))
	} else if best := slices.Max(t.keyword); best > 0 {
		for n := range t.keyword {
			t.keyword[n] /= best // the text counts as much as what is liked
		}
	}
	return t.likeTerms(ctx)
}

func (t *tasting) likedVectors() [][]float32 {
	var vectors [][]float32
	if t.asked.vector != nil {
		vectors = append(vectors, t.asked.vector)
	}
	for _, n := range t.liked {
		if v := t.vectors.Vector(n); v != nil {
			vectors = append(vectors, v)
		}
	}
	return vectors
}

func (t *tasting) compareVectors(ctx context.Context, vectors [][]float32) error {
	sum, one := make([]float32, len(t.entries)), make([]float32, len(t.entries))
	t.semantic = make([]float32, len(t.entries))
	for i, v := range vectors {
		if err := t.vectors.Means(ctx, v, one); err != nil {
			return err
		}
		for n, similarity := range one {
			if i == 0 || similarity > t.semantic[n] {
				t.semantic[n] = similarity
			}
			sum[n] += similarity / float32(len(vectors))
		}
	}
	for n := range sum {
		if t.semantic[n] != NoVector {
			t.semantic[n] = (t.semantic[n] + sum[n]) / 2
		}
	}
	return nil
}

// likeTerms adds how much each episode has of the terms of those that are liked.
func (t *tasting) likeTerms(ctx context.Context) error {
	numbers := map[string]int{}
	for _, n := range t.liked {
		own, err := t.words.Terms(ctx, n, likeTerms)
		if err != nil {
			return err
		}
		for _, term := range own {
			if i, known := numbers[term.Stem]; known {
				t.terms[i].Weight += term.Weight
				continue
			}
			numbers[term.Stem] = len(t.terms)
			t.terms = append(t.terms, term)
		}
	}
	about := make([]float32, len(t.entries))
	if err := t.words.Like(ctx, t.terms, about); err != nil {
		return err
	}
	if best := slices.Max(about); best > 0 {
		for n := range about {
			t.keyword[n] += about[n] / best
		}
	}
	return nil
}

// why adds to a result what it has in common with the liked episode that is
// nearest to it, and the words of the text.
func (t *tasting) why(ctx context.Context, given Recommendation, result *Result, c ranked) error {
	terms := t.terms
	if t.byText {
		terms = append(slices.Clone(t.asked.query.Terms), terms...)
	}
	if c.source != "" {
		_, shared := rungOf(given.Liked, result.Episode)
		return t.whySimilar(ctx, shared, 0, nil, result, c)
	}
	if nearest := t.nearestLiked(given.Liked, c.entry); nearest.ID != "" {
		return t.whySimilar(ctx, nearest, t.position[nearest.ID], terms, result, c)
	}
	topics, err := t.topics(ctx, terms, c.entry)
	result.Reasons = append(result.Reasons, topics...)
	if t.asked.vector != nil {
		result.Reasons = append(result.Reasons, t.nearestPassage(t.asked.vector, result.Episode, c.entry)...)
	}
	return err
}

// nearestLiked is the liked episode of the snapshot that is nearest to n, the first of
// equals.
func (t *tasting) nearestLiked(liked []data.Episode, n int) (nearest data.Episode) {
	best := float32(math.Inf(-1))
	for _, e := range liked {
		at, known := t.position[e.ID]
		if !known {
			continue
		}
		if similarity := t.vectors.Similarity(at, n); similarity > best {
			nearest, best = e, similarity
		}
	}
	return nearest
}
