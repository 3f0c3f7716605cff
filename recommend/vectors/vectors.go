// Package vectors holds the vectors of a catalogue in chromem-go collections
// and compares a query with all of them. It is the [recommend.Index] of the
// product.
//
// An [Index] is built once and then only read; a change of the catalogue builds
// a new one. chromem-go's own files are not used: the catalogue keeps the vectors.
package vectors

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"

	"github.com/philippgille/chromem-go"

	"segue/data"
	"segue/recommend"
)

// Episode is what the index knows of one episode.
type Episode struct {
	ID data.EpisodeID
	// Passages are unit vectors, at least one. The index keeps them; the caller
	// must not change them afterwards.
	Passages [][]float32
}

// Index compares vectors with a fixed set of episodes. It is safe for
// concurrent use.
type Index struct {
	ids []data.EpisodeID
	// means is one document an episode, passages one for each of its passages.
	means, passages *chromem.Collection
	// position finds an episode's number, owner and ordinal those of a passage.
	position       map[data.EpisodeID]int
	owner, ordinal []int
}

var _ recommend.Index = (*Index)(nil)

// Build makes an index of episodes, each of which has its own id. It returns an
// error for a vector that has not the dimension of the others or is not finite:
// chromem-go would take it and fail, or answer NaN, at every later query.
func Build(ctx context.Context, episodes []Episode) (*Index, error) {
	x := &Index{position: make(map[data.EpisodeID]int, len(episodes))}
	var means, passages []chromem.Document
	for number, e := range episodes {
		mean, err := meanOf(e.Passages)
		if err != nil {
			return nil, fmt.Errorf("vectors: episode %q: %w", e.ID, err)
		}
		if len(means) > 0 && len(mean) != len(means[0].Embedding) {
			return nil, fmt.Errorf("vectors: episode %q: %d dimensions beside others of %d", e.ID, len(mean), len(means[0].Embedding))
		}
		x.ids = append(x.ids, e.ID)
		x.position[e.ID] = number
		means = append(means, document(number, mean))
		for ordinal, vector := range e.Passages {
			passages = append(passages, document(len(x.owner), vector))
			x.owner, x.ordinal = append(x.owner, number), append(x.ordinal, ordinal)
		}
	}
	var err error
	if x.means, err = collection(ctx, "episodes", means); err != nil {
		return nil, err
	}
	if x.passages, err = collection(ctx, "passages", passages); err != nil {
		return nil, err
	}
	return x, nil
}

// document files a vector under its number; chromem-go wants text as an id.
func document(number int, vector []float32) chromem.Document {
	return chromem.Document{ID: strconv.Itoa(number), Embedding: vector}
}

func collection(ctx context.Context, name string, documents []chromem.Document) (*chromem.Collection, error) {
	// A database of its own for each build: an old index goes on answering
	// undisturbed until its last reader is done.
	c, err := chromem.NewDB().CreateCollection(name, nil, noEmbedding)
	if err != nil {
		return nil, fmt.Errorf("vectors: collection %q: %w", name, err)
	}
	if len(documents) == 0 {
		return c, nil
	}
	if err := c.AddDocuments(ctx, documents, runtime.GOMAXPROCS(0)); err != nil {
		return nil, fmt.Errorf("vectors: collection %q: %w", name, err)
	}
	return c, nil
}

// noEmbedding keeps chromem-go from calling a model on its own: vectors come
// from package embed.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors: texts are embedded before they get here")
}

// meanOf returns the mean of unit vectors, scaled to length one.
func meanOf(vectors [][]float32) ([]float32, error) {
	if len(vectors) == 0 {
		return nil, errors.New("no passage")
	}
	sum := make([]float64, len(vectors[0]))
	for ordinal, v := range vectors {
		if len(v) != len(sum) {
			return nil, fmt.Errorf("passage %d has %d dimensions, passage 0 has %d", ordinal, len(v), len(sum))
		}
		for i, value := range v {
			sum[i] += float64(value)
		}
	}
	var square float64
	for _, value := range sum {
		square += value * value
	}
	norm := math.Sqrt(square)
	if !(norm > 0) || math.IsInf(norm, 0) {
		return nil, errors.New("passages have no finite direction")
	}
	mean := make([]float32, len(sum))
	for i, value := range sum {
		mean[i] = float32(value / norm)
	}
	return mean, nil
}
