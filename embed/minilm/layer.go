package minilm

import (
	"runtime"

	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

// step is a part of a layer whose chunks can be done at the same time.
type step int

const (
	stepQKV  step = iota // tokens to queries, keys and values
	stepMix              // attention
	stepOut              // what attention gave, added to the tokens
	stepUp               // tokens to the inner numbers
	stepDown             // the inner numbers, added to the tokens
)

// runLayer takes the tokens through one layer: each looks at the others of its
// text, then is changed by itself. Both add to what the token was.
func (p *pass) runLayer(l *weights.Layer) {
	p.layer = l
	p.share(stepQKV)
	p.share(stepMix)
	p.share(stepOut)
	p.normalize(l.AfterAttention)
	p.share(stepUp)
	p.share(stepDown)
	p.normalize(l.AfterInner)
}

func (p *pass) normalize(n weights.Norm) {
	p.model.kernel.Normalize(p.tokens, n.Gain, n.Bias)
}

// share does all chunks of a step, with the crew where there is one.
func (p *pass) share(s step) {
	chunks := p.chunks(s)
	if p.crew != nil {
		p.crew.share(s, chunks)
	} else {
		for chunk := range chunks {
			p.work(s, chunk, 0)
		}
	}
	if p.polite {
		runtime.Gosched()
	}
}

// chunks returns how many chunks a step has.
func (p *pass) chunks(s step) int {
	if s == stepMix {
		return len(p.documents) * weights.Heads
	}
	return p.product(s).chunks()
}

// work does one chunk of a step. Every worker has arrays of its own.
func (p *pass) work(s step, chunk, worker int) {
	if s == stepMix {
		p.mix(chunk/weights.Heads, chunk%weights.Heads, worker)
		return
	}
	c := p.product(s).chunk(chunk)
	p.model.kernel.ProductInt8(c.out, c.in, c.weights, s == stepOut || s == stepDown)
	if s == stepUp {
		p.model.kernel.GELU(c.out) // while it is in the cache
	}
}

// product returns what a step multiplies, and where the result goes.
func (p *pass) product(s step) product {
	switch s {
	case stepQKV:
		return product{heads: p.heads[:], in: p.tokens, weights: p.layer.QKV}
	case stepOut:
		return product{out: p.tokens, in: p.mixed, weights: p.layer.Out}
	case stepUp:
		return product{out: p.inner, in: p.tokens, weights: p.layer.Up}
	default:
		return product{out: p.tokens, in: p.inner, weights: p.layer.Down}
	}
}

// mix does the attention of one head in one document.
func (p *pass) mix(document, head, worker int) {
	row := 0
	for _, d := range p.documents[:document] {
		row += len(d.ids)
	}
	rows := len(p.documents[document].ids)
	part := func(of kernel.Block, column int) kernel.Block {
		return of.Part(row, rows, column, weights.HeadWidth)
	}
	p.attention[worker].attend(p.model.kernel,
		part(p.mixed, head*weights.HeadWidth),
		part(p.heads[head], 0),
		part(p.heads[weights.Heads+head], 0),
		part(p.heads[2*weights.Heads+head], 0),
	)
}
