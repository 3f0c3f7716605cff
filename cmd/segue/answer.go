package main

import (
	"fmt"
	"time"

	"segue/recommend"
)

// answerFlags narrow and shape an answer, as the HTTP parameters do.
type answerFlags struct {
	Limit     *int    `help:"Most results, 1 to 50." placeholder:"N"`
	Offset    int     `help:"Results to skip." placeholder:"N"`
	Threshold float64 `help:"Lowest score, 0 to 1." placeholder:"SCORE"`
	filterFlags
	rankingFlags
	Why bool `help:"Print under each result why it is there."`
}

// bodyFlags are for programs, which read the body of the HTTP answer.
type bodyFlags struct {
	Explain bool `help:"Say how each score came about (with --json)."`
	JSON    bool `help:"Print the body of the HTTP answer." name:"json"`
}

// rankingFlags say how episodes are put in order, as the HTTP parameters do.
type rankingFlags struct {
	SemanticRatio *float64 `help:"Share of meaning beside words, 0 to 1; what was measured best if not given." placeholder:"SHARE"`
	Diversity     float64  `help:"How much being unlike the results before counts, 0 to 1." placeholder:"SHARE"`
	Collapse      collapse `help:"Only the best result of each: show." placeholder:"WHAT"`
	Recency       float64  `help:"Share of newness in a score, 0 to 1." placeholder:"SHARE"`
	HalfLifeDays  float64  `help:"Age at which an episode counts half as new as the newest, with --recency." default:"365" placeholder:"DAYS"`
}

const (
	oneDay = 24 * time.Hour
	// maxHalfLifeDays is what the HTTP parameter allows.
	maxHalfLifeDays = float64(recommend.MaxHalfLife / oneDay)
)

// Validate refuses what the HTTP parameters refuse; kong calls it.
func (f answerFlags) Validate() error {
	switch {
	case f.Limit != nil && (*f.Limit < 1 || *f.Limit > recommend.MaxLimit):
		return fmt.Errorf("--limit %d is not between 1 and %d", *f.Limit, recommend.MaxLimit)
	case f.Offset < 0:
		return fmt.Errorf("--offset %d is negative", f.Offset)
	}
	if err := isShare("--threshold", f.Threshold); err != nil {
		return err
	}
	return f.rankingFlags.validate()
}

func (f rankingFlags) validate() error {
	if !(f.HalfLifeDays > 0 && f.HalfLifeDays <= maxHalfLifeDays) {
		return fmt.Errorf("--half-life-days %v is not above 0 and at most %v", f.HalfLifeDays, maxHalfLifeDays)
	}
	if f.SemanticRatio != nil {
		if err := isShare("--semantic-ratio", *f.SemanticRatio); err != nil {
			return err
		}
	}
	if err := isShare("--diversity", f.Diversity); err != nil {
		return err
	}
	return isShare("--recency", f.Recency)
}

// isShare refuses a value of a flag that is not 0 to 1, also one that is no number.
func isShare(flag string, value float64) error {
	if value >= 0 && value <= 1 {
		return nil
	}
	return fmt.Errorf("%s %v is not between 0 and 1", flag, value)
}

func (f answerFlags) options() recommend.Options {
	o := recommend.Options{
		Filter: f.filter(), Offset: f.Offset, Threshold: f.Threshold,
		SemanticRatio: f.SemanticRatio, Diversity: f.Diversity, CollapseShows: f.Collapse == collapseShows,
		Recency: f.Recency, HalfLife: max(time.Duration(f.HalfLifeDays*float64(oneDay)), 1), // 0 stands for the default
	}
	if f.Limit != nil {
		o.Limit = *f.Limit
	}
	return o
}

// wantsMeaning reports whether an answer by words alone is not what was asked for.
func (f rankingFlags) wantsMeaning() bool { return f.SemanticRatio == nil || *f.SemanticRatio > 0 }
