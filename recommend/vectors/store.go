package vectors

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/philippgille/chromem-go"
)

// store holds the vectors in two collections, with one document per row of a matrix.
// The document's ID is the row number, and it shares the row's memory.
type store struct {
	means, passages *chromem.Collection
}

func newStore(ctx context.Context, means, passages matrix) (store, error) {
	// Each build has its own database, so that readers of the old index can continue.
	db := chromem.NewDB()
	m, err := collection(ctx, db, "episodes", means)
	if err != nil {
		return store{}, err
	}
	p, err := collection(ctx, db, "passages", passages)
	return store{m, p}, err
}

// collection adds the documents one by one. AddDocuments would start one goroutine per
// document at once, which takes half a gigabyte of stacks for 270,000 passages.
func collection(ctx context.Context, db *chromem.DB, name string, rows matrix) (*chromem.Collection, error) {
	c, err := db.CreateCollection(name, nil, NoEmbedding)
	if err != nil {
		return nil, fmt.Errorf("vectors: collection %q: %w", name, err)
	}
	for r := range rows.rows() {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("vectors: %w", err)
		}
		if err := c.AddDocument(ctx, chromem.Document{ID: strconv.Itoa(r), Embedding: rows.row(r)}); err != nil {
			return nil, fmt.Errorf("vectors: collection %q: document %d: %w", name, r, err)
		}
	}
	return c, nil
}

// NoEmbedding is the embedding function of all collections. It returns an error, so that
// chromem-go calls no model: package embed computes the vectors.
func NoEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors: the collection cannot embed texts; use package embed")
}
