package app

import (
	"context"
	"maps"
	"slices"
	"sync"

	"segue/data/catalog"
)

// derivedInputs is a catalogue that records the inputs of all derived data that is read
// from it, by kind.
type derivedInputs struct {
	catalog.Store
	mu    sync.Mutex
	kinds map[string]map[[32]byte]bool
}

// Derived implements [catalog.DerivedStore].
func (d *derivedInputs) Derived(ctx context.Context, kind string, inputs [][32]byte) (map[[32]byte][]byte, error) {
	d.record(kind, inputs)
	return d.Store.Derived(ctx, kind, inputs)
}

func (d *derivedInputs) record(kind string, inputs [][32]byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kinds[kind] == nil {
		d.kinds[kind] = map[[32]byte]bool{}
	}
	for _, input := range inputs {
		d.kinds[kind][input] = true
	}
}

// prune deletes the derived data that was not read: of other inputs, and of other kinds.
// The revision is checked as [catalog.DerivedStore] documents.
func (d *derivedInputs) prune(ctx context.Context, revision int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for kind, inputs := range d.kinds {
		if _, err := d.Store.PruneDerived(ctx, kind, revision, inputs); err != nil {
			return err
		}
	}
	_, err := d.Store.DropDerivedExcept(ctx, slices.Collect(maps.Keys(d.kinds))...)
	return err
}
