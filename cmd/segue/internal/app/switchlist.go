package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"segue/data/catalog"
	"segue/embed"
)

// ModelList lists the active model and all models with vectors, as commands print it in
// JSON.
type ModelList struct {
	// Passages is the number of passages of the catalogue. Equal texts count once.
	Passages int           `json:"passages"`
	Models   []ListedModel `json:"models"`
}

// ListedModel is one model of a [ModelList].
type ListedModel struct {
	Name    string `json:"name"`
	Vectors int    `json:"vectors"`
	Bytes   int64  `json:"bytes"`
	// Passages is the number of passages of the current catalogue with a vector.
	Passages int  `json:"passages"`
	Active   bool `json:"active"`
	Previous bool `json:"previous"`
}

// List lists the models of a catalogue, sorted by name.
func (m Models) List(ctx context.Context) (ModelList, error) {
	stored, err := m.Catalog.Models(ctx)
	if err != nil {
		return ModelList{}, err
	}
	active, previous, err := m.names(ctx)
	if err != nil {
		return ModelList{}, err
	}
	if !slices.ContainsFunc(stored, func(v catalog.ModelVectors) bool { return v.Name == active }) {
		stored = append(stored, catalog.ModelVectors{Name: active})
		slices.SortFunc(stored, func(a, b catalog.ModelVectors) int { return cmp.Compare(a.Name, b.Name) })
	}
	list, passages := ModelList{Models: []ListedModel{}}, passageHashes{}
	for _, v := range stored {
		hashes, err := passages.of(ctx, m, v.Name)
		if err != nil {
			return ModelList{}, err
		}
		list.Passages = len(hashes)
		count, err := m.Catalog.CountVectors(ctx, v.Name, hashes)
		if err != nil {
			return ModelList{}, err
		}
		list.Models = append(list.Models, ListedModel{
			Name: v.Name, Vectors: v.Vectors, Bytes: v.Bytes, Passages: count, Active: v.Name == active, Previous: v.Name == previous && previous != active,
		})
	}
	return list, nil
}

// passageHashes caches the hashes of a catalogue's passages by passage prefix.
type passageHashes map[string][]embed.TextHash

// of returns the hashes for a model; name is the name of its vectors.
func (p passageHashes) of(ctx context.Context, m Models, name string) ([]embed.TextHash, error) {
	prefix, err := passagePrefix(ctx, m.Catalog, name)
	if err != nil {
		return nil, err
	}
	if hashes, ok := p[prefix]; ok {
		return hashes, nil
	}
	texts, err := m.texts(ctx, prefix)
	if err != nil {
		return nil, err
	}
	p[prefix] = slices.Collect(maps.Keys(texts.hashes))
	return p[prefix], nil
}
