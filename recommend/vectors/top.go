package vectors

import (
	"math"
	"slices"
)

// candidate is a row with its cosine.
type candidate struct {
	cosine float32
	row    int32
}

// top keeps the k candidates with the highest cosines, and all that are equal to the last of
// them. The order in which candidates are added does not affect the result.
type top struct {
	k int
	// heap has at most k candidates. Once it is full, the first has the lowest cosine.
	heap []candidate
	// equal are more candidates with the lowest cosine of a full heap.
	equal []candidate
	// least is the lowest cosine that is still accepted.
	least float32
}

func newTop(k int) *top { return &top{k: k, least: float32(math.Inf(-1))} }

func (t *top) full() bool { return len(t.heap) == t.k }

func (t *top) clone() *top {
	return &top{t.k, slices.Clone(t.heap), slices.Clone(t.equal), t.least}
}

// all returns the candidates in no particular order.
func (t *top) all() []candidate { return slices.Concat(t.heap, t.equal) }

func (t *top) add(c candidate) {
	switch {
	case !t.full():
		t.heap = append(t.heap, c)
		if t.full() {
			for i := t.k/2 - 1; i >= 0; i-- {
				t.down(i)
			}
			t.least = t.heap[0].cosine
		}
	case c.cosine == t.least:
		t.equal = append(t.equal, c)
	case c.cosine > t.least:
		t.replaceLeast(c)
	}
}

// replaceLeast exchanges the first candidate of a full heap.
func (t *top) replaceLeast(c candidate) {
	removed := t.heap[0]
	t.heap[0] = c
	t.down(0)
	if t.least = t.heap[0].cosine; t.least == removed.cosine {
		t.equal = append(t.equal, removed)
	} else {
		t.equal = t.equal[:0]
	}
}

// down moves candidate i down until no candidate below it has a lower cosine.
func (t *top) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(t.heap) {
			return
		}
		if right := child + 1; right < len(t.heap) && t.heap[right].cosine < t.heap[child].cosine {
			child = right
		}
		if t.heap[i].cosine <= t.heap[child].cosine {
			return
		}
		t.heap[i], t.heap[child] = t.heap[child], t.heap[i]
		i = child
	}
}
