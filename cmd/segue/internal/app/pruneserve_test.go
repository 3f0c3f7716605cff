package app

import (
	"testing"

	"segue/data"
	"segue/data/catalog/sqlite"
)

func TestVectorsOfRemovedTextsAreDeleted(t *testing.T) {
	ctx := t.Context()
	c, err := sqlite.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	tea := data.Episode{ID: "tea", Show: data.Show{ID: "cups", Title: "Cups"}, Title: "Tea", Description: "Leaves and water."}
	if _, err := c.Upsert(ctx, []data.Episode{tea}); err != nil {
		t.Fatal(err)
	}
	m := Models{Catalog: c}
	texts, err := m.texts(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	vectors := map[[32]byte][]float32{{1}: {1}}
	for hash := range texts.hashes {
		vectors[hash] = []float32{1}
	}
	if err := c.SaveVectors(ctx, "m", vectors); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		if deleted, err := m.pruneVectors(ctx, texts.revision); deleted != want || err != nil {
			t.Errorf("%d vectors are deleted, want %d; %v", deleted, want, err)
		}
	}
	if _, err := m.pruneVectors(ctx, texts.revision+1); err == nil {
		t.Error("vectors are deleted although the catalogue has changed")
	}
}
