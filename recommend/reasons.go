package recommend

import (
	"context"
	"math"
	"slices"
	"strings"

	"segue/data"
	"segue/data/text"
)

// Reason is one true statement about why an episode is in an answer.
type Reason struct {
	Kind ReasonKind
	// Text is the shared item, such as the name of a person.
	Text string
	// Highlights are half-open ranges of runes in the text of a passage: what it has in common with
	// the request. Other kinds have none.
	Highlights [][2]int
}

// ReasonKind is the subject of a [Reason].
type ReasonKind string

// The kinds of reasons.
const (
	// ReasonTopics has key phrases. In the answer to a text they are topics of the result with words
	// of the text. Otherwise they occur in both episodes. The most important comes first.
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

// maxTopics is the number of topics that a reader understands at a glance.
const maxTopics = 3

// topicSeparator is between the topics of a reason.
const topicSeparator = ", "

// explain adds the reasons of a result: the topics, people and other items that it shares with the
// nearest liked episode. Without liked episodes, it explains the result as the answer to the text.
func (q *recommendRequest) explain(ctx context.Context, result *Result, c ranked) error {
	if c.source != "" {
		return q.explainSimilar(ctx, seedOf(c.source, q.liked, result.Episode), q.terms, result, c)
	}
	if seed := q.nearestLiked(c.candidate); seed.ID != "" {
		return q.explainSimilar(ctx, seed, q.terms, result, c)
	}
	if q.search == nil {
		return nil
	}
	snippet := q.snippet(result.Episode, q.search.query, c.passage)
	return q.explainSearch(ctx, q.search, result, c, snippet)
}

// nearestLiked returns the liked episode of the index that is nearest to a candidate, the
// first of equals.
func (q *recommendRequest) nearestLiked(c *candidate) (nearest data.Episode) {
	best := float32(math.Inf(-1))
	for _, e := range q.liked {
		if similarity := c.embedding.Compare(q.seeds.mean(e.ID)).Mean; q.seeds.entry(e.ID) != nil && similarity > best {
			nearest, best = e, similarity
		}
	}
	return nearest
}

// entry returns the entry of a seed, nil if the index does not have it.
func (s *seeds) entry(id data.EpisodeID) *Entry {
	if i := slices.IndexFunc(s.entries, func(e *Entry) bool { return e.ID == id }); i >= 0 {
		return s.entries[i]
	}
	return nil
}

// explainSimilar adds the items that a result shares with a seed, and its nearest passage.
func (r *ranking) explainSimilar(ctx context.Context, seed data.Episode, terms []Term, result *Result, c ranked) error {
	reasons, err := r.sharedTopics(ctx, seed, c.entry)
	if err != nil {
		return err
	}
	reasons = append(reasons, sharedPeople(seed, result.Episode)...)
	if r.inSeries(c.entry) > 0 {
		reasons = append(reasons, Reason{Kind: ReasonSeries, Text: r.seeds.series.Name})
	}
	if c.source == SourceTags || len(reasons) == 0 {
		reasons = append(reasons, withoutTopics(sharedTags(seed, result.Episode), reasons)...)
	}
	if c.source == SourceShow {
		reasons = append(reasons, Reason{Kind: ReasonShow, Text: result.Episode.Show.Title})
	}
	if c.source == "" {
		reasons = append(reasons, r.quote(result.Episode, c.candidate, r.seeds.mean(seed.ID), WordQuery{Terms: terms})...)
	}
	if len(reasons) == 0 && sameShow(seed, result.Episode) {
		reasons = append(reasons, Reason{Kind: ReasonShow, Text: result.Episode.Show.Title})
	}
	result.Reasons = append(result.Reasons, reasons...)
	return nil
}

// withoutTopics removes the tags that are among the shared topics.
func withoutTopics(tags, topics []Reason) []Reason {
	return slices.DeleteFunc(tags, func(tag Reason) bool {
		return slices.ContainsFunc(topics, func(r Reason) bool {
			return r.Kind == ReasonTopics && slices.ContainsFunc(strings.Split(r.Text, topicSeparator), func(t string) bool { return text.Fold(t) == text.Fold(tag.Text) })
		})
	})
}

// sameShow reports whether two episodes are of one show that has a title.
func sameShow(a, b data.Episode) bool {
	return a.Show.ID != "" && a.Show.ID == b.Show.ID && b.Show.Title != ""
}

// explainSearch adds the topics of a result with words of the search, the people whom it names, and
// the passage that answers it. snippet is the snippet of the description, nil if it has none.
func (r *ranking) explainSearch(ctx context.Context, s *searchRequest, result *Result, c ranked, snippet *Snippet) error {
	var topics []string
	for _, topic := range result.Topics {
		if len(r.Index.Highlights(s.query, topic)) > 0 {
			topics = append(topics, topic)
		}
	}
	result.Reasons = append(result.Reasons, topicReasons(topics)...)
	for _, p := range result.Episode.People {
		if s.query.names(p.Name) {
			result.Reasons = append(result.Reasons, Reason{Kind: ReasonPerson, Text: p.Name})
		}
	}
	result.Reasons = append(result.Reasons, r.answeringPassage(s, result.Episode, c.candidate, snippet))
	return ctx.Err()
}

// sharedTopics returns the topics that an episode has in common with a seed.
func (r *ranking) sharedTopics(ctx context.Context, seed data.Episode, e *Entry) ([]Reason, error) {
	from := r.seeds.entry(seed.ID)
	if from == nil {
		return nil, nil
	}
	topics, err := r.Index.SharedTopics(ctx, from, e, maxTopics)
	return topicReasons(topics), err
}

// topicsOf returns the topics of each episode.
func (r *ranking) topicsOf(ctx context.Context, page []ranked) ([][]string, error) {
	entries := make([]*Entry, len(page))
	for i, c := range page {
		entries[i] = c.entry
	}
	return r.Index.Topics(ctx, entries)
}

// topicReasons returns a reason with the first topics, none if there are no topics.
func topicReasons(topics []string) []Reason {
	if len(topics) == 0 {
		return nil
	}
	return []Reason{{Kind: ReasonTopics, Text: strings.Join(topics[:min(len(topics), maxTopics)], topicSeparator)}}
}

// sharedPeople returns a reason for every guest of both episodes. Hosts do not count: they
// are in every episode of a show.
func sharedPeople(a, b data.Episode) []Reason {
	var reasons []Reason
	for _, p := range a.People {
		if p.Role != data.RoleHost && slices.ContainsFunc(b.People, func(q data.Person) bool {
			return q.Role != data.RoleHost && strings.EqualFold(p.Name, q.Name)
		}) {
			reasons = withReason(reasons, Reason{Kind: ReasonPerson, Text: p.Name})
		}
	}
	return reasons
}

// sharedTags returns a reason for every tag of both episodes.
func sharedTags(a, b data.Episode) []Reason {
	var reasons []Reason
	for _, tag := range a.Tags {
		if slices.ContainsFunc(b.Tags, func(other string) bool { return text.Fold(tag) == text.Fold(other) }) {
			reasons = withReason(reasons, Reason{Kind: ReasonTag, Text: tag})
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
