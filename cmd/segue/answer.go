package main

import (
	"fmt"

	"segue/recommend"
)

// answerFlags narrow and shape an answer, as the HTTP parameters do.
type answerFlags struct {
	Limit     *int    `help:"Most results, 1 to 50." placeholder:"N"`
	Offset    int     `help:"Results to skip." placeholder:"N"`
	Threshold float64 `help:"Lowest score, 0 to 1." placeholder:"SCORE"`
	filterFlags
	Explain bool `help:"Say how each score came about (with --json)."`
	JSON    bool `help:"Print the body of the HTTP answer." name:"json"`
}

// Validate refuses what the HTTP parameters refuse; kong calls it.
func (f answerFlags) Validate() error {
	if f.Limit != nil && *f.Limit < 1 { // 0 in options is the default
		return fmt.Errorf("limit %d is not between 1 and %d", *f.Limit, recommend.MaxLimit)
	}
	return f.options().Validate()
}

func (f answerFlags) options() recommend.Options {
	o := recommend.Options{Filter: f.filter(), Offset: f.Offset, Threshold: f.Threshold, Explain: f.Explain}
	if f.Limit != nil {
		o.Limit = *f.Limit
	}
	return o
}
