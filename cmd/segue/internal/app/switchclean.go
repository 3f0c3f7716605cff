package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"segue/data/catalog"
)

// pruneAttempts is how often the catalogue is read again if it changes meanwhile.
const pruneAttempts = 5

// Prune deletes the vectors of texts that no episode has any more. With dry, it
// only returns what it would delete.
func (m Models) Prune(ctx context.Context, dry bool) ([]catalog.ModelVectors, error) {
	pruned, err := m.prune(ctx, dry)
	for attempt := 1; errors.Is(err, catalog.ErrChanged) && attempt < pruneAttempts; attempt++ {
		pruned, err = m.prune(ctx, dry)
	}
	return pruned, err
}

func (m Models) prune(ctx context.Context, dry bool) ([]catalog.ModelVectors, error) {
	models, err := m.Catalog.Models(ctx)
	if err != nil {
		return nil, err
	}
	prefixes := map[string]bool{"": true}
	for _, v := range models {
		prefix, err := passagePrefix(ctx, m.Catalog, v.Name)
		if err != nil {
			return nil, err
		}
		prefixes[prefix] = true
	}
	texts, err := m.texts(ctx, slices.Sorted(maps.Keys(prefixes))...)
	if err != nil {
		return nil, err
	}
	return m.Catalog.PruneVectors(ctx, texts.revision, texts.hashes, dry)
}

// Drop deletes the vectors of a model. It refuses the active and the previous
// model. With dry, it only returns what it would delete.
func (m Models) Drop(ctx context.Context, name string, dry bool) (catalog.ModelVectors, error) {
	active, previous, err := m.names(ctx)
	switch {
	case err != nil:
		return catalog.ModelVectors{}, err
	case isNamed(active, name):
		return catalog.ModelVectors{}, WithHint(fmt.Errorf("%q is in use", active), `use another model first, with "segue model use"`)
	case isNamed(previous, name):
		return catalog.ModelVectors{}, WithHint(fmt.Errorf("%q is what \"segue model back\" returns to", previous), "its vectors can be deleted after another change of the model")
	}
	list, err := m.Catalog.Models(ctx)
	if err != nil {
		return catalog.ModelVectors{}, err
	}
	at := slices.IndexFunc(list, func(v catalog.ModelVectors) bool { return isNamed(v.Name, name) })
	switch {
	case at < 0:
		return catalog.ModelVectors{}, WithHint(fmt.Errorf("%q: %w", name, catalog.ErrUnknownModel), `"segue model list" names the models`)
	case dry:
		return list[at], nil
	}
	return m.Catalog.DropModel(ctx, list[at].Name)
}

// isNamed reports whether a user who writes name means the vectors called vectors.
func isNamed(vectors, name string) bool {
	if name != Builtin {
		return vectors == name
	}
	own, err := ModelSpec{Embedder: Builtin}.VectorName()
	return err == nil && vectors == own
}
