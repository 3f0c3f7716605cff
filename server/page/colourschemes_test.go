package page

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// mapOf returns a map with one episode for each pair of show and year.
func mapOf(shows, years []int) recommend.Map {
	var m recommend.Map
	for i, show := range shows {
		e := data.Episode{Show: data.Show{ID: data.ShowID(fmt.Sprint(show)), Title: fmt.Sprint("Show ", show)}}
		if years[i] > 0 {
			e.Published = time.Date(years[i], 5, 1, 0, 0, 0, 0, time.UTC)
		}
		m.Placed = append(m.Placed, recommend.Placed{Episode: e, Topic: -1})
	}
	return m
}

func TestColourSchemes(t *testing.T) {
	for _, tt := range []struct {
		name         string
		shows, years []int
		want         []colourScheme
	}{
		{"none if all episodes are alike", []int{1, 1}, []int{2020, 2020}, []colourScheme{}},
		{"none without episodes", nil, nil, []colourScheme{}},
		{"by show, those with the most episodes first", []int{2, 1, 1}, []int{0, 0, 0}, []colourScheme{{"Show", []string{"Show 1", "Show 2"}, []int{1, 0, 0}}}},
		{"by year, with an unknown year", []int{1, 1, 1}, []int{2021, 0, 2020}, []colourScheme{{"Year", []string{"2020", "2021"}, []int{1, -1, 0}}}},
		{"by ranges of years", []int{1, 1, 1}, []int{2000, 2009, 2001}, []colourScheme{{"Year", []string{"2000 to 2001", "2002 to 2003", "2004 to 2005", "2006 to 2007", "2008 to 2009"}, []int{0, 4, 0}}}},
		{"with one colour for all small shows", []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 0}, make([]int, 10), []colourScheme{{"Show",
			[]string{"Show 0", "Show 1", "Show 2", "Show 3", "Show 4", "Show 5", "Show 6", "Other shows"}, []int{0, 1, 2, 3, 4, 5, 6, 7, 7, 0}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, colourSchemes(mapOf(tt.shows, tt.years))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestTopicsComeFirstIfMostShowsHaveNoColour(t *testing.T) {
	var shows, years []int
	for i := range 40 {
		shows, years = append(shows, i), append(years, 0)
	}
	m := mapOf(shows, years)
	m.Topics = []string{"", "banks"}
	got := colourSchemes(m)
	if len(got) != 2 || got[0].Label != "Topic" || got[1].Label != "Show" {
		t.Fatalf("%+v", got)
	}
	if d := cmp.Diff([]string{"Group 1", "banks"}, got[0].Groups); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := colourSchemes(mapOf([]int{1, 2}, []int{0, 0})); got[0].Label != "Show" {
		t.Errorf("%+v", got)
	}
}

// TestNoMapHasMoreGroupsThanHues tries many ranges of years.
func TestNoMapHasMoreGroupsThanHues(t *testing.T) {
	for span := range 200 {
		if got := byYear(mapOf([]int{1, 1}, []int{1900, 1900 + span})); len(got.Groups) > hues || got.Of[1] >= len(got.Groups) {
			t.Errorf("%d years have %d groups, the last is %d", span+1, len(got.Groups), got.Of[1])
		}
	}
}
