package api

import (
	"errors"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
)

// MaxQuery is the longest text of a search in characters. The built-in model
// reads the first 256 tokens, about as much; what comes after would be ignored
// without a word.
const MaxQuery = 1000

// Filter are the parameters that choose episodes, the same everywhere. A value
// that is empty counts as not given, as a form in a browser sends it.
type Filter struct {
	Show            []string `query:"show,explode" nullable:"false" maxItems:"20" doc:"Only episodes of this show, by its id. Repeat it to allow several." example:"software-engineering-daily"`
	Tag             []string `query:"tag,explode" nullable:"false" maxItems:"20" doc:"Only episodes with this tag, in any case of letters. Repeat it to allow several." example:"kubernetes"`
	Person          []string `query:"person,explode" nullable:"false" maxItems:"20" doc:"Only episodes with this person, by the whole name in any case of letters. Repeat it to allow several." example:"Alexis Richardson"`
	PublishedAfter  instant  `query:"published_after" doc:"Only episodes from then on: a date such as 2018-08-13, which begins in UTC, or a time such as 2018-08-13T09:00:00Z." example:"2018-08-01"`
	PublishedBefore instant  `query:"published_before" doc:"Only episodes before then, a date or a time in the same forms." example:"2018-09-01"`
	MinDuration     int64    `query:"min_duration" minimum:"0" maximum:"604800" doc:"Only episodes of at least so many seconds." example:"1800"`
	MaxDuration     int64    `query:"max_duration" minimum:"1" maximum:"604800" doc:"Only episodes of at most so many seconds." example:"3600"`

	Language []string           `query:"language,explode" nullable:"false" maxItems:"20" pattern:"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$" patternDescription:"a language such as en or de-AT" doc:"Only episodes in this language: de also takes de-AT, de-AT only itself. Repeat it to allow several." example:"en"`
	Type     []data.EpisodeType `query:"type,explode" nullable:"false" maxItems:"3" enum:"full,trailer,bonus" doc:"Only episodes of this type. One of which the publisher does not say counts as full. Repeat it to allow several." example:"full"`
	Explicit optionalBool       `query:"explicit" doc:"Only episodes that are marked as explicit, or, for false, only the others, also those of which nothing is known." example:"false"`
}

// filter returns what the parameters choose.
func (f Filter) filter() data.Filter {
	return data.Filter{
		Shows:           each(f.Show, func(id string) data.ShowID { return data.ShowID(id) }),
		People:          f.Person,
		Tags:            f.Tag,
		PublishedAfter:  f.PublishedAfter.Time,
		PublishedBefore: f.PublishedBefore.Time,
		MinDuration:     time.Duration(f.MinDuration) * time.Second,
		MaxDuration:     time.Duration(f.MaxDuration) * time.Second,
		Languages:       each(f.Language, usualLanguage),
		Types:           f.Type,
		Explicit:        f.Explicit.pointer(),
	}
}

// usualLanguage is the form that episodes have, so that "iw" finds "he". What is
// no language of the registry finds nothing.
func usualLanguage(tag string) string {
	if usual, err := data.ParseLanguage(tag); err == nil && usual != "" {
		return usual
	}
	return tag
}

// optionalBool is true, false or not given.
type optionalBool struct{ Value, Given bool }

// Receiver is where huma puts the value.
func (b *optionalBool) Receiver() reflect.Value { return reflect.ValueOf(&b.Value).Elem() }

// OnParamSet is how huma tells that there is a value.
func (b *optionalBool) OnParamSet(given bool, _ any) { b.Given = given }

// Schema describes the parameter in the OpenAPI document.
func (optionalBool) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeBoolean} }

// pointer is nil where nothing was given.
func (b optionalBool) pointer() *bool {
	if !b.Given {
		return nil
	}
	return &b.Value
}

// instant is a date, which stands for its first moment in UTC, or a moment.
type instant struct{ time.Time }

// UnmarshalText reads 2018-08-13 or 2018-08-13T09:00:00Z.
func (i *instant) UnmarshalText(text []byte) error {
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(form, string(text)); err == nil {
			i.Time = t.UTC()
			return nil
		}
	}
	return errors.New("expected a date such as 2018-08-13 or a time such as 2018-08-13T09:00:00Z")
}

// Schema describes an instant in the OpenAPI document.
func (instant) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeString} }

// question is the text of a search.
type question string

// Schema describes a question in the OpenAPI document, where it also sets the
// bound that is checked.
func (question) Schema(huma.Registry) *huma.Schema {
	most := MaxQuery
	return &huma.Schema{Type: huma.TypeString, MaxLength: &most}
}
