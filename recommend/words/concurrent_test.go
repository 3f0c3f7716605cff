package words_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"segue/data"
	"segue/recommend/words"
)

func TestViewsAreReplacedWhileTheyAreSearched(t *testing.T) {
	index := openIn(t, t.TempDir(), words.Config{})
	small, large := newCatalogue(music...), newCatalogue(append([]data.Episode{{ID: "x", Title: "Music"}}, music...)...)
	var current atomic.Pointer[words.View]
	current.Store(viewIn(t, index, small))
	var searching sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		searching.Go(func() {
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
				// The view has three or four episodes; one of the lengths is right.
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
		runtime.GC() // releases the views that nobody has any more
	}
	close(done)
	searching.Wait()
}
