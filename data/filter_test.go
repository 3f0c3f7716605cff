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
		{"matches everything without a condition", Filter{}, bare, true},
		{"matches one of the shows", Filter{Shows: []ShowID{"x", "sed"}}, e, true},
		{"rejects other shows", Filter{Shows: []ShowID{"SED"}}, e, false},
		{"matches one of the people in any case", Filter{People: []string{"x", "ÇEM"}}, e, true},
		{"rejects a part of a name", Filter{People: []string{"Ann"}}, e, false},
		{"matches one of the tags in any case", Filter{Tags: []string{"go"}}, e, true},
		{"rejects an episode without tags", Filter{Tags: []string{""}}, bare, false},
		{"requires all conditions", Filter{Shows: []ShowID{"sed"}, Tags: []string{"Rust"}}, e, false},
		{"matches the start of the date range", Filter{PublishedAfter: at}, e, true},
		{"rejects a date before the range", Filter{PublishedAfter: at.Add(1)}, e, false},
		{"rejects the end of the date range", Filter{PublishedBefore: at}, e, false},
		{"matches the last instant of the date range", Filter{PublishedBefore: at.Add(1)}, e, true},
		{"rejects an unknown date with a start", Filter{PublishedAfter: at}, bare, false},
		{"rejects an unknown date with an end", Filter{PublishedBefore: at}, bare, false},
		{"matches the minimum duration", Filter{MinDuration: time.Hour}, e, true},
		{"rejects a shorter duration", Filter{MinDuration: time.Hour + 1}, e, false},
		{"matches the maximum duration", Filter{MaxDuration: time.Hour}, e, true},
		{"rejects a longer duration", Filter{MaxDuration: time.Hour - 1}, e, false},
		{"matches all regions of a language", Filter{Languages: []string{"x", "DE"}}, e, true},
		{"matches a language with its region", Filter{Languages: []string{"de-at"}}, e, true},
		{"rejects a language without the region", Filter{Languages: []string{"de-AT"}}, clean, false},
		{"rejects another region", Filter{Languages: []string{"de-CH"}}, e, false},
		{"rejects a language with the same first letters", Filter{Languages: []string{"d", "de-A", "de-AT-1901"}}, e, false},
		{"rejects an unknown language", Filter{Languages: []string{"de"}}, bare, false},
		{"matches an unknown language if the range is empty", Filter{Languages: []string{""}}, bare, true},
		{"rejects a known language if the range is empty", Filter{Languages: []string{""}}, e, false},
		{"matches one of the types", Filter{Types: []EpisodeType{TypeTrailer, TypeBonus}}, e, true},
		{"rejects another type", Filter{Types: []EpisodeType{TypeFull}}, e, false},
		{"full matches an unknown type", Filter{Types: []EpisodeType{TypeFull}}, bare, true},
		{"an empty type matches full", Filter{Types: []EpisodeType{""}}, clean, true},
		{"explicit matches a marked episode", Filter{Explicit: &yes}, e, true},
		{"explicit rejects an episode marked as clean", Filter{Explicit: &yes}, clean, false},
		{"explicit rejects an episode without a mark", Filter{Explicit: &yes}, bare, false},
		{"not explicit rejects a marked episode", Filter{Explicit: &no}, e, false},
		{"not explicit matches an episode marked as clean", Filter{Explicit: &no}, clean, true},
		{"not explicit matches an episode without a mark", Filter{Explicit: &no}, bare, true},
		{"rejects an unknown duration with a minimum", Filter{MinDuration: 1}, bare, false},
		{"rejects an unknown duration with a maximum", Filter{MaxDuration: time.Hour}, bare, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.f.Match(tt.e); got != tt.matches {
				t.Errorf("Match is %t", got)
			}
			if tt.f.IsZero() != (tt.name == "matches everything without a condition") {
				t.Errorf("IsZero is %t", tt.f.IsZero())
			}
		})
	}
}
