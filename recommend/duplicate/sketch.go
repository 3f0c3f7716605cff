package duplicate

import (
	"math"
	"slices"
)

const (
	// shingle is the number of words in a shingle. Three words distinguish texts of one
	// field, and a changed word affects only three shingles.
	shingle = 3
	// bands and rows define the comparison of sketches: two texts are compared if all
	// rows of a band agree. For texts of similarity s the probability is
	// 1-(1-s^rows)^bands: 0.99999 at 0.9, 0.99 at 0.8, 0.06 at 0.4.
	bands, rows = 16, 6
	sketchSize  = bands * rows
	// maxWords is the maximum number of words that are read of a text. It limits the
	// cost of transcripts, whose beginnings are sufficient.
	maxWords = 1000
)

// sketch is the MinHash of a text (Broder, "On the resemblance and containment of
// documents", 1997): for each of many hash functions, the minimum over all shingles.
// Two sketches agree in a position with a probability equal to the Jaccard similarity
// of the texts. Only 16 bits of each value are stored (Li and König, "b-bit minwise
// hashing", 2010); different values agree in them once in 65,536.
type sketch [sketchSize]uint16

// multipliers and addends define the hash functions. They are constant, so that
// signatures of different processes are comparable.
var multipliers, addends = func() (m, a [sketchSize]uint64) {
	for i := range m {
		m[i] = mix(uint64(2*i)+1) | 1
		a[i] = mix(uint64(2*i) + 2)
	}
	return m, a
}()

// newSketch returns the sketch of words, given by their hashes in order.
func newSketch(words []uint64) sketch {
	var least [sketchSize]uint32
	for i := range least {
		least[i] = math.MaxUint32
	}
	for i := range max(len(words)-shingle+1, min(len(words), 1)) {
		h := uint64(0)
		for _, w := range words[i:min(i+shingle, len(words))] {
			h = mix(h + w)
		}
		for k := range least {
			least[k] = min(least[k], uint32((h*multipliers[k]+addends[k])>>32))
		}
	}
	var s sketch
	for i, l := range least {
		s[i] = uint16(l)
	}
	return s
}

// resemblance estimates the Jaccard similarity of the shingles of two texts, from 0 to
// 1, with a standard error of at most 0.05.
func resemblance(a, b *sketch) float64 {
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / sketchSize
}

// band returns a hash of the rows of a band.
func (s *sketch) band(n int) uint64 {
	h := uint64(n)
	for _, v := range s[n*rows : (n+1)*rows] {
		h = mix(h + uint64(v))
	}
	return h
}

// distinct returns the number of different words.
func distinct(words []uint64) int {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return len(slices.Compact(sorted))
}

// mix hashes a number to 64 bits (the finaliser of SplitMix64; Steele, Lea and Flood,
// 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hash returns the 64-bit FNV-1a hash of a text, mixed. Among a million texts, the
// probability of a collision is 1 in 37 million.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return mix(h)
}
