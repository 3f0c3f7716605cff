package minilm

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"segue/embed"
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
	"segue/embed/minilm/internal/wordpiece"
)

const (
	// Dimensions is the length of a vector.
	Dimensions = weights.Width
	// MaxTokens is the number of tokens that the model reads of a text. It was not
	// trained on longer texts.
	MaxTokens = weights.MaxTokens
	// MaxBatch is the maximum number of texts in one call: enough for many cores, and few
	// enough that a call takes only a few seconds.
	MaxBatch = 64
)

// preparation is the version of the preprocessing of texts and of the pooling of tokens.
// Vectors of another version cannot be compared, so it is part of the model's name.
const preparation = "p1"

// modelName identifies the weights and the preparation.
var modelName = "all-MiniLM-L6-v2-" + fileHash[:8] + "-" + preparation

var _ embed.Driver = (*Model)(nil)

// Model is the built-in model. It is safe for concurrent use.
type Model struct {
	weights    *weights.Model
	vocabulary *wordpiece.Vocabulary
	kernel     kernel.Kernel
	threads    int
	querySlots chan struct{} // limits concurrent calls with one group
	passes     sync.Pool     // of *pass
	busy       atomic.Int32  // threads in use
}

// New returns the model. One call of Embed uses up to GOMAXPROCS threads. New returns an
// error only if the embedded file is damaged.
func New() (*Model, error) { return newModel(runtime.GOMAXPROCS(0)) }

func newModel(threads int) (*Model, error) {
	w, err := weights.Read(file)
	if err != nil {
		return nil, fmt.Errorf("read built-in model: %w", err)
	}
	vocabulary, err := wordpiece.NewVocabulary(w.Vocabulary)
	if err != nil {
		return nil, fmt.Errorf("read built-in model: %w", err)
	}
	m := &Model{
		weights: w, vocabulary: vocabulary, kernel: kernel.Best(),
		threads: threads, querySlots: make(chan struct{}, threads),
	}
	m.passes.New = func() any { return &pass{model: m} }
	return m, nil
}

// Info describes the model. The name identifies the weights and the preparation of texts.
func (m *Model) Info() embed.Info {
	return embed.Info{Model: modelName, Dimensions: Dimensions, MaxBatch: MaxBatch}
}

// Kernel returns the implementation of the arithmetic: "avx2", "neon" or "portable".
func (m *Model) Kernel() string { return m.kernel.Name() }

// Embed returns a vector of length 1 for every text, in the order of the texts. It reads
// the first [MaxTokens] tokens of a text. An empty text has a vector too. A call with
// more than [MaxBatch] texts returns [embed.ErrRejected]. If ctx ends, Embed returns
// ctx's error within the time for one text.
func (m *Model) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) > MaxBatch {
		return nil, fmt.Errorf("embed %d texts, at most %d in one call: %w", len(texts), MaxBatch, embed.ErrRejected)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(texts))
	groups := groupByLength(m.tokenize(texts))
	var err error
	if len(groups) == 1 {
		err = m.embedOne(ctx, groups[0], vectors)
	} else {
		err = m.embedMany(ctx, groups, vectors)
	}
	if err != nil {
		return nil, err
	}
	return vectors, nil
}

// embedOne embeds the only group of a call.
func (m *Model) embedOne(ctx context.Context, g []tokenizedText, vectors [][]float32) error {
	select {
	case m.querySlots <- struct{}{}:
		defer func() { <-m.querySlots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	m.busy.Add(1)
	defer m.busy.Add(-1)
	p := m.passes.Get().(*pass)
	defer m.passes.Put(p)
	p.tokenized, p.background = g, false
	return p.run(ctx, vectors)
}
