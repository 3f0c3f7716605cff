package recommend

import (
	"context"
	"slices"
	"strings"

	"segue/data"
)

const (
	// topicsShown is how many shared terms a reader takes in at a glance.
	topicsShown = 3
	// topicShare is the least that a term has carried of what the first one has, to
	// be named beside it.
	topicShare = 0.25
)

// whySimilar adds to a result what it has in common with the episode, which is the
// snapshot's nth, and its nearest passage.
func (r *ranking) whySimilar(ctx context.Context, episode data.Episode, n int, terms []Term, result *Result, c ranked) error {
	topics, err := r.topics(ctx, terms, c.entry)
	if err != nil {
		return err
	}
	result.Reasons = append(append(result.Reasons, topics...), sharedPeople(episode, result.Episode)...)
	if r.self != nil && r.follows(c.entry) > 0 {
		result.Reasons = append(result.Reasons, Reason{ReasonSeries, r.series.Name(r.self.series)})
	}
	switch c.source {
	case SourceTags:
		result.Reasons = append(result.Reasons, sharedTags(episode, result.Episode)...)
	case SourceShow:
		result.Reasons = append(result.Reasons, Reason{ReasonShow, result.Episode.Show.Title})
	}
	if r.self == nil || r.semantic == nil || c.source != "" {
		return nil
	}
	result.Reasons = append(result.Reasons, r.nearestPassage(r.vectors.Vector(n), result.Episode, c.entry)...)
	return nil
}

// topics are the terms that carried the score of an episode by its words.
func (r *ranking) topics(ctx context.Context, terms []Term, n int) ([]Reason, error) {
	if len(terms) == 0 || r.keyword == nil || r.keyword[n] == 0 {
		return nil, nil
	}
	shared, err := r.words.Shared(ctx, terms, n)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	var named []string
	for _, t := range shared {
		if len(named) < topicsShown && t.Weight >= topicShare*shared[0].Weight && !dull[t.Stem] {
			named = append(named, t.Word)
		}
	}
	if len(named) == 0 {
		return nil, nil
	}
	return []Reason{{ReasonTopics, strings.Join(named, ", ")}}, nil
}

// nearestPassage is the passage of an episode that is nearest to a vector.
func (r *ranking) nearestPassage(vector []float32, e data.Episode, n int) []Reason {
	if vector == nil || !r.entries[n].embedded {
		return nil
	}
	nearest := r.vectors.Nearest(vector, n)
	text := r.passageOf(e, int(nearest.Passage))
	if nearest.Best <= 0 || text == "" {
		return nil
	}
	return []Reason{{ReasonPassage, excerpt(text, nil).Text}}
}

// sharedPeople gives a reason for every guest of both. A host is in every
// episode of a show and explains nothing.
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

// sharedTags gives a reason for every tag of both.
func sharedTags(a, b data.Episode) []Reason {
	var reasons []Reason
	for _, tag := range a.Tags {
		if slices.ContainsFunc(b.Tags, func(other string) bool { return strings.EqualFold(tag, other) }) {
			reasons = withReason(reasons, Reason{ReasonTag, tag})
		}
	}
	return reasons
}

// withReason adds a reason that is not there in another spelling.
func withReason(reasons []Reason, reason Reason) []Reason {
	if slices.ContainsFunc(reasons, func(r Reason) bool { return r.Kind == reason.Kind && strings.EqualFold(r.Text, reason.Text) }) {
		return reasons
	}
	return append(reasons, reason)
}

// whyEmpty says why an answer has no result. some says whether the filters chose an
// episode that may be shown, otherwise is the case that nothing is left to find.
func (r *ranking) whyEmpty(some bool, otherwise string) string {
	switch {
	case len(r.entries) == 0:
		return "the catalogue is empty"
	case !some && !r.options.Filter.IsZero():
		return "the filters choose no episode that may be shown"
	case r.options.Threshold > 0:
		return "no score reaches the threshold"
	default:
		return otherwise
	}
}
