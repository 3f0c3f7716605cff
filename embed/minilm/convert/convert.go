package main

import (
	"bytes"
	"fmt"
	"math"

	"segue/embed/minilm/internal/weights"
)

// convert returns the bytes of the embedded file.
func convert(s *source) ([]byte, error) {
	t, err := readTensors(s.weights)
	if err != nil {
		return nil, err
	}
	c := converter{tensors: t}
	model := c.model()
	model.Vocabulary = string(s.vocab)
	if c.err != nil {
		return nil, c.err
	}
	var file bytes.Buffer
	err = weights.Write(&file, model)
	return file.Bytes(), err
}

// converter stores the first error, so that callers need not check each call.
type converter struct {
	tensors *tensors
	err     error
}

// floats returns the array with this name, or zeros after an error.
func (c *converter) floats(name string, shape ...int) []float32 {
	numbers, err := c.tensors.floats(name, shape...)
	if err == nil {
		return numbers
	}
	if c.err == nil {
		c.err = err
	}
	count := 1
	for _, n := range shape {
		count *= n
	}
	return make([]float32, count)
}

func (c *converter) model() *weights.Model {
	const width = weights.Width
	words := c.floats("embeddings.word_embeddings.weight", weights.Pieces, width)
	m := &weights.Model{Positions: c.positions(), Embedding: c.norm("embeddings.LayerNorm")}
	m.Words, m.WordScales = quantize(words, width)
	for i := range m.Layers {
		m.Layers[i] = c.layer(fmt.Sprintf("encoder.layer.%d.", i))
	}
	return m
}

// positions returns the rows that are added to the words' rows. They include the
// embedding of token type 0, the type of all tokens of a single text.
func (c *converter) positions() []float32 {
	const all, types = 512, 2
	positions := c.floats("embeddings.position_embeddings.weight", all, weights.Width)
	types0 := c.floats("embeddings.token_type_embeddings.weight", types, weights.Width)
	positions = positions[:weights.MaxTokens*weights.Width]
	for i := range positions {
		positions[i] += types0[i%weights.Width]
	}
	return positions
}

func (c *converter) layer(prefix string) weights.Layer {
	const width, inner = weights.Width, weights.Inner
	query := c.dense(prefix+"attention.self.query", width, width)
	query.multiply(1 / math.Sqrt(weights.HeadWidth))
	qkv := query.
		appendRows(c.dense(prefix+"attention.self.key", width, width)).
		appendRows(c.dense(prefix+"attention.self.value", width, width))
	return weights.Layer{
		QKV:            pack(qkv),
		Out:            pack(c.dense(prefix+"attention.output.dense", width, width)),
		AfterAttention: c.norm(prefix + "attention.output.LayerNorm"),
		Up:             pack(c.dense(prefix+"intermediate.dense", inner, width)),
		Down:           pack(c.dense(prefix+"output.dense", width, inner)),
		AfterInner:     c.norm(prefix + "output.LayerNorm"),
	}
}

func (c *converter) dense(name string, outputs, depth int) dense {
	return dense{
		numbers: c.floats(name+".weight", outputs, depth),
		bias:    c.floats(name+".bias", outputs),
		depth:   depth,
	}
}

func (c *converter) norm(name string) weights.Norm {
	return weights.Norm{
		Gain: c.floats(name+".weight", weights.Width),
		Bias: c.floats(name+".bias", weights.Width),
	}
}
