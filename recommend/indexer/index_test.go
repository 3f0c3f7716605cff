package indexer

import (
	"context"
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/recommend/local"
	"segue/recommend/words"
)

// fakeModel is a model without vectors and an engine that ignores revisions.
type fakeModel struct{}

func (fakeModel) Cached(_ context.Context, texts []string) ([][]float32, error) {
	return make([][]float32, len(texts)), nil
}

func (fakeModel) Query(context.Context, string) ([]float32, error)       { return nil, fmt.Errorf("none") }
func (fakeModel) Queries(context.Context, []string) ([][]float32, error) { return nil, nil }

func (fakeModel) Passages(context.Context, []string) ([][]float32, error) {
	return nil, fmt.Errorf("none")
}
func (fakeModel) TextsAtFault(error) bool        { return false }
func (fakeModel) RetryAfter(error) time.Duration { return 0 }
func (fakeModel) Use(recommend.Revision)         {}

func TestLoadKeepsTheIndexIfNothingHasChanged(t *testing.T) {
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	x := New(c, w, fakeModel{}, fakeModel{}, "none")
	indexWith := func(title string) *local.Index {
		t.Helper()
		if _, err := c.Upsert(t.Context(), []data.Episode{{ID: "a", Title: title, Show: data.Show{ID: "s", Title: "S"}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		return x.active.index
	}
	first, again, changed := indexWith("Rye"), indexWith("Rye"), indexWith("Wheat")
	if first != again {
		t.Error("the index was rebuilt although nothing had changed")
	}
	if changed == first {
		t.Error("a changed episode is searched in the old index")
	}
}
