package duplicate

import (
	"math"
	"slices"
)

const (
	// shingle is the number of words in a shingle: three in a row tell texts of one
	// field apart, and a word that is changed spoils only three shingles.
	shingle = 3
	// bands and rows are the shape of a sketch: two texts are compared if all rows of
	// a band agree, which happens to texts of similarity s with a probability of
	// 1-(1-s^rows)^bands: 0.99999 at 0.9, 0.99 at 0.8, 0.06 at 0.4.
	bands, rows = 16, 6
	sketchSize  = bands * rows
	// maxWords of a text are read. It bounds the cost of one that is a transcript,
	// whose beginning tells it apart.
	maxWords = 1000
)

// sketch is the MinHash of a text (Broder, "On the resemblance and containment of
// documents", 1997): for each of many hash functions the least value of any
// shingle. Two sketches agree in a place with the probability of the Jaccard
// similarity of their texts. Of each value 16 bits are kept (Li and König, "b-bit
// minwise hashing", 2010), as two that differ are equal in them once in 65,536.
type sketch [sketchSize]uint16

// multipliers and addends make the hash functions. They are constant, as
// signatures of two runs are compared.
var multipliers, addends = func() (m, a [sketchSize]uint64) {
	for i := range m {
		m[i] = mix(uint64(2*i)+1) | 1
		a[i] = mix(uint64(2*i) + 2)
	}
	return m, a
}()

// newSketch makes the sketch of the words whose hashes are given, in their order.
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

// resemblance estimates the Jaccard similarity of two texts' shingles, 0 to 1,
// with a standard error of at most 0.05.
func resemblance(a, b *sketch) float64 {
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / sketchSize
}

// band is one number for the rows of a band.
func (s *sketch) band(n int) uint64 {
	h := uint64(n)
	for _, v := range s[n*rows : (n+1)*rows] {
		h = mix(h + uint64(v))
	}
	return h
}

// distinct is the number of different words.
func distinct(words []uint64) int {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return len(slices.Compact(sorted))
}

// mix spreads a number over all 64 bits (the finaliser of SplitMix64; Steele, Lea
// and Flood, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hash is the 64-bit FNV-1a hash of a text, spread. Of a million texts, two share
// one with a probability of 1 in 37 million.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return mix(h)
}
