package api

import (
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
)

// MaxQuery is the maximum length of a query in characters. The built-in model reads the
// first 256 tokens, which is about as much. It would silently ignore the rest.
const MaxQuery = 1000

// Filter are the parameters that filter episodes. They are the same for all operations.
// An empty value has no effect, because a form in a browser sends empty values.
type Filter struct {
	Show            []string `query:"show,explode" nullable:"false" maxItems:"20" doc:"Only episodes of the show with this id. Repeat the parameter to allow several shows." example:"software-engineering-daily"`
	Tag             []string `query:"tag,explode" nullable:"false" maxItems:"20" doc:"Only episodes with this tag. Upper and lower case are equal. Repeat the parameter to allow several tags." example:"kubernetes"`
	Topic           []string `query:"topic,explode" nullable:"false" maxItems:"20" doc:"Only episodes with this topic. Upper and lower case are equal. Repeat the parameter to allow several topics." example:"continuous delivery"`
	Person          []string `query:"person,explode" nullable:"false" maxItems:"20" doc:"Only episodes with the person of this full name. Upper and lower case are equal. Repeat the parameter to allow several people." example:"Alexis Richardson"`
	PublishedAfter  instant  `query:"published_after" doc:"Only episodes published at this time or later: a date such as 2018-08-13 (midnight UTC) or a time such as 2018-08-13T09:00:00Z." example:"2018-08-01"`
	PublishedBefore instant  `query:"published_before" doc:"Only episodes published before this date or time, in the same formats." example:"2018-09-01"`
	MinDuration     int64    `query:"min_duration" minimum:"0" maximum:"604800" doc:"Only episodes of at least this many seconds." example:"1800"`
	MaxDuration     int64    `query:"max_duration" minimum:"1" maximum:"604800" doc:"Only episodes of at most this many seconds." example:"3600"`

	Language []string           `query:"language,explode" nullable:"false" maxItems:"20" pattern:"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$" patternDescription:"a language such as en or de-AT" doc:"Only episodes in this language. de also matches de-AT, but de-AT does not match de. Repeat the parameter to allow several languages." example:"en"`
	Type     []data.EpisodeType `query:"type,explode" nullable:"false" maxItems:"3" enum:"full,trailer,bonus" doc:"Only episodes of this type. An episode without a type counts as full. Repeat the parameter to allow several types." example:"full"`
	Explicit optionalBool       `query:"explicit" doc:"true: only episodes that are marked as explicit. false: only episodes that are not marked as explicit, including unknown ones." example:"false"`
}

// filter returns the filter of the parameters.
func (f Filter) filter() data.Filter {
	return data.Filter{
		Shows:           each(f.Show, func(id string) data.ShowID { return data.ShowID(id) }),
		People:          f.Person,
		Tags:            f.Tag,
		Topics:          f.Topic,
		PublishedAfter:  f.PublishedAfter.Time,
		PublishedBefore: f.PublishedBefore.Time,
		MinDuration:     time.Duration(f.MinDuration) * time.Second,
		MaxDuration:     time.Duration(f.MaxDuration) * time.Second,
		Languages:       each(f.Language, canonicalLanguage),
		Types:           f.Type,
		Explicit:        f.Explicit.pointer(),
	}
}

// given returns the values that are not empty.
func given(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
}

// canonicalLanguage returns the canonical form of a language tag, so that "iw" finds
// "he". It returns a tag that is not in the registry unchanged. Such a tag finds nothing.
func canonicalLanguage(tag string) string {
	if canonical, err := data.ParseLanguage(tag); err == nil && canonical != "" {
		return canonical
	}
	return tag
}

// optionalBool is true, false or not given.
type optionalBool struct{ Value, Given bool }

// Receiver returns the field in which huma stores the value.
func (b *optionalBool) Receiver() reflect.Value { return reflect.ValueOf(&b.Value).Elem() }

// OnParamSet stores whether the request has a value. huma calls it.
func (b *optionalBool) OnParamSet(given bool, _ any) { b.Given = given }

// Schema describes the parameter in the OpenAPI document.
func (optionalBool) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeBoolean} }

// pointer returns the value, or nil if it is not given.
func (b optionalBool) pointer() *bool {
	if !b.Given {
		return nil
	}
	return &b.Value
}

// instant is a time. A date means its midnight in UTC.
type instant struct{ time.Time }

// UnmarshalText parses 2018-08-13 or 2018-08-13T09:00:00Z.
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
func (instant) Schema(huma.Registry) *huma.Schema {
	none := 0
	return &huma.Schema{Type: huma.TypeString, AnyOf: []*huma.Schema{{Format: "date"}, {Format: "date-time"}, {MaxLength: &none}}}
}

// queryText is the text of a search.
type queryText string

// Schema describes the parameter in the OpenAPI document. huma enforces its maximum
// length.
func (queryText) Schema(huma.Registry) *huma.Schema {
	most := MaxQuery
	return &huma.Schema{Type: huma.TypeString, MaxLength: &most}
}
