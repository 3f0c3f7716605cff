package minilm

import (
	"context"
	"fmt"
	"math"

	"segue/embed"
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

// pass computes the vectors of a group of texts. Its arrays are reused for later groups.
// The rows of all texts are in one matrix without padding; only attention is computed per
// text.
type pass struct {
	model      *Model
	tokenized  []tokenizedText
	layer      *weights.Layer
	workers    *workerPool // nil if only one thread works on the pass
	background bool        // true if it yields to queries

	tokens    kernel.Block                    // a row of Width numbers per token
	qkv       []float32                       // memory of heads
	heads     [3 * weights.Heads]kernel.Block // queries, keys and values of each head
	attended  kernel.Block                    // result of attention
	inner     kernel.Block                    // inner numbers of the feed-forward part
	attention [1 + maxHelpers]attention
}

// run computes the vectors of the texts. If ctx ends, it stops
// after the current layer.
func (p *pass) run(ctx context.Context, vectors [][]float32) error {
	p.resize()
	p.embedTokens()
	defer p.stopHelpers()
	for i := range p.model.weights.Layers {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.startHelpers()
		p.runLayer(&p.model.weights.Layers[i])
	}
	return p.meanPool(vectors)
}

func (p *pass) resize() {
	rows := 0
	for _, d := range p.tokenized {
		rows += len(d.ids)
	}
	resize(&p.tokens, rows, weights.Width)
	p.resizeHeads(rows)
	resize(&p.attended, rows, weights.Width)
	resize(&p.inner, rows, weights.Inner)
}

// resizeHeads creates a separate block for the queries, keys and values of each head,
// because attention reads a block from front to back.
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

// embedTokens sets the row of each token to the normalised sum of its word's and its
// position's row.
func (p *pass) embedTokens() {
	w, row := p.model.weights, 0
	for _, d := range p.tokenized {
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

// meanPool sets the vector of each text to the mean of its tokens, scaled to length 1.
func (p *pass) meanPool(vectors [][]float32) error {
	row := 0
	for _, d := range p.tokenized {
		vector := make([]float32, Dimensions)
		for range d.ids {
			for i, x := range p.tokens.Row(row) {
				vector[i] += x
			}
			row++
		}
		if !scaleToUnit(vector) {
			return fmt.Errorf("embed text %d: %w", d.index, embed.ErrBadVectors)
		}
		vectors[d.index] = vector
	}
	return nil
}

// scaleToUnit scales v to length 1. It returns false if that is impossible.
func scaleToUnit(v []float32) bool {
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
