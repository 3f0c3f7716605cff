package recommend

import (
	"context"
	"math"
	"slices"
	"strings"

	"segue/data"
)

// Reason is one true statement about why an episode is in an answer.
type Reason struct {
	Kind ReasonKind
	// Text is the shared item, such as the name of a person.
	Text string
}

// ReasonKind is the subject of a [Reason].
type ReasonKind string

// The kinds of reasons.
const (
	// ReasonTopics has terms that the result shares with the text or the episodes of the
	// request, the largest contribution to the score first.
	ReasonTopics ReasonKind = "topics"
	// ReasonPerson is a shared guest, or a guest whom the search names.
	ReasonPerson ReasonKind = "person"
	// ReasonSeries is the series of the result and the liked episode.
	ReasonSeries ReasonKind = "series"
	// ReasonTag is a tag of both.
	ReasonTag ReasonKind = "tag"
	// ReasonShow is the show of both.
	ReasonShow ReasonKind = "show"
	// ReasonPassage quotes the passage of the result that is nearest in meaning.
	ReasonPassage ReasonKind = "passage"
)

// ReasonKinds has every kind of reason.
var ReasonKinds = []ReasonKind{ReasonTopics, ReasonPerson, ReasonSeries, ReasonTag, ReasonShow, ReasonPassage}

const (
	// maxTopics is the number of shared terms that a reader understands at a glance.
	maxTopics = 3
	// topicShare is the lowest contribution of a term, as a share of the highest, that makes
	// it a topic.
	topicShare = 0.25
)

// explain adds the reasons of a result: the topics that it shares with the request, and the
// people and other items that it shares with the nearest liked episode. Without liked
// episodes, it adds the passage that is nearest to the text.
func (q *recommendRequest) explain(ctx context.Context, result *Result, c ranked) error {
	if c.source != "" {
		return q.explainSimilar(ctx, seedOf(c.source, q.liked, result.Episode), q.terms, result, c)
	}
	if seed := q.nearestLiked(c.candidate); seed.ID != "" {
		return q.explainSimilar(ctx, seed, q.terms, result, c)
	}
	topics, err := q.topics(ctx, q.terms, c.candidate)
	result.Reasons = append(result.Reasons, topics...)
	if q.search != nil && q.search.vector != nil {
		result.Reasons = append(result.Reasons, q.nearestPassage(q.search.vector, result.Episode, c.candidate)...)
	}
	return err
}

// nearestLiked returns the liked episode of the index that is nearest to a candidate, the
// first of equals.
func (q *recommendRequest) nearestLiked(c *candidate) (nearest data.Episode) {
	best := float32(math.Inf(-1))
	for _, e := range q.liked {
		known := slices.ContainsFunc(q.seeds.entries, func(seed *Entry) bool { return seed.ID == e.ID })
		if similarity := c.embedding.Compare(q.seeds.mean(e.ID)).Mean; known && similarity > best {
			nearest, best = e, similarity
		}
	}
	return nearest
}

// explainSimilar adds the items that a result shares with a seed, and its nearest passage.
func (r *ranking) explainSimilar(ctx context.Context, seed data.Episode, terms []Term, result *Result, c ranked) error {
	topics, err := r.topics(ctx, terms, c.candidate)
	if err != nil {
		return err
	}
	reasons := append(append(result.Reasons, topics...), sharedPeople(seed, result.Episode)...)
	if r.inSeries(c.entry) > 0 {
		reasons = append(reasons, Reason{ReasonSeries, r.seeds.series.Name})
	}
	switch c.source {
	case "":
		if r.byMeaning {
			reasons = append(reasons, r.nearestPassage(r.seeds.mean(seed.ID), result.Episode, c.candidate)...)
		}
	case SourceTags:
		reasons = append(reasons, sharedTags(seed, result.Episode)...)
	case SourceShow:
		reasons = append(reasons, Reason{ReasonShow, result.Episode.Show.Title})
	}
	result.Reasons = reasons
	return nil
}

// explainSearch adds the words of the search that a result has, and the people whom the
// search names.
func (r *ranking) explainSearch(ctx context.Context, s *searchRequest, result *Result, c ranked) error {
	topics, err := r.topics(ctx, s.query.Terms, c.candidate)
	if err != nil {
		return err
	}
	result.Reasons = append(result.Reasons, topics...)
	for _, p := range result.Episode.People {
		if s.query.names(p.Name) {
			result.Reasons = append(result.Reasons, Reason{ReasonPerson, p.Name})
		}
	}
	return nil
}

// topics returns the terms that contributed most to the score of a candidate by words.
func (r *ranking) topics(ctx context.Context, terms []Term, c *candidate) ([]Reason, error) {
	if len(terms) == 0 || c.keyword == 0 {
		return nil, nil
	}
	shared, err := r.Index.Shared(ctx, terms, c.entry)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	var topics []string
	for _, t := range shared {
		if len(topics) < maxTopics && t.Weight >= topicShare*shared[0].Weight && !stopWords[t.Stem] {
			topics = append(topics, t.Word)
		}
	}
	if len(topics) == 0 {
		return nil, nil
	}
	return []Reason{{ReasonTopics, strings.Join(topics, ", ")}}, nil
}

// nearestPassage returns the passage of an episode that is nearest to a vector.
func (r *ranking) nearestPassage(vector []float32, e data.Episode, c *candidate) []Reason {
	nearest := c.embedding.Compare(vector)
	text := r.passageOf(e, nearest.Passage)
	if nearest.Best <= 0 || text == "" {
		return nil
	}
	return []Reason{{ReasonPassage, excerpt(text, nil).Text}}
}

// sharedPeople returns a reason for every guest of both episodes. Hosts do not count: they
// are in every episode of a show.
func sharedPeople(a, b data.Episode) []Reason {
	var reasons []Reason
	for _, p := range a.People {
		if p.Role != data.RoleHost && slices.ContainsFunc(b.People, func(q data.Person) bool {
			return q.Role != data.RoleHost && strings.EqualFold(p.Name, q.Name)
		}) {
			reasons = withReason(reasons, Reason{ReasonPerson, p.Name})
		}
	}
	return reasons
}

// sharedTags returns a reason for every tag of both episodes.
func sharedTags(a, b data.Episode) []Reason {
	var reasons []Reason
	for _, tag := range a.Tags {
		if slices.ContainsFunc(b.Tags, func(other string) bool { return strings.EqualFold(tag, other) }) {
			reasons = withReason(reasons, Reason{ReasonTag, tag})
		}
	}
	return reasons
}

// withReason appends a reason, unless the list has it, perhaps in another case.
func withReason(reasons []Reason, reason Reason) []Reason {
	if slices.ContainsFunc(reasons, func(r Reason) bool { return r.Kind == reason.Kind && strings.EqualFold(r.Text, reason.Text) }) {
		return reasons
	}
	return append(reasons, reason)
}

// emptyReason explains an answer without results; otherwise is the explanation if nothing else
// is.
func (r *ranking) emptyReason(ctx context.Context, otherwise string) (string, error) {
	if r.info.Episodes == 0 {
		return "the catalogue is empty", nil
	}
	if !r.options.Filter.IsZero() {
		any, err := r.Index.Latest(ctx, LatestQuery{Scope: Scope{Filter: r.options.Filter, Without: r.scope.Without}, Limit: 1})
		if err != nil || len(any) == 0 {
			return "no episode matches the filters", err
		}
	}
	if r.options.Threshold > 0 {
		return "no score reaches the threshold", nil
	}
	return otherwise, nil
}
