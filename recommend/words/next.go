package words

import (
	"fmt"
	"runtime"
	"slices"
)

// Next returns the view of the current state of the index after v, in time proportional
// to the changes. changed has the slots whose keys differ from the keys of v, and the slots
// whose episodes were written since v; an empty key is an unused slot. No two slots may
// have the same key. size is the number of slots, at least as many as v has. The result
// equals [Index.View] of all slots. v does not change.
func (x *Index) Next(v *View, changed map[int32]Key, size int) (*View, error) {
	if v.index != x {
		return nil, fmt.Errorf("the previous view is of another word index; pass a view of this index")
	}
	if size < len(v.documents) {
		return nil, fmt.Errorf("got %d slots after %d; the number of slots must not decrease", size, len(v.documents))
	}
	for slot := range changed {
		if slot < 0 || int(slot) >= size {
			return nil, fmt.Errorf("slot %d is out of range; there are %d slots", slot, size)
		}
	}
	defer runtime.KeepAlive(v)
	next, err := x.newView(size)
	if err != nil {
		return nil, err
	}
	c := viewChange{old: v, view: next, changed: changed}
	if err := c.run(); err != nil {
		return nil, fmt.Errorf("reading the word index: %w", err)
	}
	return next, nil
}

// viewChange is the state of one call of Next.
type viewChange struct {
	old, view *View
	changed   map[int32]Key
	// now is the new number of each segment of old, -1 for one that was merged or is
	// empty.
	now []int32
	// added are the numbers of the segments that old does not have. The other segments
	// share the tables of old until own copies them.
	added []int
	owned []bool
	// names are the slots of the documents that may be in the added segments, by name.
	names map[string]int32
}

func (c *viewChange) run() error {
	if err := c.matchSegments(); err != nil {
		return err
	}
	c.moveDocuments()
	c.applyDeletions()
	if err := c.collectNames(); err != nil {
		return err
	}
	for _, s := range c.added {
		if err := c.view.assign(s, c.names); err != nil {
			return err
		}
	}
	if err := c.findChanged(); err != nil {
		return err
	}
	return c.view.finish()
}

// matchSegments takes over the tables of known segments and reads the tables of new ones.
func (c *viewChange) matchSegments() error {
	c.now = slices.Repeat([]int32{-1}, len(c.old.segments))
	segments := c.view.snapshot.Segments()
	c.view.segments, c.owned = make([]segmentView, len(segments)), make([]bool, len(segments))
	for s, segment := range segments {
		o := slices.IndexFunc(c.old.segments, func(t segmentView) bool { return t.id == segment.Id() })
		if o >= 0 {
			c.now[o], c.view.segments[s] = int32(s), c.old.segments[o]
			continue
		}
		var err error
		if c.view.segments[s], err = readSegment(segment); err != nil {
			return err
		}
		c.added, c.owned[s] = append(c.added, s), true
	}
	return nil
}

// own returns a segment whose slots may be changed.
func (c *viewChange) own(s int32) *segmentView {
	if !c.owned[s] {
		c.view.segments[s].slots, c.owned[s] = slices.Clone(c.view.segments[s].slots), true
	}
	return &c.view.segments[s]
}

// moveDocuments takes over the locations of documents, and clears the changed slots.
func (c *viewChange) moveDocuments() {
	for slot, at := range c.old.documents {
		if at.segment >= 0 && c.now[at.segment] >= 0 {
			c.view.documents[slot] = location{c.now[at.segment], at.document}
		}
	}
	for slot := range c.changed {
		at := c.view.documents[slot]
		if at.segment >= 0 {
			c.own(at.segment).slots[at.document] = noSlot
		}
		c.view.documents[slot] = nowhere
	}
}

// applyDeletions marks the documents that were deleted since old.
func (c *viewChange) applyDeletions() {
	for s, segment := range c.view.snapshot.Segments() {
		if deletionsOf(segment) == c.view.segments[s].deletions {
			continue
		}
		for _, slot := range c.own(int32(s)).delete(segment) {
			c.view.documents[slot] = nowhere
		}
	}
}

// collectNames collects the names of the documents that changed, and of the documents in
// segments that were merged.
func (c *viewChange) collectNames() error {
	c.names = make(map[string]int32, len(c.changed))
	for slot, key := range c.changed {
		if key != (Key{}) {
			c.names[key.String()] = slot
		}
	}
	for o, segment := range c.old.snapshot.Segments() {
		if c.now[o] >= 0 {
			continue
		}
		for d, slot := range c.old.segments[o].slots {
			if slot < 0 {
				continue
			}
			if _, ok := c.changed[slot]; ok {
				continue
			}
			name, err := segment.DocID(uint64(d))
			if err != nil {
				return err
			}
			c.names[string(name)] = slot
		}
	}
	return nil
}

// findChanged finds the documents of changed slots that are in known segments: they were
// written before old, but old did not have their keys.
func (c *viewChange) findChanged() error {
	for slot, key := range c.changed {
		if key == (Key{}) || c.view.documents[slot] != nowhere {
			continue
		}
		name := []string{key.String()}
		for s, segment := range c.view.snapshot.Segments() {
			found, err := segment.Segment().DocNumbers(name)
			if err != nil {
				return err
			}
			for i := found.Iterator(); i.HasNext(); {
				d := i.Next()
				if c.view.segments[s].slots[d] != deleted {
					c.own(int32(s)).slots[d] = slot
					c.view.documents[slot] = location{int32(s), d}
				}
			}
		}
	}
	return nil
}
