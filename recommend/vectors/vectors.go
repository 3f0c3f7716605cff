// Package vectors holds the vectors of a catalogue and compares a query with all
// of them. Its [Index] is the [recommend.Vectors] of the product.
//
// The vectors are documents of two chromem-go collections, one document for each
// episode's mean and one for each passage. Those of a collection lie behind each
// other in one block of memory, which the documents share, and a query reads that
// block from one end to the other. chromem-go's own query gives the same
// similarities (they are tested against it), but visits documents in the order of
// a map, sorts what it finds, and multiplies without the processor's vector
// instructions.
//
// An [Index] is built once and then only read; a change of the catalogue builds
// a new one. chromem-go's own files are not used: the catalogue keeps the vectors.
package vectors

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
	"segue/recommend"
)

// Episode is what the index knows of one episode.
type Episode struct {
	// ID names the episode in errors.
	ID data.EpisodeID
	// Passages are vectors of one dimension, and none for an episode that is not
	// embedded yet. The index copies them, scaled to length one where they have
	// another.
	Passages [][]float32
}

// Index compares vectors with a fixed set of episodes, which are numbered as they
// were given to [Build]. It is safe for concurrent use.
type Index struct {
	passages, means matrix
	// first is the row of each episode's first passage, and one more for the end:
	// the passages of episode n are the rows first[n] to first[n+1].
	first []int32
	// mean is the row of each episode's mean, or noRow.
	mean []int32
	// share turns the sum of an episode's cosines into the cosine of its mean; it
	// is 0 where that would not be exact enough.
	share []float64
	store store
}

// noRow stands for the mean of an episode without vectors.
const noRow = -1

// shortestMean is the length of the mean of unit vectors from which on its cosine
// is taken from theirs. Their rounding, about 1e-7, grows as the mean gets
// shorter: tenfold here, beside which ranking has nothing to see. Passages of one
// episode share its title, and their mean is hardly ever below 0.5.
const shortestMean = 0.1

var _ recommend.Vectors = (*Index)(nil)

// Build makes an index of episodes, in which episode n is episodes[n]. It returns
// an error for a vector that has not the dimension of the others, or has no
// direction because it is zero or not finite, and for passages that cancel each
// other out.
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

// allocate makes an index in which every vector has its place, still empty.
func allocate(episodes []Episode) (*Index, error) {
	x := &Index{
		first: make([]int32, 1, len(episodes)+1),
		mean:  make([]int32, 0, len(episodes)),
		share: make([]float64, len(episodes)),
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
				return nil, fmt.Errorf("vectors: episode %q: passage %d has %d dimensions beside others of %d; embed all with one model", e.ID, i, len(p), width)
			}
		}
		passages += int32(len(e.Passages))
		x.first, x.mean = append(x.first, passages), append(x.mean, row)
	}
	x.passages, x.means = newMatrix(int(passages), width), newMatrix(int(means), width)
	return x, nil
}

// fill writes the passages of episode n and their mean; sum is room for a vector.
func (x *Index) fill(n int, passages [][]float32, sum []float64) error {
	if len(passages) == 0 {
		return nil
	}
	clear(sum)
	for i, p := range passages {
		row := x.passages.row(int(x.first[n]) + i)
		if !unit(row, p) {
			return fmt.Errorf("passage %d has no finite direction", i)
		}
		for j, value := range row {
			sum[j] += float64(value)
		}
	}
	norm := length(sum)
	if !unit(x.means.row(int(x.mean[n])), sum) {
		return errors.New("passages cancel each other out, so their mean has no direction")
	}
	if norm >= shortestMean*float64(len(passages)) {
		x.share[n] = 1 / norm
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

// Rows returns the passages of episode n in their order, nil for an episode without
// vectors. They are those that the index compares with, of length one, and must not
// be changed: who keeps vectors to build the next index of can keep these, instead
// of a second copy of a catalogue.
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
