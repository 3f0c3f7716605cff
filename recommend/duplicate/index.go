package duplicate

import (
	"slices"
	"sort"
)

const (
	// maxBlock is the maximum number of slots in a block. A change copies one block and
	// the list of blocks. At 100,000 episodes, about 500 slots make both equally short.
	maxBlock = 512
	// filledBlock is the number of slots in a new block. It leaves room for a third more.
	filledBlock = maxBlock * 3 / 4
)

// index lists the slots that have a key of one kind, ordered by key, then by rank. It
// consists of blocks, none of which is empty. Blocks are immutable and shared between
// versions.
type index [][]int32

// newIndex returns the index of slots that are in order.
func newIndex(slots []int32) index {
	x := make(index, 0, len(slots)/filledBlock+1)
	for block := range slices.Chunk(slots, filledBlock) {
		x = append(x, slices.Clone(block))
	}
	return x
}

// position returns the block and the position in it of the first slot that is not
// before the one that is searched. The block is len(x) if there is none.
func (x index) position(before func(slot int32) bool) (block, at int) {
	block = sort.Search(len(x), func(i int) bool { return !before(x[i][len(x[i])-1]) })
	if block == len(x) {
		return block, 0
	}
	return block, sort.Search(len(x[block]), func(i int) bool { return !before(x[block][i]) })
}

// insert adds a slot. It changes the list of blocks, not the blocks.
func (x index) insert(slot int32, before func(slot int32) bool) index {
	if len(x) == 0 {
		return index{{slot}}
	}
	b, at := x.position(before)
	if b == len(x) {
		b, at = b-1, len(x[b-1])
	}
	block := make([]int32, 0, len(x[b])+1)
	block = append(append(append(block, x[b][:at]...), slot), x[b][at:]...)
	if len(block) <= maxBlock {
		x[b] = block
		return x
	}
	x[b] = slices.Clone(block[:len(block)/2])
	return slices.Insert(x, b+1, slices.Clone(block[len(block)/2:]))
}

// remove removes a slot. It changes the list of blocks, not the blocks.
func (x index) remove(slot int32, before func(slot int32) bool) index {
	b, at := x.position(before)
	if b == len(x) || x[b][at] != slot {
		return x
	}
	if len(x[b]) == 1 {
		return slices.Delete(x, b, b+1)
	}
	x[b] = slices.Concat(x[b][:at], x[b][at+1:])
	return x
}

// equal returns the slots with a key, by rank. The result must not be changed.
func (x index) equal(key uint64, keyOf func(slot int32) uint64) []int32 {
	b, begin := x.position(func(slot int32) bool { return keyOf(slot) < key })
	var found []int32
	for ; b < len(x); b, begin = b+1, 0 {
		rest := x[b][begin:]
		end := 0
		if keyOf(rest[len(rest)-1]) == key {
			end = len(rest)
		} else if keyOf(rest[0]) == key {
			end = sort.Search(len(rest), func(i int) bool { return keyOf(rest[i]) != key })
		}
		if found == nil && end < len(rest) {
			return rest[:end:end]
		}
		if found = append(found, rest[:end]...); end < len(rest) {
			break
		}
	}
	return found
}
