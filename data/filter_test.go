package data

import (
	"testing"
	"time"
)

func TestFilterMatch(t *testing.T) {
	at := time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC)
	e := Episode{Show: Show{ID: "sed"}, Published: at, Duration: time.Hour,
		People: []Person{{Name: "Ann Lee"}, {Name: "Çem"}}, Tags: []string{"Go", "Kubernetes"},
		Language: "de-AT", Type: TypeBonus, Explicit: ExplicitYes}
	clean := Episode{Language: "de", Type: TypeFull, Explicit: ExplicitNo}
	yes, no := true, false
	bare := Episode{}
	for _, tt := range []struct {
		name    string
		f       Filter
		e       Episode
		matches bool
	}{
		{"takes all without a condition", Filter{}, bare, true},
		{"takes one of the shows", Filter{Shows: []ShowID{"x", "sed"}}, e, true},
		{"leaves other shows", Filter{Shows: []ShowID{"SED"}}, e, false},
		{"takes one of the people in any case", Filter{People: []string{"x", "ÇEM"}}, e, true},
		{"leaves a part of a name", Filter{People: []string{"Ann"}}, e, false},
		{"takes one of the tags in any case", Filter{Tags: []string{"go"}}, e, true},
		{"leaves an episode without tags", Filter{Tags: []string{""}}, bare, false},
		{"wants all of several conditions", Filter{Shows: []ShowID{"sed"}, Tags: []string{"Rust"}}, e, false},
		{"takes the first instant", Filter{PublishedAfter: at}, e, true},
		{"leaves the instant before", Filter{PublishedAfter: at.Add(1)}, e, false},
		{"leaves the last instant", Filter{PublishedBefore: at}, e, false},
		{"takes the instant before the last", Filter{PublishedBefore: at.Add(1)}, e, true},
		{"leaves an unknown date after", Filter{PublishedAfter: at}, bare, false},
		{"leaves an unknown date before", Filter{PublishedBefore: at}, bare, false},
		{"takes the shortest", Filter{MinDuration: time.Hour}, e, true},
		{"leaves the shorter", Filter{MinDuration: time.Hour + 1}, e, false},
		{"takes the longest", Filter{MaxDuration: time.Hour}, e, true},
		{"leaves the longer", Filter{MaxDuration: time.Hour - 1}, e, false},
		{"takes a language with its countries", Filter{Languages: []string{"x", "DE"}}, e, true},
		{"takes a language in a country", Filter{Languages: []string{"de-at"}}, e, true},
		{"leaves a language where its country is asked for", Filter{Languages: []string{"de-AT"}}, clean, false},
		{"leaves another country", Filter{Languages: []string{"de-CH"}}, e, false},
		{"leaves a language that only begins alike", Filter{Languages: []string{"d", "de-A", "de-AT-1901"}}, e, false},
		{"leaves an unknown language", Filter{Languages: []string{"de"}}, bare, false},
		{"takes an unknown language where it is asked for", Filter{Languages: []string{""}}, bare, true},
		{"leaves a known language where an unknown one is asked for", Filter{Languages: []string{""}}, e, false},
		{"takes one of the types", Filter{Types: []EpisodeType{TypeTrailer, TypeBonus}}, e, true},
		{"leaves another type", Filter{Types: []EpisodeType{TypeFull}}, e, false},
		{"takes an unknown type for full", Filter{Types: []EpisodeType{TypeFull}}, bare, true},
		{"takes full for an unknown type", Filter{Types: []EpisodeType{""}}, clean, true},
		{"takes what is marked", Filter{Explicit: &yes}, e, true},
		{"leaves what is not marked", Filter{Explicit: &yes}, clean, false},
		{"leaves what may be marked", Filter{Explicit: &yes}, bare, false},
		{"leaves what is marked", Filter{Explicit: &no}, e, false},
		{"takes what is not marked", Filter{Explicit: &no}, clean, true},
		{"takes what may be marked", Filter{Explicit: &no}, bare, true},
		{"leaves an unknown duration, at least", Filter{MinDuration: 1}, bare, false},
		{"leaves an unknown duration, at most", Filter{MaxDuration: time.Hour}, bare, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.f.Match(tt.e); got != tt.matches {
				t.Errorf("Match is %t", got)
			}
			if tt.f.IsZero() != (tt.name == "takes all without a condition") {
				t.Errorf("IsZero is %t", tt.f.IsZero())
			}
		})
	}
}
