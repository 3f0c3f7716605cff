package minilm

import (
	"context"
	"fmt"
	"math"

	"segue/embed"
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

// pass carries a group of texts through the model. Its arrays are used again by
// later groups. All texts of a group stand one below the other in one block: no
// padding, and only attention knows where a text ends.
type pass struct {
	model     *Model
	documents []document
	layer     *weights.Layer
	crew      *crew // nil where the pass is done by one thread
	polite    bool  // whether a question that waits for a thread goes first

	tokens    kernel.Block                    // a row of Width numbers for every token
	qkv       []float32                       // what heads are parts of
	heads     [3 * weights.Heads]kernel.Block // queries, keys and values of each head
	mixed     kernel.Block                    // what attention gives
	inner     kernel.Block                    // inside the feed-forward part
	attention [1 + maxHelpers]attention
}

// run sets the documents' places in vectors. It stops within the time of a layer
// after ctx is done.
func (p *pass) run(ctx context.Context, vectors [][]float32) error {
	p.resize()
	p.lookUp()
	defer p.dismiss()
	for i := range p.model.weights.Layers {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.recruit()
		p.runLayer(&p.model.weights.Layers[i])
	}
	return p.pool(vectors)
}

func (p *pass) resize() {
	rows := 0
	for _, d := range p.documents {
		rows += len(d.ids)
	}
	resize(&p.tokens, rows, weights.Width)
	p.resizeHeads(rows)
	resize(&p.mixed, rows, weights.Width)
	resize(&p.inner, rows, weights.Inner)
}

// resizeHeads gives every head's queries, keys and values a block of their own:
// attention reads them one after another.
func (p *pass) resizeHeads(rows int) {
	size := rows * weights.HeadWidth
	if n := size * len(p.heads); n > len(p.qkv) {
		p.qkv = make([]float32, n)
	}
	for i := range p.heads {
		p.heads[i] = kernel.Block{
			Data: p.qkv[i*size:][:size],
			Rows: rows, Columns: weights.HeadWidth, Stride: weights.HeadWidth,
		}
	}
}

func resize(b *kernel.Block, rows, columns int) {
	if n := rows * columns; n > len(b.Data) {
		b.Data = make([]float32, n)
	}
	b.Rows, b.Columns, b.Stride = rows, columns, columns
}

// lookUp sets every token's row to its word's and its position's, normalised.
func (p *pass) lookUp() {
	w, row := p.model.weights, 0
	for _, d := range p.documents {
		for position, id := range d.ids {
			word := w.Words[int(id)*weights.Width:][:weights.Width]
			place := w.Positions[position*weights.Width:][:weights.Width]
			into := p.tokens.Row(row)
			for i := range into {
				into[i] = float32(int8(word[i]))*w.WordScales[id] + place[i]
			}
			row++
		}
	}
	p.normalize(w.Embedding)
}

// pool sets each document's vector to the mean of its tokens, of length one.
func (p *pass) pool(vectors [][]float32) error {
	row := 0
	for _, d := range p.documents {
		vector := make([]float32, Dimensions)
		for range d.ids {
			for i, x := range p.tokens.Row(row) {
				vector[i] += x
			}
			row++
		}
		if !unit(vector) {
			return fmt.Errorf("embed text %d: %w", d.index, embed.ErrBadVectors)
		}
		vectors[d.index] = vector
	}
	return nil
}

// unit gives v the length one, and reports whether it could.
func unit(v []float32) bool {
	var squares float64
	for _, x := range v {
		squares += float64(x) * float64(x)
	}
	if !(squares > 0) || math.IsInf(squares, 1) {
		return false
	}
	inverse := float32(1 / math.Sqrt(squares))
	for i := range v {
		v[i] *= inverse
	}
	return true
}
