// Package weights is the model's file: its shape, and how it is read and written.
//
// Matrices are int8 with float32 scales, packed for the kernels of package
// kernel, so that they are used where they lie, inside the binary. All numbers
// are little endian.
package weights

import "segue/embed/minilm/internal/kernel"

// The shape of all-MiniLM-L6-v2.
const (
	Layers    = 6
	Width     = 384  // numbers that stand for a token between layers, and for a text
	Heads     = 12   // parts of attention
	HeadWidth = 32   // numbers of a token in one part
	Inner     = 1536 // numbers of a token inside the feed-forward part
	MaxTokens = 256  // the model was trained on texts of at most so many
	Pieces    = 30522
)

// Model is all that the file holds.
type Model struct {
	Vocabulary string // one piece a line
	Words      string // [Pieces][Width] int8
	WordScales []float32
	Positions  []float32 // [MaxTokens][Width], the type of a first text added
	Embedding  Norm
	Layers     [Layers]Layer
}

// Layer is one of the model's layers, in the order of use.
type Layer struct {
	QKV            kernel.Int8Panels // queries (over the root of HeadWidth), keys, values
	Out            kernel.Int8Panels
	AfterAttention Norm
	Up, Down       kernel.Int8Panels
	AfterInner     Norm
}

// Norm holds what layer normalisation multiplies and adds.
type Norm struct{ Gain, Bias []float32 }
