package minilm

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// document is a text as the model reads it.
type document struct {
	index int // of the text in its call
	ids   []uint16
}

// tokenize returns the texts' tokens, which share one array.
func (m *Model) tokenize(texts []string) []document {
	documents := make([]document, len(texts))
	var ids []uint16
	for i, text := range texts {
		before := len(ids)
		ids = m.vocabulary.Tokens(ids, text, MaxTokens)
		documents[i] = document{i, ids[before:len(ids):len(ids)]}
	}
	return documents
}

// group cuts documents into groups of at most MaxTokens tokens, the longest
// first, so that the threads end their work at about the same time.
func group(documents []document) [][]document {
	slices.SortStableFunc(documents, func(a, b document) int {
		return cmp.Compare(len(b.ids), len(a.ids))
	})
	var groups [][]document
	for len(documents) > 0 {
		n, tokens := 0, 0
		for n < len(documents) && tokens+len(documents[n].ids) <= MaxTokens {
			tokens += len(documents[n].ids)
			n++
		}
		groups = append(groups, documents[:n])
		documents = documents[n:]
	}
	return groups
}

// embedMany works on as many groups at once as there are threads, until they are
// done or one has failed.
func (m *Model) embedMany(ctx context.Context, groups [][]document, vectors [][]float32) error {
	var next atomic.Int64
	var workers sync.WaitGroup
	errs := make([]error, min(m.threads, len(groups)))
	for w := range errs {
		workers.Go(func() { errs[w] = m.embedNext(ctx, groups, &next, vectors) })
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// embedNext works on one group after another, until none is left.
func (m *Model) embedNext(ctx context.Context, groups [][]document, next *atomic.Int64, vectors [][]float32) error {
	m.busy.Add(1)
	defer m.busy.Add(-1)
	p := m.passes.Get().(*pass)
	defer m.passes.Put(p)
	p.polite = true
	for {
		i := int(next.Add(1)) - 1
		if i >= len(groups) {
			return nil
		}
		p.documents = groups[i]
		if err := p.run(ctx, vectors); err != nil {
			return err
		}
	}
}
