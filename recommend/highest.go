package recommend

import "cmp"

// highest keeps the k highest of the values that are added, in a heap whose first value is the
// lowest.
type highest[T cmp.Ordered] struct {
	k    int
	heap []T
}

// add adds a value. It ignores NaN.
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

// least returns the lowest value, or none if there are no values.
func (t *highest[T]) least(none T) T {
	if len(t.heap) == 0 {
		return none
	}
	return t.heap[0]
}

// rise moves the last value to its place.
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

// sink moves the first value to its place.
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
