package recommend_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// topicEpisodes returns episodes about three subjects.
func topicEpisodes() (all []data.Episode) {
	for subject, words := range [][]string{
		{"bread", "flour", "oven", "yeast", "dough"}, {"orbit", "rocket", "planet", "moon", "launch"}, {"violin", "tuning", "melody", "bow", "concert"},
	} {
		for i := range 12 {
			e := episode(fmt.Sprintf("%s-%d", words[0], i), 2000+i)
			e.Title = words[i%5] + " " + words[(i+1)%5]
			e.Duration += time.Duration(i) * time.Minute // equal titles and lengths would be one recording
			e.Description = strings.Join([]string{words[i%5], words[(i+2)%5], words[(i+3)%5], words[0]}, " ") + fmt.Sprintf(" number%d%d", subject, i)
			all = append(all, e)
		}
	}
	return all
}

func TestMapHasEveryEpisodeWithVectorsOnce(t *testing.T) {
	all := topicEpisodes()
	all[0].Audio = "https://host.example/0.mp3"
	again := all[0] // a re-run
	again.ID, again.Title, again.Published = "again", "Rerun: "+again.Title, again.Published.AddDate(1, 0, 0)
	all = append(all, again, episode("bare", 2020))
	w := newFixture(t, all, func(e data.Episode) [][]float32 {
		if e.ID == "bare" {
			return nil
		}
		return byText(e)
	})
	m, err := w.Map(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Placed) != 36 || m.Episodes != 37 || m.Index != w.Status().Index {
		t.Errorf("%d of %d episodes of index %q, want 36 of 37 of %q", len(m.Placed), m.Episodes, m.Index, w.Status().Index)
	}
	var dates []string
	for i, p := range m.Placed {
		dates = append(dates, p.Episode.Published.Format("2006"))
		if p.Episode.Description != "" || !(p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1) || len(p.Near) != 10 || slices.Contains(p.Near, int32(i)) {
			t.Errorf("placed %+v", p)
		}
	}
	if !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Error("the first placed episode is not the newest")
	}
	if !m.Measured || m.Kept <= .3 || m.Kept > 1 || m.Trust <= .6 || m.Trust > 1 {
		t.Errorf("kept %.2f, trust %.2f", m.Kept, m.Trust)
	}
}

func TestMapNamesTopicsByWordsOfTheirEpisodes(t *testing.T) {
	w := newFixture(t, topicEpisodes(), byText)
	m, err := w.Map(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Topics) < 2 {
		t.Fatalf("topics %q", m.Topics)
	}
	// Every word of a name is in an episode of the group.
	for n, topic := range m.Topics {
		for word := range strings.SplitSeq(topic, ", ") {
			if !slices.ContainsFunc(m.Placed, func(p recommend.Placed) bool {
				e := w.episode(p.Episode.ID)
				return p.Topic == n && strings.Contains(e.Title+" "+e.Description, word)
			}) {
				t.Errorf("topic %q has words that its episodes do not have", topic)
			}
		}
	}
}

func TestMapOfFewEpisodesHasNoTopicsAndNoMeasure(t *testing.T) {
	w := newFixture(t, topicEpisodes()[:10], byText)
	m, err := w.Map(t.Context())
	if err != nil || len(m.Placed) != 10 || len(m.Topics) != 0 || m.Measured || m.Placed[3].Topic != -1 {
		t.Errorf("%d placed, topics %q, measured %t, error %v", len(m.Placed), m.Topics, m.Measured, err)
	}
}

func TestMapIsEmptyWithoutVectors(t *testing.T) {
	w := newFixture(t, topicEpisodes(), noVectors)
	m, err := w.Map(t.Context())
	if d := cmp.Diff(recommend.Map{Index: m.Index, Episodes: 36}, m); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestMapIsTheSameInEveryProcess(t *testing.T) {
	maps := make([]recommend.Map, 2)
	for i := range maps {
		var err error
		if maps[i], err = newFixture(t, topicEpisodes(), byText).Map(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(maps[0], maps[1]); d != "" {
		t.Errorf("(-first +second):\n%s", d)
	}
}

func TestMapIsDrawnAfterTheRequestIsCancelled(t *testing.T) {
	w := newFixture(t, topicEpisodes(), byText)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if m, err := w.Map(gone); err == nil && len(m.Placed) != 36 || err != nil && !errors.Is(err, recommend.ErrNoMap) {
		t.Errorf("%d placed, error %v", len(m.Placed), err)
	}
	before, err := w.Map(t.Context())
	if err != nil || len(before.Placed) != 36 {
		t.Fatalf("%d placed, error %v", len(before.Placed), err)
	}
	// A cancelled request for the map of a new state gets the last map.
	changed := w.revision
	changed.Weights.Search = .1
	w.Use(changed)
	if m, err := w.Map(gone); err != nil || len(m.Placed) != 36 {
		t.Errorf("%d placed, error %v", len(m.Placed), err)
	}
	after, err := w.Map(t.Context())
	if err != nil || after.Index == before.Index || after.Index != w.Status().Index {
		t.Errorf("index %q after %q, error %v", after.Index, before.Index, err)
	}
}

func BenchmarkMap(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			engine := engineOf(b, n)
			for b.Loop() {
				m, err := recommend.Draw(b.Context(), engine)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(math.Round(m.Kept*1000)/1000, "kept")
				b.ReportMetric(math.Round(m.Trust*1000)/1000, "trust")
			}
		})
	}
}
