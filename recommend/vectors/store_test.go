package vectors

import (
	"strconv"
	"testing"

	"github.com/philippgille/chromem-go"
)

func TestDocumentsShareMatrixMemory(t *testing.T) {
	x, err := Build(t.Context(), []Episode{
		{ID: "of length one", Passages: [][]float32{{1, 0, 0}, {0, 0.6, 0.8}}},
		{ID: "not embedded"},
		{ID: "of other lengths", Passages: [][]float32{{3, 1, 2}, {1e-20, 0, 0}, {1 + 9e-7, 0, 0}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name      string
		documents *chromem.Collection
		rows      matrix
	}{{"means", x.store.means, x.means}, {"passages", x.store.passages, x.passages}} {
		t.Run(tt.name, func(t *testing.T) {
			// Results contain the stored vectors themselves, not copies.
			found, err := tt.documents.QueryEmbedding(t.Context(), []float32{1, 0, 0}, tt.rows.rows(), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				r, err := strconv.Atoi(f.ID)
				if err != nil {
					t.Fatal(err)
				}
				if &f.Embedding[0] != &tt.rows.row(r)[0] || len(f.Embedding) != tt.rows.width {
					t.Errorf("document %d is a copy of its row", r)
				}
			}
		})
	}
}
