package main

import (
	"context"
	"errors"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend/words"
)

// catalogueTexts are the texts that the episodes of a revision are embedded by.
type catalogueTexts struct {
	revision int64
	hashes   map[embed.TextHash]bool
}

// textsOf asks the indexer which texts it would embed, so that what counts as a
// passage is said in one place. Prefixes are what models put in front of passages; the
// texts are with each of them.
func textsOf(ctx context.Context, t *terminal, c catalog.Store, prefixes ...string) (catalogueTexts, error) {
	revision, err := c.Revision(ctx) // before reading: what changes meanwhile is noticed
	if err != nil {
		return catalogueTexts{}, err
	}
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		return catalogueTexts{}, err
	}
	defer w.Close()
	texts := catalogueTexts{revision, map[embed.TextHash]bool{}}
	for _, prefix := range prefixes {
		p := join(t, c, w, embed.NewClient(unasked{}, texts, embed.WithPrepare(embed.Prepare{Passage: prefix})), "")
		p.indexer.WithoutWords()
		if _, err := p.indexer.Load(ctx); err != nil {
			return catalogueTexts{}, err
		}
	}
	return texts, nil
}

// passagePrefix is what a model puts in front of passages. One of which it is not known
// how it is asked was embedded before there were prefixes.
func passagePrefix(ctx context.Context, c settings, name string) (string, error) {
	value, ok, err := c.Setting(ctx, specKey(name))
	if err != nil || !ok {
		return "", err
	}
	s, err := parseSpec(value)
	return s.PassagePrefix, err
}

// Vectors implements [embed.Cache]: it notes what is looked up, and has nothing.
func (t catalogueTexts) Vectors(_ context.Context, _ string, texts []embed.TextHash) (map[embed.TextHash][]float32, error) {
	for _, hash := range texts {
		t.hashes[hash] = true
	}
	return nil, nil
}

// SaveVectors implements [embed.Cache]; nothing is embedded.
func (catalogueTexts) SaveVectors(context.Context, string, map[embed.TextHash][]float32) error {
	return nil
}

// unasked is a model whose vectors are only looked up.
type unasked struct{}

func (unasked) Info() embed.Info { return embed.Info{Dimensions: 1, MaxBatch: 1} }

func (unasked) Embed(context.Context, []string) ([][]float32, error) {
	return nil, errors.New("this model is not asked")
}
