package duplicate

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/datatest"
)

// catalogue loads a real catalogue from the shared folder.
func catalogue(t testing.TB, name string) []data.Episode {
	t.Helper()
	file, err := os.Open(datatest.Shared(t, "data", name, "episodes.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	var all []data.Episode
	for lines.Scan() {
		var line struct {
			ID, Title, Description, Published, URL, Show string
			Speakers, Guests                             []string
			Duration                                     *float64 `json:"duration_seconds"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		e := data.Episode{ID: data.EpisodeID(line.ID), Title: line.Title, Description: strings.TrimSpace(line.Description), Show: data.Show{ID: data.NewShowID(line.Show), Title: line.Show}}
		e.Published, _ = time.Parse(time.DateOnly, line.Published)
		for _, name := range append(line.Speakers, line.Guests...) {
			e.People = append(e.People, data.Person{Name: name})
		}
		if line.Duration != nil && *line.Duration < (24*time.Hour).Seconds() {
			e.Duration = time.Duration(*line.Duration) * time.Second
		}
		all = append(all, e)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func signAll(episodes []data.Episode) []*Signature {
	all := make([]*Signature, len(episodes))
	for i, e := range episodes {
		all[i] = Sign(e)
	}
	return all
}

func TestRealCatalogues(t *testing.T) {
	for _, tt := range []struct {
		name, catalogue    string
		duplicates, series int
	}{
		{"a podcast without re-runs", "gcppodcast", 0, 1},
		{"talks of many conferences", "pyvideo", 465, 88},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := New(signAll(catalogue(t, tt.catalogue)))
			duplicates, series := 0, map[*Series]bool{}
			for slot := range c.Len() {
				if c.Reason(slot) != NoReason {
					duplicates++
				}
				if s := c.Series(slot); s != nil {
					series[s] = true
				}
			}
			if duplicates != tt.duplicates || len(series) != tt.series {
				t.Errorf("%d duplicates and %d series, want %d and %d", duplicates, len(series), tt.duplicates, tt.series)
			}
		})
	}
}

// TestRealPairsOfTalks checks pairs of talks that were labelled by hand.
func TestRealPairsOfTalks(t *testing.T) {
	episodes := catalogue(t, "pyvideo")
	groups := New(signAll(episodes))
	number := func(show, title string) int {
		n := slices.IndexFunc(episodes, func(e data.Episode) bool { return e.Show.Title == show && e.Title == title })
		if n < 0 {
			t.Fatalf("no talk %q at %q", title, show)
		}
		return n
	}
	type talk struct{ show, title string }
	for _, tt := range []struct {
		name string
		a, b talk
		same bool
	}{
		{"the same title and abstract at two conferences", talk{"PyCon CA 2018", "Gathering Related Functionality: Patterns for Clean API Design"}, talk{"PyGotham 2018", "Gathering Related Functionality: Patterns for Clean API Design"}, true},
		{"an abstract of which half is rewritten", talk{"EuroPython 2022", "The Design of Everyday APIs"}, talk{"PyCon Italia 2022", "The Design of Everyday APIs"}, true},
		{"a revised title", talk{"PyCon CZ 2017", "Scientific hooliganism: what we can learn from the first hack in history"}, talk{"PyCon Italia 2017", "Scientific Hooliganism: lessons from the first hack in history"}, true},
		{"a talk that is listed twice by its conference", talk{"SciPy 2013", "Python and the SKA"}, talk{"SciPy 2013", "Python and the SKA; SciPy 2013 Presentation"}, true},
		{"a keynote of another conference", talk{"PyCon US 2013", "Python for Humans"}, talk{"PyCon AU 2012", "Keynote: Python for Humans"}, true},
		{"an abstract with a wrong title", talk{"PyBay 2019", "Python Steering Council Panel"}, talk{"PyBay 2019", "Customizing Sphinx"}, false},
		{"two days of lightning talks", talk{"EuroPython 2022", "Wednesday's Lightning Talks"}, talk{"EuroPython 2022", "Thursday's Lightning Talks"}, false},
		{"two parts with one abstract", talk{"SciPy 2014", "Anatomy of Matplotlib - Part 1"}, talk{"SciPy 2014", "Anatomy of Matplotlib - Part 2"}, false},
		{"two sessions with one abstract", talk{"EuroSciPy 2017", "NumPy (1/2)"}, talk{"EuroSciPy 2017", "NumPy (2/2)"}, false},
		{"two talks with the same frame of text", talk{"Django Under the Hood 2016", "Opening words at Django: Under The Hood 2016"}, talk{"Django Under the Hood 2016", "Highlights from Django: Under The Hood 2016"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := number(tt.a.show, tt.a.title), number(tt.b.show, tt.b.title)
			if same := groups.Representative(a) == groups.Representative(b); same != tt.same {
				t.Errorf("in one group: %v, want %v", same, tt.same)
			}
		})
	}
}
