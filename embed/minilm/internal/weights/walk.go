package weights

import "segue/embed/minilm/internal/kernel"

// visitor visits all parts of the file in their order. The reader and the writer are
// visitors, so they use the same order.
type visitor interface {
	floats(into *[]float32, n int)
	bytes(into *string, n int)
	text(into *string)
}

func (m *Model) walk(v visitor) {
	v.text(&m.Vocabulary)
	v.floats(&m.WordScales, Pieces)
	v.floats(&m.Positions, MaxTokens*Width)
	m.Embedding.walk(v)
	for i := range m.Layers {
		m.Layers[i].walk(v)
	}
	v.bytes(&m.Words, Pieces*Width)
}

func (l *Layer) walk(v visitor) {
	walkPanels(v, &l.QKV, 3*Width, Width)
	walkPanels(v, &l.Out, Width, Width)
	l.AfterAttention.walk(v)
	walkPanels(v, &l.Up, Inner, Width)
	walkPanels(v, &l.Down, Width, Inner)
	l.AfterInner.walk(v)
}

func (n *Norm) walk(v visitor) {
	v.floats(&n.Gain, Width)
	v.floats(&n.Bias, Width)
}

func walkPanels(v visitor, p *kernel.Int8Panels, columns, depth int) {
	p.Depth = depth
	v.floats(&p.Scales, columns*p.Groups())
	v.floats(&p.Bias, columns)
	v.bytes(&p.Weights, columns*depth)
}
