// Package vectors stores the vectors of a catalogue and compares a query with all of
// them. Its [Index] implements [recommend.Vectors].
//
// The vectors are documents of two chromem-go collections: one document per episode
// with its mean vector, and one per passage. The vectors of a collection are in one
// block of memory, which the documents share, and a query reads the block sequentially.
// chromem-go's own query returns the same similarities, as the tests verify. But it
// visits documents in the order of a map, sorts the results, and does not use the
// processor's vector instructions.
//
// An [Index] is immutable. After a change of the catalogue a new one is built. The
// vectors are persisted in the catalogue, not in chromem-go's files.
package vectors

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
	"segue/recommend"
)

// Episode is the input of the index for one episode.
type Episode struct {
	// ID identifies the episode in errors.
	ID data.EpisodeID
	// Passages are the vectors of the passages, all of one dimension. It is empty if
	// the episode is not embedded yet. The index copies them and scales them to length
	// one.
	Passages [][]float32
}

// Index compares vectors with a fixed set of episodes, numbered in the order passed to
// [Build]. It is safe for concurrent use.
type Index struct {
	passages, means matrix
	// first is the row of each episode's first passage, plus the end: the passages of
	// episode n are the rows first[n] to first[n+1].
	first []int32
	// mean is the row of each episode's mean vector, or noRow.
	mean []int32
	// meanScale is the factor between the sum of the passages' cosines and the cosine
	// of their mean vector. It is 0 if the result would not be precise enough.
	meanScale []float64
	store     store
}

// noRow is the row of an episode without vectors.
const noRow = -1

var _ recommend.Vectors = (*Index)(nil)

// Build returns an index in which episode n is episodes[n]. It returns an error if the
// vectors have different dimensions, if a vector is zero or not finite, or if the
// passages of an episode cancel each other out.
func Build(ctx context.Context, episodes []Episode) (*Index, error) {
	x, err := allocate(episodes)
	if err != nil {
		return nil, err
	}
	sum := make([]float64, x.passages.width)
	for n, e := range episodes {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("vectors: %w", err)
		}
		if err := x.fill(n, e.Passages, sum); err != nil {
			return nil, fmt.Errorf("vectors: episode %q: %w", e.ID, err)
		}
	}
	if x.store, err = newStore(ctx, x.means, x.passages); err != nil {
		return nil, err
	}
	return x, nil
}

// allocate returns an index with space for all vectors.
func allocate(episodes []Episode) (*Index, error) {
	x := &Index{
		first:     make([]int32, 1, len(episodes)+1),
		mean:      make([]int32, 0, len(episodes)),
		meanScale: make([]float64, len(episodes)),
	}
	width, passages, means := 0, int32(0), int32(0)
	for _, e := range episodes {
		row := int32(noRow)
		if len(e.Passages) > 0 {
			row, means = means, means+1
		}
		for i, p := range e.Passages {
			switch {
			case len(p) == 0:
				return nil, fmt.Errorf("vectors: episode %q: passage %d has no dimensions", e.ID, i)
			case width == 0:
				width = len(p)
			case len(p) != width:
				return nil, fmt.Errorf("vectors: episode %q: passage %d has %d dimensions, want %d; embed all passages with one model", e.ID, i, len(p), width)
			}
		}
		passages += int32(len(e.Passages))
		x.first, x.mean = append(x.first, passages), append(x.mean, row)
	}
	x.passages, x.means = newMatrix(int(passages), width), newMatrix(int(means), width)
	return x, nil
}

// fill writes the passages of episode n and their mean. sum is a buffer for one vector.
func (x *Index) fill(n int, passages [][]float32, sum []float64) error {
	if len(passages) == 0 {
		return nil
	}
	clear(sum)
	for i, p := range passages {
		row := x.passages.row(int(x.first[n]) + i)
		if !normalize(row, p) {
			return fmt.Errorf("passage %d is zero or not finite", i)
		}
		for j, value := range row {
			sum[j] += float64(value)
		}
	}
	norm := length(sum)
	if !normalize(x.means.row(int(x.mean[n])), sum) {
		return errors.New("passages cancel each other out, so their mean is zero")
	}
	if norm >= minMeanLength*float64(len(passages)) {
		x.meanScale[n] = 1 / norm
	}
	return nil
}

// Vector implements [recommend.Vectors].
func (x *Index) Vector(n int) []float32 {
	if x.mean[n] == noRow {
		return nil
	}
	return x.means.row(int(x.mean[n]))
}

// Rows returns the passages of episode n in their order, or nil if it has no vectors.
// They are the index's own vectors, of length one, and must not be changed. A caller
// can build the next index from them instead of storing a second copy.
func (x *Index) Rows(n int) [][]float32 {
	if x.mean[n] == noRow {
		return nil
	}
	rows := make([][]float32, 0, x.first[n+1]-x.first[n])
	for r := x.first[n]; r < x.first[n+1]; r++ {
		rows = append(rows, x.passages.row(int(r)))
	}
	return rows
}
