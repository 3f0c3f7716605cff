package words

import (
	"math"
	"slices"
)

// blockSize is the number of slots in a block of a buffer: 256 bytes of scores.
const (
	blockBits = 6
	blockSize = 1 << blockBits
)

// buffer has a score for each slot, and marks the blocks that may have scores other than
// 0, so that few scores are found without reading all.
type buffer struct {
	scores []float32
	used   []bool
}

func newBuffer(size int) *buffer {
	return &buffer{scores: make([]float32, size), used: make([]bool, size/blockSize+1)}
}

// add adds factor times the weight of each posting.
func (b *buffer) add(postings []posting, factor float32) {
	addTo(b.scores, postings, factor)
	b.mark(postings)
}

// mark marks the blocks of postings. If there are more postings than blocks, it marks all
// blocks, which is faster.
func (b *buffer) mark(postings []posting) {
	if len(postings) > len(b.used) {
		for block := range b.used {
			b.used[block] = true
		}
		return
	}
	for _, p := range postings {
		b.used[p.slot>>blockBits] = true
	}
}

// merge adds the scores of other, and sets them to 0.
func (b *buffer) merge(other *buffer) {
	for block, used := range other.used {
		if !used {
			continue
		}
		b.used[block], other.used[block] = true, false
		first := block * blockSize
		for slot := first; slot < min(first+blockSize, len(b.scores)); slot++ {
			b.scores[slot] += other.scores[slot]
			other.scores[slot] = 0
		}
	}
}

// raise sets the score of each posting to its weight, unless it is higher already. It
// returns the number of scores that were 0.
func (b *buffer) raise(postings []posting) (fresh int) {
	for _, p := range postings {
		if b.scores[p.slot] == 0 {
			fresh++
		}
		b.scores[p.slot] = max(b.scores[p.slot], p.weight)
	}
	b.mark(postings)
	return fresh
}

// appendTo appends the slots with a score that is not 0, in ascending order, and their
// scores. It sets all scores to 0.
func (b *buffer) appendTo(out []posting) []posting {
	for _, slot := range b.slots(nil) {
		out = append(out, posting{slot, b.scores[slot]})
		b.scores[slot] = 0
	}
	return out
}

// slots appends the slots with a score that is not 0, in ascending order. It leaves the
// scores as they are and marks no block.
func (b *buffer) slots(out []int32) []int32 {
	for block, used := range b.used {
		if used {
			out = appendNonzero(out, b.scores, block*blockSize)
		}
	}
	clear(b.used)
	return out
}

// appendNonzero appends the numbers of the scores of a block that are not 0. It has no
// branch per score, because a processor cannot predict which scores are 0.
func appendNonzero(out []int32, scores []float32, first int) []int32 {
	scores = scores[first:min(first+blockSize, len(scores))]
	n := len(out)
	out = slices.Grow(out, blockSize)[:n+len(scores)]
	for i, score := range scores {
		out[n] = int32(first + i)
		bits := math.Float32bits(score) << 1 // without the sign
		n += int((bits | -bits) >> 31)
	}
	return out[:n]
}

// reset sets all scores to 0.
func (b *buffer) reset() {
	for _, slot := range b.slots(nil) {
		b.scores[slot] = 0
	}
}
