package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/recommend"
)

// answerFlags filter and rank results, like the HTTP parameters.
type answerFlags struct {
	Limit     *int    `help:"Maximum number of results, 1 to 50." placeholder:"N"`
	Offset    int     `help:"Number of results to skip." placeholder:"N"`
	Threshold float64 `help:"Minimum score, 0 to 1." placeholder:"SCORE"`
	filterFlags
	rankingFlags
	Why bool `help:"Print the reasons below each result."`
}

// bodyFlags select the output for programs.
type bodyFlags struct {
	Explain bool `help:"Add the components of each score (with --json)."`
	JSON    bool `help:"Print the body of the HTTP response." name:"json"`
}

// rankingFlags change the order of results, like the HTTP parameters.
type rankingFlags struct {
	SemanticRatio *float64 `help:"Weight of meaning against words, 0 (words only) to 1 (meaning only). The default was measured." placeholder:"RATIO"`
	Diversity     float64  `help:"Weight of being different from earlier results, 0 to 1." placeholder:"WEIGHT"`
	Collapse      collapse `help:"Keep only the best episode of each show; the only value is show." placeholder:"WHAT"`
	Recency       float64  `help:"Weight of recency, 0 to 1." placeholder:"WEIGHT"`
	HalfLifeDays  float64  `help:"Age in days, counted from the newest episode, at which recency is half." default:"365" placeholder:"DAYS"`
}

const (
	oneDay = 24 * time.Hour
	// maxHalfLifeDays is the maximum of the HTTP parameter.
	maxHalfLifeDays = float64(recommend.MaxHalfLife / oneDay)
)

// Validate refuses the values that the HTTP parameters refuse. Kong calls it.
func (f answerFlags) Validate() error {
	switch {
	case f.Limit != nil && (*f.Limit < 1 || *f.Limit > recommend.MaxLimit):
		return fmt.Errorf("--limit must be 1 to %d, not %d", recommend.MaxLimit, *f.Limit)
	case f.Offset < 0:
		return fmt.Errorf("--offset must be 0 or more, not %d", f.Offset)
	}
	if err := validRatio("--threshold", f.Threshold); err != nil {
		return err
	}
	return f.rankingFlags.validate()
}

func (f rankingFlags) validate() error {
	if !(f.HalfLifeDays > 0 && f.HalfLifeDays <= maxHalfLifeDays) {
		return fmt.Errorf("--half-life-days must be above 0 and at most %v, not %v", maxHalfLifeDays, f.HalfLifeDays)
	}
	if f.SemanticRatio != nil {
		if err := validRatio("--semantic-ratio", *f.SemanticRatio); err != nil {
			return err
		}
	}
	if err := validRatio("--diversity", f.Diversity); err != nil {
		return err
	}
	return validRatio("--recency", f.Recency)
}

// validRatio returns an error unless the value is 0 to 1. It refuses NaN.
func validRatio(flag string, value float64) error {
	if value >= 0 && value <= 1 {
		return nil
	}
	return fmt.Errorf("%s must be 0 to 1, not %v", flag, value)
}

func (f answerFlags) options() recommend.Options {
	o := recommend.Options{
		Filter: f.filter(), Offset: f.Offset, Threshold: f.Threshold,
		SemanticRatio: f.SemanticRatio, Diversity: f.Diversity, CollapseShows: f.Collapse == collapseShows,
		Recency: f.Recency, HalfLife: max(time.Duration(f.HalfLifeDays*float64(oneDay)), 1), // 0 would select the default
	}
	if f.Limit != nil {
		o.Limit = *f.Limit
	}
	return o
}

// printMode prints a message if an answer uses words only although the flags do not
// select that.
func (f rankingFlags) printMode(t *terminal, a *app.App, answer recommend.Answer) {
	if answer.Mode != recommend.ModeKeyword || f.SemanticRatio != nil && *f.SemanticRatio == 0 {
		return
	}
	err := a.QueryError()
	switch {
	case err == nil:
		fmt.Fprintln(t.stderr, "segue: answered with words only")
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Fprintln(t.stderr, "segue: answered with words only: the model did not answer in time")
	default:
		fmt.Fprintf(t.stderr, "segue: answered with words only: %v\n", err)
	}
}
