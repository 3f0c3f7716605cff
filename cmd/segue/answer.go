package main

import (
	"fmt"

	"segue/data"
	"segue/recommend"
)

// answerFlags narrow and shape an answer, as the HTTP parameters do.
type answerFlags struct {
	Limit           *int     `help:"Most results, 1 to 50." placeholder:"N"`
	Offset          int      `help:"Results to skip." placeholder:"N"`
	Threshold       float64  `help:"Lowest score, 0 to 1." placeholder:"SCORE"`
	Show            []string `help:"Only these shows, by id." placeholder:"ID" sep:"none"`
	Person          []string `help:"Only episodes with one of these people." placeholder:"NAME" sep:"none"`
	Tag             []string `help:"Only episodes with one of these tags." placeholder:"TAG" sep:"none"`
	PublishedAfter  date     `help:"Only episodes from this day on." placeholder:"YYYY-MM-DD"`
	PublishedBefore date     `help:"Only episodes before this day." placeholder:"YYYY-MM-DD"`
	MinDuration     seconds  `help:"Only episodes at least this long, such as 20m." placeholder:"TIME"`
	MaxDuration     seconds  `help:"Only episodes at most this long, such as 1h30m." placeholder:"TIME"`
	Explain         bool     `help:"Say how each score came about (with --json)."`
	JSON            bool     `help:"Print the body of the HTTP answer." name:"json"`
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

func (f answerFlags) filter() data.Filter {
	filter := data.Filter{
		People: f.Person, Tags: f.Tag,
		PublishedAfter: f.PublishedAfter.Time, PublishedBefore: f.PublishedBefore.Time,
		MinDuration: f.MinDuration.Duration, MaxDuration: f.MaxDuration.Duration,
	}
	for _, show := range f.Show {
		filter.Shows = append(filter.Shows, data.ShowID(show))
	}
	return filter
}
