// Package weights reads and writes the model's file.
//
// Matrices are int8 with float32 scales, in the panels of package kernel, so that the
// model can use them without a copy from the binary. All numbers are little endian.
package weights

import "segue/embed/minilm/internal/kernel"

// The shape of all-MiniLM-L6-v2.
const (
	Layers    = 6
	Width     = 384   // numbers of a token between layers, and of a text
	Heads     = 12    // attention heads
	HeadWidth = 32    // numbers of a token per head
	Inner     = 1536  // numbers of a token inside the feed-forward part
	MaxTokens = 256   // maximum length of a text in training
	Pieces    = 30522 // entries of the vocabulary
)

// Model is the content of the file.
type Model struct {
	Vocabulary string // one piece per line
	Words      string // [Pieces][Width] int8
	WordScales []float32
	Positions  []float32 // [MaxTokens][Width], including the embedding of token type 0
	Embedding  Norm
	Layers     [Layers]Layer
}

// Layer is one of the model's layers, in the order of use.
type Layer struct {
	QKV            kernel.Int8Panels // queries (divided by the root of HeadWidth), keys, values
	Out            kernel.Int8Panels
	AfterAttention Norm
	Up, Down       kernel.Int8Panels
	AfterInner     Norm
}

// Norm contains the factors and summands of layer normalisation.
type Norm struct{ Gain, Bias []float32 }
