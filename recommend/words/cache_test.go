package words

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func TestScoresDoNotDependOnTheCache(t *testing.T) {
	index, err := OpenMemory(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	var episodes []data.Episode
	for n := range 60 {
		episodes = append(episodes, data.Episode{ID: data.EpisodeID(fmt.Sprint("e", n)), Title: fmt.Sprintf("kubernetes word%d", n%7),
			Description: fmt.Sprintf("database word%d word%d", n%5, n%11), Transcript: fmt.Sprintf("we talk of word%d", n%3), Tags: []string{"tag"}})
	}
	if err := index.Sync(t.Context(), keysOf(episodes), readOf(episodes)); err != nil {
		t.Fatal(err)
	}
	terms := []recommend.Term{{Stem: "kubernet", Weight: 1}, {Stem: "word1", Weight: 2}, {Stem: "word2", Weight: .3}, {Stem: "nowher", Weight: 1}}
	scores := func(cost, goroutines int) [][]float32 {
		view, err := index.View(keysOf(episodes))
		if err != nil {
			t.Fatal(err)
		}
		view.terms.cost = cost
		all := make([][]float32, goroutines)
		var searches sync.WaitGroup
		for i := range all {
			searches.Go(func() {
				var m Matches
				if err := view.Like(t.Context(), terms, &m); err != nil {
					t.Error(err)
				}
				all[i] = m.Scores
			})
		}
		searches.Wait()
		room := 0
		for _, list := range view.terms.lists {
			room += listCost
			for _, field := range list {
				room += len(field.postings)
			}
		}
		if got := view.terms.cost; got != cost+room || got > maxCachedPostings {
			t.Errorf("the cache counts %d postings, it has %d", got-cost, room)
		}
		return all
	}
	want := scores(maxCachedPostings, 1)[0] // the cache is full
	if want[1] == 0 {
		t.Fatal("score of an episode with two of the terms = 0")
	}
	for name, cost := range map[string]int{"with an empty cache": 0, "with room for one list": maxCachedPostings - 80} {
		for _, got := range scores(cost, 8) {
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
		}
	}
}
