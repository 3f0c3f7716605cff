package vectors

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/philippgille/chromem-go"
)

// store is the collections that hold the vectors: a document for each row of a
// matrix, filed under the row's number, which shares the row's memory.
type store struct {
	means, passages *chromem.Collection
}

func newStore(ctx context.Context, means, passages matrix) (store, error) {
	// A database of its own for each build: an old index goes on answering
	// undisturbed until its last reader is done.
	db := chromem.NewDB()
	m, err := collection(ctx, db, "episodes", means)
	if err != nil {
		return store{}, err
	}
	p, err := collection(ctx, db, "passages", passages)
	return store{m, p}, err
}

// collection adds the documents one by one. AddDocuments would start a goroutine
// for every document before the first is done, which is half a gigabyte of stacks
// at 270,000 passages.
func collection(ctx context.Context, db *chromem.DB, name string, rows matrix) (*chromem.Collection, error) {
	c, err := db.CreateCollection(name, nil, noEmbedding)
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

// noEmbedding keeps chromem-go from calling a model on its own: vectors come
// from package embed.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors: texts are embedded before they get here")
}
