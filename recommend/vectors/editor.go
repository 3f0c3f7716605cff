package vectors

import (
	"errors"
	"fmt"
	"slices"
)

// editor writes the successor of an index. It copies a page or a block before its first change.
//
// If an update fails, the rows that it claimed stay unused. The next update of the same index
// then starts a new block.
type editor struct {
	index *Index
	// ownPages and ownBlocks are the pages and blocks that are copied or new.
	ownPages, ownBlocks map[int]bool
	// sparse are blocks to compact if few of their rows are used.
	sparse []int
	// rewritten are the slots whose passages have new rows.
	rewritten map[int32]bool
	// sum is memory for the sum of an episode's passages.
	sum []float64
}

func newEditor(x *Index) *editor {
	next := *x
	next.episodes, next.blocks = slices.Clone(x.episodes), slices.Clone(x.blocks)
	return &editor{index: &next, ownPages: map[int]bool{}, ownBlocks: map[int]bool{}, rewritten: map[int32]bool{}}
}

// apply replaces the contents of a slot.
func (e *editor) apply(c Change) error {
	if c.Slot < 0 || c.Slot > maxSlot {
		return fmt.Errorf("slot %d is not between 0 and %d; reuse the slots of removed episodes", c.Slot, maxSlot)
	}
	e.remove(c.Slot)
	if len(c.Passages) == 0 {
		return nil
	}
	added := episode{show: c.Show, language: c.Language, rows: make([]int32, len(c.Passages))}
	added.embedding.Passages = make([][]float32, len(c.Passages))
	clear(e.sum)
	for i, p := range c.Passages {
		if err := e.checkDimensions(p, i); err != nil {
			return err
		}
		added.rows[i] = e.allocate(owner{c.Slot, int32(i)})
		row := e.index.row(added.rows[i])
		if !normalize(row, p) {
			return fmt.Errorf("passage %d is zero or not finite; embed the episode again", i)
		}
		added.embedding.Passages[i] = row
		addTo(e.sum, row)
	}
	var ok bool
	if added.embedding.MeanLength, ok = meanLength(e.sum, len(c.Passages)); !ok || added.embedding.Mean() == nil {
		return errors.New("passages cancel each other out, so their mean is zero; embed the episode again")
	}
	e.put(c.Slot, &added)
	return nil
}

// checkDimensions compares a passage with the dimension of the index. The first passage of an
// empty index decides its dimension.
func (e *editor) checkDimensions(passage []float32, number int) error {
	switch want := e.index.dimensions; {
	case len(passage) == 0:
		return fmt.Errorf("passage %d has no dimensions; embed the episode again", number)
	case want == 0:
		e.index.dimensions = len(passage)
	case len(passage) != want:
		return fmt.Errorf("passage %d has %d dimensions, want %d; embed all passages with one model", number, len(passage), want)
	}
	if e.sum == nil {
		e.sum = make([]float64, e.index.dimensions)
	}
	return nil
}

// put writes an episode to an empty slot.
func (e *editor) put(slot int32, added *episode) {
	e.page(slot)[slot%pageSlots] = added
	e.rewritten[slot] = true
	e.index.embedded++
	e.index.passages += len(added.rows)
}

// remove makes a slot empty.
func (e *editor) remove(slot int32) {
	removed := e.index.episodes.get(slot)
	if removed == nil {
		return
	}
	e.page(slot)[slot%pageSlots] = nil
	delete(e.rewritten, slot)
	for _, r := range removed.rows {
		n := int(r / blockRows)
		b := e.block(n)
		b.owners[r%blockRows].slot = noSlot
		if b.live--; b.live < minLive {
			e.sparse = append(e.sparse, n)
		}
	}
	e.index.embedded--
	e.index.passages -= len(removed.rows)
}

// page returns the page of a slot for changes. It extends the table if necessary.
func (e *editor) page(slot int32) *page {
	n, pages := int(slot/pageSlots), e.index.episodes
	for len(pages) <= n {
		pages = append(pages, nil)
	}
	e.index.episodes = pages
	if !e.ownPages[n] {
		e.ownPages[n] = true
		var own page
		if pages[n] != nil {
			own = *pages[n]
		}
		pages[n] = &own
	}
	return pages[n]
}

// block returns a block for changes.
func (e *editor) block(n int) *block {
	if !e.ownBlocks[n] {
		e.ownBlocks[n] = true
		e.index.blocks[n] = e.index.blocks[n].clone()
	}
	return e.index.blocks[n]
}

// allocate returns a new row for a passage.
func (e *editor) allocate(o owner) int32 {
	tail := &e.index.laterTail
	if o.passage == 0 {
		tail = &e.index.firstTail
	}
	if *tail == noBlock || !e.index.blocks[*tail].claim() {
		if *tail != noBlock {
			e.sparse = append(e.sparse, *tail)
		}
		*tail = e.startBlock(o.passage == 0)
	}
	b := e.block(*tail)
	b.owners = append(b.owners, o)
	b.live++
	return int32(*tail*blockRows + len(b.owners) - 1)
}

// startBlock adds a block, claims its first row, and returns its number.
func (e *editor) startBlock(first bool) int {
	x := e.index
	n := slices.Index(x.blocks, nil)
	if n < 0 {
		n = len(x.blocks)
		x.blocks = append(x.blocks, nil)
	}
	x.blocks[n] = &block{vectors: &buffer{values: make([]float32, blockRows*x.dimensions)}, first: first}
	x.blocks[n].claim()
	e.ownBlocks[n] = true
	return n
}

// compact moves the passages out of blocks with few used rows, so that their memory can be
// freed. Tails stay, because they still grow.
func (e *editor) compact() {
	for len(e.sparse) > 0 {
		n := e.sparse[len(e.sparse)-1]
		e.sparse = e.sparse[:len(e.sparse)-1]
		if b := e.index.blocks[n]; b == nil || n == e.index.firstTail || n == e.index.laterTail || b.live >= minLive {
			continue
		}
		b := e.block(n)
		for i := range b.owners {
			if slot := b.owners[i].slot; slot != noSlot {
				e.move(slot)
			}
		}
		e.index.blocks[n] = nil
	}
}

// move writes all passages of an episode to new rows.
func (e *editor) move(slot int32) {
	moved := *e.index.episodes.get(slot)
	vectors := moved.embedding.Passages
	e.remove(slot)
	moved.rows, moved.embedding.Passages = make([]int32, len(vectors)), make([][]float32, len(vectors))
	for i, v := range vectors {
		moved.rows[i] = e.allocate(owner{slot, int32(i)})
		moved.embedding.Passages[i] = e.index.row(moved.rows[i])
		copy(moved.embedding.Passages[i], v)
	}
	e.put(slot, &moved)
}
