//go:build !race

package minilm

import "testing"

// The race detector allocates too, so this test does not run with it.
func TestAQueryAllocatesAtMostTenTimes(t *testing.T) {
	m := newTestModel(t)
	allocations := testing.AllocsPerRun(5, func() { vectorOf(t, m, testQuery) })
	if allocations > 10 {
		t.Errorf("%v allocations, want at most 10", allocations)
	}
}
