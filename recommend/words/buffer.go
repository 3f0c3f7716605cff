package words

import "iter"

// blockSize is the number of slots in a block of a buffer: 256 bytes of scores.
const (
	blockBits = 6
	blockSize = 1 << blockBits
)

// buffer has a score for each slot, and marks the blocks with scores that are not 0, so
// that few scores are found without reading all.
type buffer struct {
	scores []float32
	used   []bool
}

func newBuffer(size int) *buffer {
	return &buffer{scores: make([]float32, size), used: make([]bool, size/blockSize+1)}
}

// add adds factor times the weight of each posting.
func (b *buffer) add(postings []posting, factor float32) {
	for _, p := range postings {
		b.scores[p.slot] += factor * p.weight
		b.used[p.slot>>blockBits] = true
	}
}

// addOne adds a score to a slot.
func (b *buffer) addOne(slot int32, score float32) {
	b.scores[slot] += score
	b.used[slot/blockSize] = true
}

// raise sets the score of each posting to its weight, unless it is higher already. It
// returns the number of scores that were 0.
func (b *buffer) raise(postings []posting) (fresh int) {
	for _, p := range postings {
		if b.scores[p.slot] == 0 {
			fresh++
		}
		b.scores[p.slot] = max(b.scores[p.slot], p.weight)
		b.used[p.slot>>blockBits] = true
	}
	return fresh
}

// drain iterates over the slots with a score that is not 0, in ascending order, and sets
// all scores to 0. The caller must not stop early.
func (b *buffer) drain() iter.Seq2[int32, float32] {
	return func(yield func(int32, float32) bool) {
		for block, used := range b.used {
			if !used {
				continue
			}
			first := block * blockSize
			scores := b.scores[first:min(first+blockSize, len(b.scores))]
			for i, score := range scores {
				if score != 0 {
					yield(int32(first+i), score)
				}
			}
			clear(scores)
		}
		clear(b.used)
	}
}

// appendTo appends the scores that are not 0, in ascending order of slots, and sets all
// scores to 0.
func (b *buffer) appendTo(out []posting) []posting {
	for slot, score := range b.drain() {
		out = append(out, posting{slot, score})
	}
	return out
}

// reset sets all scores to 0.
func (b *buffer) reset() {
	for range b.drain() {
	}
}
