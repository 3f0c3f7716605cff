package recommend

import "cmp"

// highest keeps the k highest of the values that it is given, in a heap whose first
// is the lowest of them.
type highest[T cmp.Ordered] struct {
	k    int
	heap []T
}

// add gives a value; what is no number is none.
func (t *highest[T]) add(value T) {
	switch {
	case len(t.heap) == t.k && !(t.k > 0 && value > t.heap[0]) || value != value:
	case len(t.heap) < t.k:
		t.heap = append(t.heap, value)
		t.rise()
	default:
		t.heap[0] = value
		t.sink()
	}
}

// least is the lowest that is kept, or none where there is none.
func (t *highest[T]) least(none T) T {
	if len(t.heap) == 0 {
		return none
	}
	return t.heap[0]
}

// rise takes the last to its place.
func (t *highest[T]) rise() {
	for i := len(t.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if t.heap[parent] <= t.heap[i] {
			return
		}
		t.heap[parent], t.heap[i] = t.heap[i], t.heap[parent]
		i = parent
	}
}

// sink takes the first to its place.
func (t *highest[T]) sink() {
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.heap); child++ {
			if t.heap[child] < t.heap[least] {
				least = child
			}
		}
		if least == i {
			return
		}
		t.heap[least], t.heap[i] = t.heap[i], t.heap[least]
		i = least
	}
}
