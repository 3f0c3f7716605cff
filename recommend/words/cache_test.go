package words

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func TestScoresAreTheSameWhateverIsRemembered(t *testing.T) {
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
	scores := func(taken int64, askers int) [][]float32 {
		view, err := index.View(keysOf(episodes))
		if err != nil {
			t.Fatal(err)
		}
		view.cache.reserved.Store(taken)
		all := make([][]float32, askers)
		var asking sync.WaitGroup
		for i := range all {
			all[i] = make([]float32, len(episodes))
			asking.Go(func() {
				if err := view.Like(t.Context(), terms, all[i]); err != nil {
					t.Error(err)
				}
			})
		}
		asking.Wait()
		room := int64(0)
		for _, list := range view.cache.lists.Range {
			room += int64(list.(cachedPostings).documents + listCost)
		}
		if got := view.cache.reserved.Load(); got != taken+room || got > maxCachedPostings {
			t.Errorf("%d postings are counted, %d are kept", got-taken, room)
		}
		return all
	}
	want := scores(maxCachedPostings, 1)[0] // nothing fits
	if want[1] == 0 {
		t.Fatal("an episode with two of the words has no score")
	}
	for name, taken := range map[string]int64{"with all that fits": 0, "with one list": maxCachedPostings - 80} {
		for _, got := range scores(taken, 8) {
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
		}
	}
}
