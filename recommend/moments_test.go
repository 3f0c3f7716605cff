package recommend_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// spokenEpisodes have the same description. Only "tea" has a transcript with times.
func spokenEpisodes() []data.Episode {
	var list []data.Episode
	for _, id := range []data.EpisodeID{"tea", "silent", "bread"} {
		list = append(list, data.Episode{ID: id, GUID: string(id), Title: "A talk", Show: data.Show{ID: "cups", Title: "Cups"}, Description: "Two people talk about things.", Published: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	}
	filler := "We said many other things about the weather and the garden and the people of the town before lunch. "
	list[0].Audio = "https://cups.example/tea.mp3"
	list[0].Chapters = []data.Chapter{{Title: "Hello"}, {Start: 2 * time.Minute, Title: "Kettles"}}
	for i := range 24 {
		text := filler
		switch i {
		case 9:
			text = "Oolong is an oxidised tea from the mountains of Taiwan."
		case 15:
			text = "A teapot keeps oolong warm."
		}
		start := time.Duration(i) * 10 * time.Second
		list[0].Segments = append(list[0].Segments, data.Segment{Start: start, End: start + 10*time.Second, Speaker: "Ada", Text: text[:len(text)-1]})
		list[0].Transcript += text + " "
	}
	list[2].Description = "Flour and oolong in bread of Taiwan."
	return list
}

func TestMomentsOfAnEpisode(t *testing.T) {
	w := newFixture(t, spokenEpisodes(), byText)
	for _, tt := range []struct {
		name, id, query string
		limit           int
		want            []string
		empty           string
	}{
		{"the passage with most words is first", "tea", "oolong from Taiwan", 0, []string{"Hello 1", "Kettles"}, ""},
		{"the limit applies", "tea", "oolong from Taiwan", 1, []string{"Hello 1"}, ""},
		{"the title of a chapter counts", "tea", "kettles", 1, []string{"Kettles 1"}, ""},
		{"no passage has the words", "tea", "zebra", 0, nil, "no passage of the transcript has these words"},
		{"an episode without times has no moments", "silent", "oolong", 0, nil, "the episode has no transcript with times"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := w.Moments(t.Context(), data.Ref{ID: data.EpisodeID(tt.id)}, tt.query, tt.limit)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range found.Moments {
				if m.URL != fmt.Sprintf("https://cups.example/tea.mp3#t=%d", m.Start/time.Second) || m.Speaker != "Ada" || m.End <= m.Start {
					t.Errorf("moment %+v", m)
				}
				got = append(got, m.Chapter)
				if m.Score == 1 {
					got[len(got)-1] += " 1"
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" || found.Empty != tt.empty {
				t.Errorf("moments, empty %q (-want +got):\n%s", found.Empty, d)
			}
		})
	}
	if _, err := w.Moments(t.Context(), data.Ref{ID: "tea"}, " ", 0); !errors.Is(err, recommend.ErrBlankQuery) {
		t.Errorf("error of a blank query: %v", err)
	}
	if _, err := w.Moments(t.Context(), data.Ref{ID: "none"}, "a", 0); !errors.Is(err, data.ErrUnknownEpisode) {
		t.Errorf("error of an unknown episode: %v", err)
	}
}

func TestSearchNamesTheMoment(t *testing.T) {
	w := newFixture(t, spokenEpisodes(), byText)
	found, err := w.Search(t.Context(), "oolong mountains", recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	moments := map[data.EpisodeID]bool{}
	for _, r := range found.Results {
		moments[r.Episode.ID] = r.Moment != nil
		if r.Moment != nil && (r.Moment.Start > 90*time.Second || r.Moment.End < 100*time.Second || r.Snippet == nil || len(r.Snippet.Highlights) == 0) {
			t.Errorf("moment %+v with the snippet %+v", r.Moment, r.Snippet)
		}
	}
	if !moments["tea"] || moments["bread"] {
		t.Errorf("episodes with moments: %v, want only tea", moments)
	}
}

func TestSimilarToAMinute(t *testing.T) {
	w := newFixture(t, spokenEpisodes(), byText)
	at := 95 * time.Second
	found, err := w.Similar(t.Context(), data.Ref{ID: "tea"}, recommend.Options{At: &at})
	if err != nil || len(found.Results) == 0 {
		t.Fatalf("%d results, error %v", len(found.Results), err)
	}
	for _, r := range found.Results {
		if r.Episode.ID == "tea" {
			t.Error("the episode is similar to itself")
		}
	}
	if _, err := w.Similar(t.Context(), data.Ref{ID: "silent"}, recommend.Options{At: &at}); !errors.Is(err, recommend.ErrNoTimes) {
		t.Errorf("error of an episode without times: %v", err)
	}
}
