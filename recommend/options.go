package recommend

import (
	"fmt"
	"time"

	"segue/data"
)

// Limits of an answer.
const (
	// MaxLimit is the most results of one answer: more than anybody reads, and
	// few enough to be shown at once.
	MaxLimit = 50
	// DefaultSimilar fits under an episode without scrolling.
	DefaultSimilar = 5
	// DefaultSearch is one page of results.
	DefaultSearch = 10
	// DefaultHalfLife is how old an episode is that counts half as new as the
	// newest: technical subjects age by years, not by weeks.
	DefaultHalfLife = 365 * 24 * time.Hour
	// MaxHalfLife is a century, which turns recency off.
	MaxHalfLife = 100 * DefaultHalfLife
)

// Options narrow and shape an answer.
type Options struct {
	// Filter chooses the episodes that may appear, before they are ranked.
	Filter data.Filter
	// Limit is the most results, 1 to [MaxLimit]; 0 stands for the default.
	Limit int
	// Offset is the number of results that are skipped.
	Offset int
	// Threshold is the lowest score that is shown, 0 to 1, before Diversity changes
	// scores.
	Threshold float64
	// SemanticRatio is the share of meaning beside words in a score, 0 to 1. Nil
	// stands for what was measured best.
	SemanticRatio *float64
	// Diversity, 0 to 1, is how much being unlike the results before counts beside
	// the score (MMR).
	Diversity float64
	// CollapseShows leaves the best episode of each show.
	CollapseShows bool
	// Recency, 0 to 1, is the share of newness in a score. It halves with every
	// HalfLife that an episode is older than the newest of the catalogue; 0 stands
	// for [DefaultHalfLife].
	Recency  float64
	HalfLife time.Duration
	// Explain adds to each result how its score came about.
	Explain bool
	// Weights replace those of the engine, for measurements; nil for none.
	Weights *Weights
}

// Validate reports which option is out of its bounds, or nil.
func (o Options) Validate() error {
	switch {
	case o.Limit < 0 || o.Limit > MaxLimit:
		return fmt.Errorf("limit %d is not between 1 and %d", o.Limit, MaxLimit)
	case o.Offset < 0:
		return fmt.Errorf("offset %d is negative", o.Offset)
	case o.HalfLife < 0 || o.HalfLife > MaxHalfLife:
		return fmt.Errorf("half-life %v is not between 0 and %v", o.HalfLife, MaxHalfLife)
	}
	shares := []struct {
		name  string
		value float64
	}{{"threshold", o.Threshold}, {"diversity", o.Diversity}, {"recency", o.Recency}}
	if o.SemanticRatio != nil {
		shares = append(shares, struct {
			name  string
			value float64
		}{"semantic ratio", *o.SemanticRatio})
	}
	for _, s := range shares {
		if !(s.value >= 0 && s.value <= 1) {
			return fmt.Errorf("%s %v is not between 0 and 1", s.name, s.value)
		}
	}
	return nil
}
