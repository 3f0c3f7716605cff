package api

import (
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/recommend"
)

// Ranking are the parameters of every ranked answer.
type Ranking struct {
	Offset        int           `query:"offset" minimum:"0" maximum:"10000" default:"0" doc:"The number of results to skip." example:"10"`
	Threshold     float64       `query:"threshold" minimum:"0" maximum:"1" default:"0" doc:"The minimum score of a result, before diversity changes scores." example:"0.3"`
	SemanticRatio optionalShare `query:"semantic_ratio" doc:"The weight of meaning against words: 0 uses only words, 1 only meaning. The default is the value with the best measured quality." example:"0.5"`
	Diversity     float64       `query:"diversity" minimum:"0" maximum:"1" default:"0" doc:"The weight of diversity against relevance: a higher value avoids results that are similar to each other." example:"0.3"`
	Collapse      string        `query:"collapse" enum:"show" doc:"With show, only the best result of each show is returned. Without it, all results are returned."`
	Recency       float64       `query:"recency" minimum:"0" maximum:"1" default:"0" doc:"The weight of recency in a score." example:"0.2"`
	HalfLifeDays  float64       `query:"half_life_days" exclusiveMinimum:"0" maximum:"36500" default:"365" doc:"The age in days, relative to the newest episode, at which the recency signal has half its value. Only with recency." example:"90"`
	Explain       bool          `query:"explain" default:"false" doc:"Whether each result includes the parts of its score." example:"true"`
}

func (r Ranking) options(f Filter, limit int) recommend.Options {
	return recommend.Options{
		Filter:        f.filter(),
		Limit:         limit,
		Offset:        r.Offset,
		Threshold:     r.Threshold,
		SemanticRatio: r.SemanticRatio.pointer(),
		Diversity:     r.Diversity,
		CollapseShows: r.Collapse == "show",
		Recency:       r.Recency,
		HalfLife:      max(time.Duration(r.HalfLifeDays*float64(day)), 1), // 0 would mean the default
		Explain:       r.Explain,
	}
}

const day = 24 * time.Hour

// optionalShare is a number from 0 to 1, or not given.
type optionalShare struct {
	Value float64
	Given bool
}

// Receiver returns the field in which huma stores the value.
func (s *optionalShare) Receiver() reflect.Value { return reflect.ValueOf(&s.Value).Elem() }

// OnParamSet stores whether the request has a value. huma calls it.
func (s *optionalShare) OnParamSet(given bool, _ any) { s.Given = given }

// Schema describes the parameter in the OpenAPI document. huma enforces its bounds.
func (optionalShare) Schema(huma.Registry) *huma.Schema {
	least, most := 0.0, 1.0
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &least, Maximum: &most}
}

// pointer returns the value, or nil if it is not given.
func (s optionalShare) pointer() *float64 {
	if !s.Given {
		return nil
	}
	return &s.Value
}

// optionalSeconds is a time in a recording, or not given.
type optionalSeconds struct {
	Value float64
	Given bool
}

// Receiver returns the field in which huma stores the value.
func (s *optionalSeconds) Receiver() reflect.Value { return reflect.ValueOf(&s.Value).Elem() }

// OnParamSet stores whether the request has a value. huma calls it.
func (s *optionalSeconds) OnParamSet(given bool, _ any) { s.Given = given }

// Schema describes the parameter in the OpenAPI document. huma enforces its bounds. No recording is
// longer than a week.
func (optionalSeconds) Schema(huma.Registry) *huma.Schema {
	least, most := 0.0, (7 * day).Seconds()
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &least, Maximum: &most}
}

// option returns o with the time, if it is given.
func (s optionalSeconds) option(o recommend.Options) recommend.Options {
	if s.Given {
		at := time.Duration(s.Value * float64(time.Second))
		o.At = &at
	}
	return o
}
