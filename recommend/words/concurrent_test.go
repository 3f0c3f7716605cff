package words_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"segue/data"
	"segue/recommend/words"
)

func TestViewsCanBeReplacedDuringSearches(t *testing.T) {
	index := openIn(t, t.TempDir(), words.Config{})
	small, large := newCatalogue(musicFixture...), newCatalogue(append([]data.Episode{{ID: "x", Title: "Music"}}, musicFixture...)...)
	var current atomic.Pointer[words.View]
	current.Store(viewIn(t, index, small))
	var searches sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		searches.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				view := current.Load()
				q, err := view.Parse(t.Context(), "musik machine")
				if err != nil {
					t.Error(err)
				}
				// The view has three or four episodes, so one of the lengths is right.
				if view.Search(t.Context(), q, make([]float32, 3), make([]bool, 3)) != nil {
					if err := view.Search(t.Context(), q, make([]float32, 4), make([]bool, 4)); err != nil {
						t.Error(err)
					}
				}
				if _, err := view.Terms(t.Context(), 0, 5); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 20 {
		c := small
		if i%2 == 0 {
			c = large
		}
		current.Store(viewIn(t, index, c))
		runtime.GC() // releases unreferenced views
	}
	close(done)
	searches.Wait()
}
