package local

import "slices"

// top keeps the k first of the values that are added.
type top[T any] struct {
	k      int
	before func(a, b T) bool
	heap   []T // the last of the kept values is first
}

func newTop[T any](k int, before func(a, b T) bool) *top[T] { return &top[T]{k: k, before: before} }

func (t *top[T]) add(v T) {
	switch {
	case t.k <= 0:
	case len(t.heap) < t.k:
		t.heap = append(t.heap, v)
		for i := len(t.heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if t.before(t.heap[i], t.heap[parent]) {
				return
			}
			t.heap[i], t.heap[parent] = t.heap[parent], t.heap[i]
			i = parent
		}
	case t.before(v, t.heap[0]):
		t.heap[0] = v
		t.sink()
	}
}

// sink moves the first value of the heap to its place.
func (t *top[T]) sink() {
	for i := 0; ; {
		last := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.heap); child++ {
			if t.before(t.heap[last], t.heap[child]) {
				last = child
			}
		}
		if last == i {
			return
		}
		t.heap[last], t.heap[i] = t.heap[i], t.heap[last]
		i = last
	}
}

// sorted returns the kept values in order. The top must not be used afterwards.
func (t *top[T]) sorted() []T {
	slices.SortFunc(t.heap, func(a, b T) int {
		switch {
		case t.before(a, b):
			return -1
		case t.before(b, a):
			return 1
		}
		return 0
	})
	return t.heap
}
