package data

import (
	"slices"
	"strings"
	"time"
)

// Filter chooses episodes. A zero Filter chooses all. Within one list any value
// may match; different fields must all match.
type Filter struct {
	// Shows are ids of shows.
	Shows []ShowID
	// People are names; letters' case does not matter.
	People []string
	// Tags are keywords; letters' case does not matter.
	Tags []string
	// PublishedAfter is the first instant that is chosen, PublishedBefore the
	// first that no longer is. An episode without a date matches neither.
	PublishedAfter, PublishedBefore time.Time
	// MinDuration and MaxDuration are chosen themselves. An episode of unknown
	// duration matches neither.
	MinDuration, MaxDuration time.Duration
}

// IsZero reports whether the filter chooses every episode.
func (f Filter) IsZero() bool {
	return len(f.Shows) == 0 && len(f.People) == 0 && len(f.Tags) == 0 &&
		f.PublishedAfter.IsZero() && f.PublishedBefore.IsZero() && f.MinDuration == 0 && f.MaxDuration == 0
}

// Match reports whether the filter chooses e.
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
	return true
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}
