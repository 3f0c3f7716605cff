package vectors

import (
	"context"
	"fmt"

	"segue/data"
)

// Change replaces the contents of a slot.
type Change struct {
	// Slot is not negative. Slots should be dense: the index has memory for all slots up to
	// the highest one.
	Slot int32
	// ID identifies the episode in errors.
	ID data.EpisodeID
	// Show and Language are compared with the fields of a [Query].
	Show     data.ShowID
	Language string
	// Passages are the vectors of the passages, all of one dimension. The index copies them
	// and scales them to length one. Without passages the slot becomes empty.
	Passages [][]float32
}

// Update returns the index after the changes, which are applied in their order. The receiver
// does not change. The time depends on the number of changes, not on the size of the index;
// but an index that changes to chromem-go adds all its documents, at most [ChromemLimit] unless
// [Chromem] was requested.
//
// It returns an error, which names the episode, if a vector differs in dimension from the
// vectors in the index, is zero or not finite, or if the passages of an episode cancel each
// other out. Vectors of another dimension need a new index.
func (x *Index) Update(ctx context.Context, changes []Change) (*Index, error) {
	e := newEditor(x)
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("vectors: %w", err)
		}
		if err := e.apply(c); err != nil {
			return nil, fmt.Errorf("vectors: episode %q: %w", c.ID, err)
		}
	}
	e.compact()
	next := e.index
	if next.passages == 0 {
		return New(next.engine), nil
	}
	if next.Engine() == Packed {
		next.segments = nil
		return next, nil
	}
	var err error
	if next.segments, err = next.withSegment(ctx, e.rewritten); err != nil {
		return nil, err
	}
	return next, nil
}
