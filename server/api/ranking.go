package api

import (
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/recommend"
)

// Ranking are the parameters of every ranked answer.
type Ranking struct {
	Offset        int           `query:"offset" minimum:"0" maximum:"10000" default:"0" doc:"Results to skip." example:"10"`
	Threshold     float64       `query:"threshold" minimum:"0" maximum:"1" default:"0" doc:"Lowest score that is shown, before diversity changes scores." example:"0.3"`
	SemanticRatio optionalShare `query:"semantic_ratio" doc:"The share of meaning beside words in a score: 0 for words alone, 1 for meaning alone. Without it, what was measured best." example:"0.5"`
	Diversity     float64       `query:"diversity" minimum:"0" maximum:"1" default:"0" doc:"How much being unlike the results before counts beside the score." example:"0.3"`
	Collapse      string        `query:"collapse" enum:"show" doc:"What only the best result of is shown: show for one of each show. Without it, all are."`
	Recency       float64       `query:"recency" minimum:"0" maximum:"1" default:"0" doc:"The share of newness in a score." example:"0.2"`
	HalfLifeDays  float64       `query:"half_life_days" exclusiveMinimum:"0" maximum:"36500" default:"365" doc:"How many days older than the newest episode one is that counts half as new, with recency." example:"90"`
	Explain       bool          `query:"explain" default:"false" doc:"Add to each result how its score came about." example:"true"`
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
		HalfLife:      max(time.Duration(r.HalfLifeDays*float64(day)), 1), // 0 would stand for the default
		Explain:       r.Explain,
	}
}

const day = 24 * time.Hour

// optionalShare is 0 to 1 or not given.
type optionalShare struct {
	Value float64
	Given bool
}

// Receiver is where huma puts the value.
func (s *optionalShare) Receiver() reflect.Value { return reflect.ValueOf(&s.Value).Elem() }

// OnParamSet is how huma tells that there is a value.
func (s *optionalShare) OnParamSet(given bool, _ any) { s.Given = given }

// Schema describes the parameter in the OpenAPI document, where it also sets the
// bounds that are checked.
func (optionalShare) Schema(huma.Registry) *huma.Schema {
	least, most := 0.0, 1.0
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &least, Maximum: &most}
}

// pointer is nil where nothing was given.
func (s optionalShare) pointer() *float64 {
	if !s.Given {
		return nil
	}
	return &s.Value
}
