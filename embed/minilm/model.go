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
	// MaxTokens is how many pieces of a text the model reads; it was trained on
	// no longer texts.
	MaxTokens = weights.MaxTokens
	// MaxBatch is the most texts of one call: enough to keep many cores busy,
	// few enough that a call ends in a few seconds.
	MaxBatch = 64
)

// preparation counts the ways in which texts were made tokens, and tokens a
// vector, since the first: it makes vectors of another way another model's.
const preparation = "p1"

// modelName tells vectors of these weights and this preparation from others.
var modelName = "all-MiniLM-L6-v2-" + fileHash[:8] + "-" + preparation

var _ embed.Driver = (*Model)(nil)

// Model is the built-in model. It is safe for concurrent use.
type Model struct {
	weights    *weights.Model
	vocabulary *wordpiece.Vocabulary
	kernel     kernel.Kernel
	threads    int
	questions  chan struct{} // a place for every question that is worked on
	passes     sync.Pool     // of *pass
	busy       atomic.Int32  // threads at work
}

// New returns the model. One call of Embed uses as many threads as the process may use.
// New fails only where the embedded file is damaged.
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
		threads: threads, questions: make(chan struct{}, threads),
	}
	m.passes.New = func() any { return &pass{model: m} }
	return m, nil
}

// Info describes the model. Its name changes with the weights and with the way
// texts are prepared.
func (m *Model) Info() embed.Info {
	return embed.Info{Model: modelName, Dimensions: Dimensions, MaxBatch: MaxBatch}
}

// Kernel names the form of arithmetic in use: "avx2", "neon" or "portable".
func (m *Model) Kernel() string { return m.kernel.Name() }

// Embed returns a vector of length one for every text, in the order of the texts.
// What a text has beyond [MaxTokens] pieces is not read; an empty text has a
// vector too. A call with more than [MaxBatch] texts is refused with
// [embed.ErrRejected]; a call whose ctx is done returns ctx's error within the
// time of one text.
func (m *Model) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) > MaxBatch {
		return nil, fmt.Errorf("embed %d texts, at most %d in one call: %w", len(texts), MaxBatch, embed.ErrRejected)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(texts))
	groups := group(m.tokenize(texts))
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

// embedOne works on the only group of a call.
func (m *Model) embedOne(ctx context.Context, g []document, vectors [][]float32) error {
	select {
	case m.questions <- struct{}{}:
		defer func() { <-m.questions }()
	case <-ctx.Done():
		return ctx.Err()
	}
	m.busy.Add(1)
	defer m.busy.Add(-1)
	p := m.passes.Get().(*pass)
	defer m.passes.Put(p)
	p.documents, p.polite = g, false
	return p.run(ctx, vectors)
}
