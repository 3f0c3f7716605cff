package recommend

import (
	"fmt"
	"time"

	"segue/data"
)

// Limits of an answer.
const (
	// MaxLimit is the highest number of results in one answer.
	MaxLimit = 50
	// DefaultSimilar is the default limit of similar episodes: they fit under an episode
	// without scrolling.
	DefaultSimilar = 5
	// DefaultSearch is the default limit of a search.
	DefaultSearch = 10
	// DefaultHalfLife is the age at which an episode has half the recency of the newest one:
	// technical subjects age by years, not by weeks.
	DefaultHalfLife = 365 * 24 * time.Hour
	// MaxHalfLife is a century. With it, recency is about the same for all episodes.
	MaxHalfLife = 100 * DefaultHalfLife
)

// Options select and order the results of an answer.
type Options struct {
	// Filter selects the episodes that may appear, before they are ranked.
	Filter data.Filter
	// Limit is the highest number of results, 1 to [MaxLimit]; 0 is the default. With Bare it may
	// be higher.
	Limit int
	// Offset is the number of results to skip.
	Offset int
	// Threshold is the lowest score of a result, 0 to 1, before Diversity changes scores.
	Threshold float64
	// SemanticRatio is the share of meaning in the relevance of an episode, 0 to 1; words
	// have the rest. Nil uses the [Weights].
	SemanticRatio *float64
	// Diversity, 0 to 1, is the weight of the difference from the results before (MMR); the
	// score has the rest.
	Diversity float64
	// CollapseShows keeps only the best episode of each show.
	CollapseShows bool
	// Recency, 0 to 1, is the share of recency in a score. Recency is 1 for the newest
	// episode of the catalogue and halves with every HalfLife before it; 0 is
	// [DefaultHalfLife].
	Recency  float64
	HalfLife time.Duration
	// Unfiltered keeps matches of a text that are no better than chance, for evaluation.
	Unfiltered bool
	// At is the second of the episode that results are similar to; nil for the whole episode. Only
	// [Engine.Similar] uses it.
	At *time.Duration
	// Explain adds [Result.Scores].
	Explain bool
	// Bare returns results without texts, reasons, snippets, total and facets, which take most of
	// the time of an answer. It is for evaluation.
	Bare bool
	// Weights replace the weights of the [Revision], for evaluation; nil keeps them.
	Weights *Weights
}

// end is the number of results that are ranked at least: the results of the page and of the next one.
func (o Options) end() int { return o.Offset + max(o.Limit, MaxLimit) }

// Validate returns an error that names an option that is out of its bounds.
func (o Options) Validate() error {
	switch {
	case o.Limit < 0 || o.Limit > MaxLimit && !o.Bare:
		return fmt.Errorf("limit %d is not between 1 and %d", o.Limit, MaxLimit)
	case o.Offset < 0:
		return fmt.Errorf("offset %d is negative", o.Offset)
	case o.At != nil && *o.At < 0:
		return fmt.Errorf("at %v is negative", *o.At)
	case o.HalfLife < 0 || o.HalfLife > MaxHalfLife:
		return fmt.Errorf("half-life %v is not between 0 and %v", o.HalfLife, MaxHalfLife)
	}
	shares := []share{{"threshold", o.Threshold}, {"diversity", o.Diversity}, {"recency", o.Recency}}
	if o.SemanticRatio != nil {
		shares = append(shares, share{"semantic ratio", *o.SemanticRatio})
	}
	for _, s := range shares {
		if err := s.validate(); err != nil {
			return err
		}
	}
	return nil
}
