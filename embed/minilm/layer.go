package minilm

import (
	"runtime"

	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

// step is a part of a layer. Its chunks are independent of each other.
type step int

const (
	stepQKV       step = iota // tokens to queries, keys and values
	stepAttention             // attention
	stepOut                   // result of attention, added to the tokens
	stepUp                    // tokens to the inner numbers
	stepDown                  // the inner numbers, added to the tokens
)

// runLayer computes one layer: attention between the tokens of a text, then the
// feed-forward part of each token. Both results are added to the token.
func (p *pass) runLayer(l *weights.Layer) {
	p.layer = l
	p.runStep(stepQKV)
	p.runStep(stepAttention)
	p.runStep(stepOut)
	p.normalize(l.AfterAttention)
	p.runStep(stepUp)
	p.runStep(stepDown)
	p.normalize(l.AfterInner)
}

func (p *pass) normalize(n weights.Norm) {
	p.model.kernel.Normalize(p.tokens, n.Gain, n.Bias)
}

// runStep runs all chunks of a step, with the worker pool if there is one.
func (p *pass) runStep(s step) {
	chunks := p.chunks(s)
	if p.workers != nil {
		p.workers.run(s, chunks)
	} else {
		for chunk := range chunks {
			p.runChunk(s, chunk, 0)
		}
	}
	if p.background {
		runtime.Gosched()
	}
}

// chunks returns the number of chunks of a step.
func (p *pass) chunks(s step) int {
	if s == stepAttention {
		return len(p.tokenized) * weights.Heads
	}
	return p.product(s).chunks()
}

// runChunk runs one chunk of a step. Each worker has its own arrays.
func (p *pass) runChunk(s step, chunk, worker int) {
	if s == stepAttention {
		p.runAttention(chunk/weights.Heads, chunk%weights.Heads, worker)
		return
	}
	c := p.product(s).chunk(chunk)
	p.model.kernel.ProductInt8(c.out, c.in, c.weights, s == stepOut || s == stepDown)
	if s == stepUp {
		p.model.kernel.GELU(c.out) // while out is in the processor's cache
	}
}

// product returns the matrix product of a step.
func (p *pass) product(s step) product {
	switch s {
	case stepQKV:
		return product{heads: p.heads[:], in: p.tokens, weights: p.layer.QKV}
	case stepOut:
		return product{out: p.tokens, in: p.attended, weights: p.layer.Out}
	case stepUp:
		return product{out: p.inner, in: p.tokens, weights: p.layer.Up}
	default:
		return product{out: p.tokens, in: p.inner, weights: p.layer.Down}
	}
}

// runAttention computes the attention of one head in one text.
func (p *pass) runAttention(text, head, worker int) {
	row := 0
	for _, d := range p.tokenized[:text] {
		row += len(d.ids)
	}
	rows := len(p.tokenized[text].ids)
	part := func(of kernel.Block, column int) kernel.Block {
		return of.Part(row, rows, column, weights.HeadWidth)
	}
	p.attention[worker].attend(p.model.kernel,
		part(p.attended, head*weights.HeadWidth),
		part(p.heads[head], 0),
		part(p.heads[weights.Heads+head], 0),
		part(p.heads[2*weights.Heads+head], 0),
	)
}
