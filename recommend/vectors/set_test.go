package vectors_test

import (
	"testing"

	"pgregory.net/rapid"

	"segue/recommend/vectors"
)

func TestSetHasTheSlotsThatWereAdded(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		slot := rapid.Int32Range(0, 300)
		s, want := vectors.NewSet(rapid.IntRange(0, 300).Draw(r, "size")), map[int32]bool{}
		for _, added := range rapid.SliceOf(slot).Draw(r, "slots") {
			s.Add(added)
			want[added] = true
		}
		if s.Len() != len(want) {
			r.Fatalf("Len = %d, want %d", s.Len(), len(want))
		}
		for _, slot := range []int32{-1, slot.Draw(r, "slot"), 1 << 30} {
			if s.Has(slot) != want[slot] {
				r.Fatalf("Has(%d) = %t", slot, s.Has(slot))
			}
		}
	})
}
