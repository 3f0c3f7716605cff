package recommend

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// signal is one component of a score. To add a signal, add an entry to [signals], a field to
// [Scores] and, if it has a weight, a field to [Weights].
type signal struct {
	name  string
	stage stage
	// source is the source of a result if this signal contributes most. It is empty for a
	// signal that only adjusts a score.
	source Source
	// part is the signal's field in Scores.
	part func(*Scores) *float64
	// weight is the signal's field in Weights; nil if the signal has no weight of its own.
	weight func(*Weights) *float64
	// contribution returns how much the signal adds to the score of a candidate; score is the
	// sum of the contributions before it. It is nil for diversity, which depends on the
	// other results and is computed by diversify.
	contribution func(r *ranking, c *candidate, score float64) float64
}

// stage orders the computation of signals.
type stage int

const (
	// relevanceStage compares an episode with the request.
	relevanceStage stage = iota
	// penaltyStage takes a share of the score.
	penaltyStage
	// bonusStage adds a share of the distance of a score to 1.
	bonusStage
	// dislikeStage comes after the bonuses: disliked episodes reduce them too.
	dislikeStage
	// recencyStage blends the score with the age of an episode. It makes no episode a result.
	recencyStage
	// diversityStage reorders the results.
	diversityStage
)

// signals has every signal, in the order of [Scores].
var signals = []signal{
	{
		name: "semantic", stage: relevanceStage, source: SourceSemantic,
		part: func(s *Scores) *float64 { return &s.Semantic }, contribution: (*ranking).semanticScore,
	},
	{
		name: "keyword", stage: relevanceStage, source: SourceKeyword,
		part: func(s *Scores) *float64 { return &s.Keyword }, contribution: (*ranking).keywordScore,
	},
	{
		name: "people", stage: bonusStage, source: SourcePeople,
		part:   func(s *Scores) *float64 { return &s.People },
		weight: func(w *Weights) *float64 { return &w.People }, contribution: (*ranking).peopleBonus,
	},
	{
		name: "series", stage: bonusStage,
		part:   func(s *Scores) *float64 { return &s.Series },
		weight: func(w *Weights) *float64 { return &w.Series }, contribution: (*ranking).seriesBonus,
	},
	{
		name: "show", stage: penaltyStage,
		part:   func(s *Scores) *float64 { return &s.Show },
		weight: func(w *Weights) *float64 { return &w.Show }, contribution: (*ranking).showPenalty,
	},
	{
		name: "disliked", stage: dislikeStage,
		part: func(s *Scores) *float64 { return &s.Disliked }, contribution: (*ranking).dislikePenalty,
	},
	{
		name: "recency", stage: recencyStage,
		part: func(s *Scores) *float64 { return &s.Recency }, contribution: (*ranking).recencyBlend,
	},
	{
		name: "diversity", stage: diversityStage,
		part: func(s *Scores) *float64 { return &s.Diversity },
	},
}

// computed has the signals with a contribution, in the order of their stages.
var computed = func() []signal {
	list := slices.DeleteFunc(slices.Clone(signals), func(s signal) bool { return s.contribution == nil })
	slices.SortStableFunc(list, func(a, b signal) int { return cmp.Compare(a.stage, b.stage) })
	return list
}()

// score returns the score of a candidate before diversity, and the part of it that does not
// come from recency.
func (r *ranking) score(c *candidate) (score, relevance float64) {
	recency := 0.0
	for i := range computed {
		contribution := computed[i].contribution(r, c, score)
		if computed[i].stage == recencyStage {
			recency += contribution
		}
		score += contribution
	}
	return score, score - recency
}

// scores returns the contributions of all signals but diversity to the score of a candidate.
func (r *ranking) scores(c *candidate) (s Scores) {
	score := 0.0
	for i := range computed {
		contribution := computed[i].contribution(r, c, score)
		*computed[i].part(&s) = contribution
		score += contribution
	}
	return s
}

// source returns the source of the signal that contributes most; the first of equals.
func (s Scores) source() (source Source) {
	most := math.Inf(-1)
	for _, signal := range signals {
		if part := *signal.part(&s); signal.source != "" && part > most {
			source, most = signal.source, part
		}
	}
	return source
}

// Map returns scores with f applied to each of s.
func (s Scores) Map(f func(float64) float64) Scores {
	for _, signal := range signals {
		part := signal.part(&s)
		*part = f(*part)
	}
	return s
}

// relevance is the score of a candidate by meaning and words alone.
func (r *ranking) relevance(c *candidate) float64 {
	return r.semanticScore(c, 0) + r.keywordScore(c, 0)
}

func (r *ranking) semanticScore(c *candidate, _ float64) float64 {
	switch {
	case !r.byMeaning:
		return 0
	case !r.byWords:
		return float64(c.semantic)
	default:
		return r.ratio * float64(c.semantic)
	}
}

func (r *ranking) keywordScore(c *candidate, _ float64) float64 {
	switch {
	case !r.byWords && !r.latest:
		return 0
	case !r.byMeaning:
		return float64(c.keyword)
	default:
		return (1 - r.ratio) * float64(c.keyword)
	}
}

// showPenalty applies to an episode of a show that no seed is from.
func (r *ranking) showPenalty(c *candidate, score float64) float64 {
	if r.seeds == nil || len(r.seeds.shows) == 0 || slices.Contains(r.seeds.shows, c.entry.Show.ID) {
		return 0
	}
	return -r.weights.Show * r.seeds.rarity * score
}

// rareShow is the share of the candidates from which the shows of a request are rare.
const rareShow = 0.05

// findRarity sets how rare the shows of the seeds are among the candidates, from 0, if all
// candidates are of these shows, to 1. The value of a common show follows the information in it, as
// the value of a common word does: two episodes of a narrow show are more likely to be related than
// two of a show that is most of the catalogue.
func (r *ranking) findRarity() {
	same, all := 0, 0
	for _, c := range r.candidates {
		if c.included {
			all++
			if slices.Contains(r.seeds.shows, c.entry.Show.ID) {
				same++
			}
		}
	}
	if all > 0 {
		r.seeds.rarity = logarithmic(float64(all)/float64(max(same, 1)), 1, 1/rareShow)
	}
}

// peopleBonus applies to an episode that shares a guest with a seed.
func (r *ranking) peopleBonus(c *candidate, score float64) float64 {
	if r.seeds == nil || !overlap(r.seeds.guests, c.entry.Guests) {
		return 0
	}
	return r.weights.People * (1 - score)
}

func (r *ranking) seriesBonus(c *candidate, score float64) float64 {
	return r.weights.Series * r.inSeries(c.entry) * (1 - score)
}

// inSeries is 1 for the part of the series that follows the seed, 0.5 for another part,
// and 0 for an episode that is not in the series.
func (r *ranking) inSeries(e *Entry) float64 {
	if r.seeds == nil || r.seeds.series.ID == "" || e.Series.ID != r.seeds.series.ID {
		return 0
	}
	if part := r.seeds.series.Part; part > 0 && e.Series.Part == part+1 {
		return 1
	}
	return 0.5
}

// dislike is the share of its score that the episode most similar to a disliked one loses. The
// loss falls with the square of the similarity, so that a disliked episode affects its neighbours
// and hardly anything else.
const dislike = 0.9

func (r *ranking) dislikePenalty(c *candidate, score float64) float64 {
	return -dislike * float64(c.disliked) * float64(c.disliked) * score
}

func (r *ranking) recencyBlend(c *candidate, score float64) float64 {
	if !(r.options.Recency > 0) {
		return 0
	}
	return r.options.Recency * (r.recency(c.entry) - score)
}

// recency is 1 for the newest episode of the catalogue and halves with every half-life
// before it, so that an answer does not depend on the current time. An episode without a
// date has 0.
func (r *ranking) recency(e *Entry) float64 {
	if e.Published.IsZero() {
		return 0
	}
	halfLife := cmp.Or(r.options.HalfLife, DefaultHalfLife)
	return math.Exp2(-float64(r.info.Newest.Sub(e.Published)/time.Second) / halfLife.Seconds())
}

// overlap reports whether two short lists have a name in common.
func overlap(a, b []string) bool {
	for _, n := range a {
		if slices.Contains(b, n) {
			return true
		}
	}
	return false
}
