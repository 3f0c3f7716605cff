package catalogtest

import (
	"errors"
	"testing"

	"segue/data/catalog"
)

func models(t *testing.T, c catalog.Store) []catalog.ModelVectors {
	t.Helper()
	list, err := c.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// twoModels stores vectors of a and b for model m, and of a for model n.
func twoModels(t *testing.T, c catalog.Store) {
	t.Helper()
	SaveVectors(t, c, "n", vectors{Hash("a"): {1, 2, 3}})
	SaveVectors(t, c, "m", vectors{Hash("a"): {1, 2}, Hash("b"): {3, 4}})
}

func testModels(t *testing.T, open Open) {
	c := open(t)
	Diff(t, "before", []catalog.ModelVectors(nil), models(t, c))
	twoModels(t, c)
	Diff(t, "models", []catalog.ModelVectors{{Name: "m", Vectors: 2, Bytes: 16}, {Name: "n", Vectors: 1, Bytes: 12}}, models(t, c))
	Diff(t, "revision", int64(0), Revision(t, c))
}

func testCountVectors(t *testing.T, open Open) {
	c := open(t)
	twoModels(t, c)
	texts := [][32]byte{Hash("a"), Hash("b"), Hash("c")}
	for range 2 * 500 { // more than one query
		texts = append(texts, Hash("none"))
	}
	for model, want := range map[string]int{"m": 2, "n": 1, "another": 0} {
		got, err := c.CountVectors(t.Context(), model, texts)
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, model, want, got)
	}
}

func testDropModel(t *testing.T, open Open) {
	c := open(t)
	twoModels(t, c)
	got, err := c.DropModel(t.Context(), "m")
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "dropped", catalog.ModelVectors{Name: "m", Vectors: 2, Bytes: 16}, got)
	Diff(t, "left", []catalog.ModelVectors{{Name: "n", Vectors: 1, Bytes: 12}}, models(t, c))
	if _, err := c.DropModel(t.Context(), "m"); !errors.Is(err, catalog.ErrUnknownModel) {
		t.Errorf("dropping it twice: %v", err)
	}
	SaveVectors(t, c, "m", vectors{Hash("c"): {5}})
	Diff(t, "after embedding again", 2, len(models(t, c)))
}

func testPruneVectors(t *testing.T, open Open) {
	c := open(t)
	twoModels(t, c)
	SaveVectors(t, c, "m", vectors{Hash("gone"): {1}})
	SaveVectors(t, c, "n", vectors{Hash("gone too"): {1}, Hash("gone"): {1, 2, 3}})
	keep := map[[32]byte]bool{Hash("a"): true, Hash("b"): true}
	want := []catalog.ModelVectors{{Name: "m", Vectors: 1, Bytes: 4}, {Name: "n", Vectors: 2, Bytes: 16}}
	before := models(t, c)
	prune := func(revision int64, dry bool) ([]catalog.ModelVectors, error) {
		return c.PruneVectors(t.Context(), revision, keep, dry)
	}
	if _, err := prune(7, false); !errors.Is(err, catalog.ErrChanged) {
		t.Errorf("with another revision: %v", err)
	}
	got, err := prune(0, true)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "result of a dry run", want, got)
	Diff(t, "models after a dry run", before, models(t, c))
	if got, err = prune(0, false); err != nil {
		t.Fatal(err)
	}
	Diff(t, "pruned", want, got)
	Diff(t, "left", []catalog.ModelVectors{{Name: "m", Vectors: 2, Bytes: 16}, {Name: "n", Vectors: 1, Bytes: 12}}, models(t, c))
	if got, err = prune(0, false); err != nil {
		t.Fatal(err)
	}
	Diff(t, "pruned again", []catalog.ModelVectors(nil), got)
}

func testSetModel(t *testing.T, open Open) {
	c := open(t)
	for n, step := range [][2]string{{"b", "a"}, {"a", "b"}} {
		if err := c.SetModel(t.Context(), step[0], step[1]); err != nil {
			t.Fatal(err)
		}
		Diff(t, "models", step, [2]string{setting(t, c, catalog.ActiveModel), setting(t, c, catalog.PreviousModel)})
		Diff(t, "revision", int64(n+1), Revision(t, c))
	}
}
