package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"segue/data/catalog"
)

// pruneAttempts is the maximum number of attempts if the catalogue changes meanwhile.
const pruneAttempts = 5

// Prune deletes the vectors of texts that no episode contains, and returns their number
// for each model. If dry is true, it only counts them. Otherwise it also deletes derived
// data that the indexer does not read.
func (m Models) Prune(ctx context.Context, dry bool) ([]catalog.ModelVectors, error) {
	pruned, err := m.prune(ctx, dry)
	for attempt := 1; errors.Is(err, catalog.ErrChanged) && attempt < pruneAttempts; attempt++ {
		pruned, err = m.prune(ctx, dry)
	}
	return pruned, err
}

func (m Models) prune(ctx context.Context, dry bool) ([]catalog.ModelVectors, error) {
	prefixes, err := m.prefixes(ctx)
	if err != nil {
		return nil, err
	}
	texts, err := m.texts(ctx, prefixes...)
	if err != nil {
		return nil, err
	}
	if !dry { // before the vectors, so that another attempt after an error counts them all
		if err := texts.derived.prune(ctx, texts.revision); err != nil {
			return nil, err
		}
	}
	return m.Catalog.PruneVectors(ctx, texts.revision, texts.hashes, dry)
}

// prefixes returns the prefixes of the passages of all models that have vectors.
func (m Models) prefixes(ctx context.Context) ([]string, error) {
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
	return slices.Sorted(maps.Keys(prefixes)), nil
}

// Drop deletes the vectors of a model, and returns their number. It refuses the active
// and the previous model. If dry is true, it only counts them.
func (m Models) Drop(ctx context.Context, name string, dry bool) (catalog.ModelVectors, error) {
	active, previous, err := m.names(ctx)
	switch {
	case err != nil:
		return catalog.ModelVectors{}, err
	case isNamed(active, name):
		return catalog.ModelVectors{}, WithHint(fmt.Errorf("%q is the current model", active), `switch to another model first with "segue model use"`)
	case isNamed(previous, name):
		return catalog.ModelVectors{}, WithHint(fmt.Errorf("%q is the previous model, to which \"segue model back\" switches", previous), "its vectors can be deleted after the next switch")
	}
	list, err := m.Catalog.Models(ctx)
	if err != nil {
		return catalog.ModelVectors{}, err
	}
	at := slices.IndexFunc(list, func(v catalog.ModelVectors) bool { return isNamed(v.Name, name) })
	switch {
	case at < 0:
		return catalog.ModelVectors{}, WithHint(fmt.Errorf("%q: %w", name, catalog.ErrUnknownModel), `"segue model list" lists the models`)
	case dry:
		return list[at], nil
	}
	return m.Catalog.DropModel(ctx, list[at].Name)
}

// isNamed reports whether name is the name of these vectors. "builtin" is another name of
// the vectors of the built-in model.
func isNamed(vectors, name string) bool {
	if name != Builtin {
		return vectors == name
	}
	own, err := ModelSpec{Embedder: Builtin}.VectorName()
	return err == nil && vectors == own
}
