package recommend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"segue/data"
)

// Similar returns the episodes most like the one that ref points at, best
// first, never that episode itself. Both are compared by the mean of their
// passages. An episode without vectors gets those that share its people, its
// tags or its show, and then the latest; see [Result.Source]. Similar uses stored
// vectors and never calls a model. It returns an error wrapping
// [data.ErrUnknownEpisode] if ref points at none.
func (e *Engine) Similar(ctx context.Context, ref data.Ref, o Options) (Similar, error) {
	episode, err := e.catalog.Find(ctx, ref)
	if err != nil {
		return Similar{}, err
	}
	s := e.current.Load()
	ranked, mode := []candidate(nil), ModeSemantic
	if vector, ok := s.index.Vector(episode.ID); ok {
		matches, err := s.index.Episodes(ctx, vector)
		if err != nil {
			return Similar{}, fmt.Errorf("similar to %q: %w", episode.ID, err)
		}
		ranked = s.similar(episode.ID, matches, o)
	} else {
		ranked, mode = s.ladder(episode, o), ModeKeyword
	}
	answer, err := e.answer(ctx, s, ranked, mode, o, DefaultSimilar)
	if err != nil {
		return Similar{}, err
	}
	for i := range answer.Results {
		answer.Results[i].Reasons = sharedPeople(episode, answer.Results[i].Episode)
	}
	return Similar{Episode: episode, Answer: answer}, nil
}

// similar ranks matches by their similarity.
func (s *Snapshot) similar(self data.EpisodeID, matches []Match, o Options) []candidate {
	ranked := make([]candidate, 0, len(matches))
	for _, m := range matches {
		if m.Episode != self {
			m.Passage = noPassage
			ranked = s.admit(ranked, m, float64(m.Similarity), o)
		}
	}
	order(ranked)
	return ranked
}

// ladder orders all other episodes by what they share with one that has no
// vectors: people, tags, show, nothing; and the newest first within each rung.
func (s *Snapshot) ladder(self data.Episode, o Options) []candidate {
	if o.Threshold > 0 {
		return nil // these episodes have no score
	}
	rungs := make(map[Source][]candidate)
	for i, other := range s.entries {
		if other.ID == self.ID || !o.Filter.Match(other.Episode) {
			continue
		}
		source := rungOf(self, other.Episode)
		rungs[source] = append(rungs[source], candidate{entry: i, source: source, passage: noPassage})
	}
	return slices.Concat(rungs[SourcePeople], rungs[SourceTags], rungs[SourceShow], rungs[SourceLatest])
}

func rungOf(self, other data.Episode) Source {
	switch {
	case len(sharedPeople(self, other)) > 0:
		return SourcePeople
	case (data.Filter{Tags: self.Tags}).Match(other) && len(self.Tags) > 0:
		return SourceTags
	case self.Show.ID == other.Show.ID:
		return SourceShow
	default:
		return SourceLatest
	}
}

// sharedPeople gives a reason for every guest of both. A host is in every
// episode of a show and explains nothing.
func sharedPeople(a, b data.Episode) []Reason {
	reasons := []Reason{}
	for _, p := range a.People {
		if p.Role == data.RoleHost {
			continue
		}
		if slices.ContainsFunc(b.People, func(q data.Person) bool {
			return q.Role != data.RoleHost && strings.EqualFold(p.Name, q.Name)
		}) {
			reasons = append(reasons, Reason{Kind: "person", Text: p.Name})
		}
	}
	return reasons
}
