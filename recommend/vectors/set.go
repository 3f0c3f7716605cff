package vectors

import (
	"math/bits"
	"slices"
)

// Set is a set of slots. It is safe for concurrent use while nobody adds to it.
type Set struct{ words []uint64 }

// wordBits is the number of slots in one word of a [Set].
const wordBits = 64

// NewSet returns an empty set with space for the slots from 0 to slots-1.
func NewSet(slots int) *Set {
	return &Set{make([]uint64, (slots+wordBits-1)/wordBits)}
}

// Add adds a slot, which must not be negative. The set grows if necessary.
func (s *Set) Add(slot int32) {
	word := int(slot) / wordBits
	for len(s.words) <= word {
		s.words = append(s.words, 0)
	}
	s.words[word] |= 1 << (slot % wordBits)
}

// Has reports whether the set contains a slot.
func (s *Set) Has(slot int32) bool {
	word := uint(slot) / wordBits
	return word < uint(len(s.words)) && s.words[word]>>(slot%wordBits)&1 == 1
}

// Clone returns a copy.
func (s *Set) Clone() *Set { return &Set{slices.Clone(s.words)} }

// Len returns the number of slots in the set.
func (s *Set) Len() int {
	n := 0
	for _, word := range s.words {
		n += bits.OnesCount64(word)
	}
	return n
}

// Remove removes a slot, which must not be negative.
func (s *Set) Remove(slot int32) {
	if word := int(slot) / wordBits; word < len(s.words) {
		s.words[word] &^= 1 << (slot % wordBits)
	}
}
