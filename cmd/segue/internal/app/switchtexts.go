package app

import (
	"context"
	"errors"

	"segue/embed"
)

// catalogTexts contains the texts that the indexer embeds for one revision, and the inputs
// of the derived data that it reads.
type catalogTexts struct {
	revision int64
	hashes   map[embed.TextHash]bool
	derived  *derivedInputs
}

// texts collects the texts that the indexer embeds, with each of the prefixes. It runs the
// indexer with a cache and a catalogue that record them.
func (m Models) texts(ctx context.Context, prefixes ...string) (catalogTexts, error) {
	revision, err := m.Catalog.Revision(ctx) // before reading, to detect later changes
	if err != nil {
		return catalogTexts{}, err
	}
	derived := &derivedInputs{Store: m.Catalog, kinds: map[string]map[[32]byte]bool{}}
	texts := catalogTexts{revision, map[embed.TextHash]bool{}, derived}
	for _, prefix := range prefixes {
		client := embed.NewClient(unusedDriver{}, texts, embed.WithPrepare(embed.Prepare{Passage: prefix}))
		a, err := Open(ctx, Options{Mode: List, Catalog: derived, Client: client, Log: m.Log})
		if err != nil {
			return catalogTexts{}, err
		}
		a.Close()
	}
	return texts, nil
}

// Vectors implements [embed.Cache]. It records the texts and returns no vectors.
func (t catalogTexts) Vectors(_ context.Context, _ string, texts []embed.TextHash) (map[embed.TextHash][]float32, error) {
	for _, hash := range texts {
		t.hashes[hash] = true
	}
	return nil, nil
}

// SaveVectors implements [embed.Cache]. It is not called, because nothing is embedded.
func (catalogTexts) SaveVectors(context.Context, string, map[embed.TextHash][]float32) error {
	return nil
}

// unusedDriver is the driver of a client that only reads its cache.
type unusedDriver struct{}

func (unusedDriver) Info() embed.Info { return embed.Info{Dimensions: 1, MaxBatch: 1} }

func (unusedDriver) Embed(context.Context, []string) ([][]float32, error) {
	return nil, errors.New("this driver does not embed")
}
