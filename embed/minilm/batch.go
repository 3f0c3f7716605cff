package minilm

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// tokenizedText contains the tokens of a text.
type tokenizedText struct {
	index int // of the text in its call
	ids   []uint16
}

// tokenize returns the tokens of the texts. They share one array.
func (m *Model) tokenize(texts []string) []tokenizedText {
	tokenized := make([]tokenizedText, len(texts))
	var ids []uint16
	for i, text := range texts {
		before := len(ids)
		ids = m.vocabulary.Tokens(ids, text, MaxTokens)
		tokenized[i] = tokenizedText{i, ids[before:len(ids):len(ids)]}
	}
	return tokenized
}

// groupByLength splits texts into groups of at most MaxTokens tokens. The longest come
// first, so that all threads finish at about the same time.
func groupByLength(tokenized []tokenizedText) [][]tokenizedText {
	slices.SortStableFunc(tokenized, func(a, b tokenizedText) int {
		return cmp.Compare(len(b.ids), len(a.ids))
	})
	var groups [][]tokenizedText
	for len(tokenized) > 0 {
		n, tokens := 0, 0
		for n < len(tokenized) && tokens+len(tokenized[n].ids) <= MaxTokens {
			tokens += len(tokenized[n].ids)
			n++
		}
		groups = append(groups, tokenized[:n])
		tokenized = tokenized[n:]
	}
	return groups
}

// embedMany embeds groups concurrently, one per thread, until all are done or one has
// failed.
func (m *Model) embedMany(ctx context.Context, groups [][]tokenizedText, vectors [][]float32) error {
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

// embedNext embeds one group after another until none is left.
func (m *Model) embedNext(ctx context.Context, groups [][]tokenizedText, next *atomic.Int64, vectors [][]float32) error {
	m.busy.Add(1)
	defer m.busy.Add(-1)
	p := m.passes.Get().(*pass)
	defer m.passes.Put(p)
	p.background = true
	for {
		i := int(next.Add(1)) - 1
		if i >= len(groups) {
			return nil
		}
		p.tokenized = groups[i]
		if err := p.run(ctx, vectors); err != nil {
			return err
		}
	}
}
