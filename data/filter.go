package data

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Filter selects episodes. The zero Filter selects all. An episode matches if it
// matches every field that is set. It matches a list if it matches one of the values.
type Filter struct {
	// Shows are ids of shows.
	Shows []ShowID
	// People are names. Case does not matter.
	People []string
	// Tags are keywords. Case does not matter.
	Tags []string
	// Topics are key phrases of episodes. Case does not matter. They depend on the whole catalogue,
	// so [Filter.Match] and a store ignore them; an index of package recommend does not.
	Topics []string
	// PublishedAfter is inclusive, PublishedBefore exclusive. An episode without a date
	// matches neither.
	PublishedAfter, PublishedBefore time.Time
	// MinDuration and MaxDuration are inclusive. An episode of unknown duration matches
	// neither.
	MinDuration, MaxDuration time.Duration
	// Languages are ranges as in RFC 4647 (basic filtering): "de" matches "de" and
	// "de-AT", "de-AT" does not match "de". Case does not matter. An empty range
	// matches episodes of unknown language.
	Languages []string
	// Types are types of episodes. An empty type counts as [TypeFull].
	Types []EpisodeType
	// Explicit selects episodes that are marked as explicit if true, and all others,
	// also those without a mark, if false. Nil selects both.
	Explicit *bool
}

// IsZero reports whether the filter selects every episode.
func (f Filter) IsZero() bool {
	return len(f.Shows) == 0 && len(f.People) == 0 && len(f.Tags) == 0 && len(f.Topics) == 0 &&
		f.PublishedAfter.IsZero() && f.PublishedBefore.IsZero() && f.MinDuration == 0 && f.MaxDuration == 0 &&
		len(f.Languages) == 0 && len(f.Types) == 0 && f.Explicit == nil
}

// Match reports whether the filter selects e. It ignores topics.
func (f Filter) Match(e Episode) bool {
	if len(f.Shows) > 0 && !slices.Contains(f.Shows, e.Show.ID) {
		return false
	}
	if len(f.People) > 0 && !slices.ContainsFunc(e.People, func(p Person) bool { return containsFold(f.People, p.Name) }) {
		return false
	}
	if len(f.Tags) > 0 && !slices.ContainsFunc(e.Tags, func(tag string) bool { return containsFold(f.Tags, tag) }) {
		return false
	}
	if !f.PublishedAfter.IsZero() && (e.Published.IsZero() || e.Published.Before(f.PublishedAfter)) {
		return false
	}
	if !f.PublishedBefore.IsZero() && (e.Published.IsZero() || !e.Published.Before(f.PublishedBefore)) {
		return false
	}
	if f.MinDuration > 0 && e.Duration < f.MinDuration {
		return false
	}
	if f.MaxDuration > 0 && (e.Duration == 0 || e.Duration > f.MaxDuration) {
		return false
	}
	return f.matchKind(e)
}

// matchKind checks the language, type and explicit mark of e.
func (f Filter) matchKind(e Episode) bool {
	if len(f.Languages) > 0 && !slices.ContainsFunc(f.Languages, func(r string) bool { return inRange(e.Language, r) }) {
		return false
	}
	if len(f.Types) > 0 && !slices.ContainsFunc(f.Types, func(t EpisodeType) bool { return t.orFull() == e.Type.orFull() }) {
		return false
	}
	return f.Explicit == nil || *f.Explicit == (e.Explicit == ExplicitYes)
}

func (t EpisodeType) orFull() EpisodeType { return cmp.Or(t, TypeFull) }

// inRange reports whether an ASCII language tag is r or begins with r and a hyphen.
func inRange(tag, r string) bool {
	return len(tag) >= len(r) && strings.EqualFold(tag[:len(r)], r) && (len(tag) == len(r) || tag[len(r)] == '-')
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}
