package sqlite_test

import (
	"errors"
	"testing"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

func models(t *testing.T, c *sqlite.Catalog) []catalog.ModelVectors {
	t.Helper()
	list, err := c.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// twoModels keeps vectors of a and b of model m, and of a of model n.
func twoModels(t *testing.T, c *sqlite.Catalog) {
	t.Helper()
	saveVectors(t, c, "n", vectors{hash("a"): {1, 2, 3}})
	saveVectors(t, c, "m", vectors{hash("a"): {1, 2}, hash("b"): {3, 4}})
}

func TestModelsAreCountedByName(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		diff(t, "before", []catalog.ModelVectors(nil), models(t, c))
		twoModels(t, c)
		diff(t, "models", []catalog.ModelVectors{{Name: "m", Vectors: 2, Bytes: 16}, {Name: "n", Vectors: 1, Bytes: 12}}, models(t, c))
		diff(t, "revision", int64(0), revision(t, c))
	})
}

func TestCountVectors(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		twoModels(t, c)
		texts := [][32]byte{hash("a"), hash("b"), hash("c")}
		for range 2 * 500 { // more than one look-up
			texts = append(texts, hash("none"))
		}
		for model, want := range map[string]int{"m": 2, "n": 1, "another": 0} {
			got, err := c.CountVectors(t.Context(), model, texts)
			if err != nil {
				t.Fatal(err)
			}
			diff(t, model, want, got)
		}
	})
}

func TestDropModelDeletesTheVectorsOfOne(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		twoModels(t, c)
		got, err := c.DropModel(t.Context(), "m")
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "dropped", catalog.ModelVectors{Name: "m", Vectors: 2, Bytes: 16}, got)
		diff(t, "left", []catalog.ModelVectors{{Name: "n", Vectors: 1, Bytes: 12}}, models(t, c))
		if _, err := c.DropModel(t.Context(), "m"); !errors.Is(err, catalog.ErrUnknownModel) {
			t.Errorf("dropping it again: %v", err)
		}
		saveVectors(t, c, "m", vectors{hash("c"): {5}})
		diff(t, "after embedding again", 2, len(models(t, c)))
	})
}

func TestPruneDeletesVectorsOfTextsThatNobodyHas(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		twoModels(t, c)
		saveVectors(t, c, "m", vectors{hash("gone"): {1}})
		saveVectors(t, c, "n", vectors{hash("gone too"): {1}, hash("gone"): {1, 2, 3}})
		keep := map[[32]byte]bool{hash("a"): true, hash("b"): true}
		want := []catalog.ModelVectors{{Name: "m", Vectors: 1, Bytes: 4}, {Name: "n", Vectors: 2, Bytes: 16}}
		before := models(t, c)
		prune := func(revision int64, dry bool) ([]catalog.ModelVectors, error) {
			return c.PruneVectors(t.Context(), revision, keep, dry)
		}
		if _, err := prune(7, false); !errors.Is(err, catalog.ErrChanged) {
			t.Errorf("for the texts of another revision: %v", err)
		}
		got, err := prune(0, true)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "of a dry run", want, got)
		diff(t, "models after it", before, models(t, c))
		if got, err = prune(0, false); err != nil {
			t.Fatal(err)
		}
		diff(t, "pruned", want, got)
		diff(t, "left", []catalog.ModelVectors{{Name: "m", Vectors: 2, Bytes: 16}, {Name: "n", Vectors: 1, Bytes: 12}}, models(t, c))
		if got, err = prune(0, false); err != nil {
			t.Fatal(err)
		}
		diff(t, "pruned again", []catalog.ModelVectors(nil), got)
	})
}

func TestSetModelKeepsBothAsOneChange(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		for n, step := range [][2]string{{"b", "a"}, {"a", "b"}} {
			if err := c.SetModel(t.Context(), step[0], step[1]); err != nil {
				t.Fatal(err)
			}
			diff(t, "models", step, [2]string{setting(t, c, catalog.ActiveModel), setting(t, c, catalog.PreviousModel)})
			diff(t, "revision", int64(n+1), revision(t, c))
		}
	})
}
