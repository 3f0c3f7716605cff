// Package cosine compares vectors of length one.
package cosine

import (
	"slices"

	"github.com/viterin/vek/vek32"
)

// None replaces the cosine of an episode without vectors. It is below every cosine.
const None = float32(-2)

// Dot returns the cosine of two unit vectors of the same dimension.
func Dot(a, b []float32) float32 { return vek32.Dot(a, b) }

// Embedding has the vectors of an episode. The zero Embedding is an episode without vectors.
type Embedding struct {
	// Passages are unit vectors of one dimension. They must not be changed.
	Passages [][]float32
	// MeanLength is the length of their mean, 0 to 1. 0 means that it is too short for the cosines
	// of the passages to give the cosine of the mean.
	MeanLength float32
}

// Comparison is the result of comparing a vector with an episode.
type Comparison struct {
	// Mean is the cosine of the mean of the passages, Best the cosine of the nearest passage.
	Mean, Best float32
	// Passage is the number of the nearest passage, the first of equals.
	Passage int
}

// Compare compares a unit vector with the passages. The mean is the scaled sum of the passages,
// so its cosine is the scaled sum of theirs. Without passages, or without a vector, both cosines
// are [None].
func (e Embedding) Compare(vector []float32) Comparison {
	best := Comparison{Mean: None, Best: None}
	if len(e.Passages) == 0 || len(vector) != len(e.Passages[0]) {
		return best
	}
	sum := 0.0
	for n, passage := range e.Passages {
		cosine := Dot(vector, passage)
		sum += float64(cosine)
		if cosine > best.Best {
			best.Best, best.Passage = cosine, n
		}
	}
	if e.MeanLength == 0 {
		best.Mean = Dot(vector, e.Mean())
	} else {
		best.Mean = float32(sum / float64(len(e.Passages)) / float64(e.MeanLength))
	}
	return best
}

// CompareBest compares the mean of other passages with the passages, and finds the best cosine of
// any two passages. Passage is the passage of e in this pair. With one other passage, it equals
// Compare.
func (e Embedding) CompareBest(mean []float32, others [][]float32) Comparison {
	compared := e.Compare(mean)
	if compared.Mean == None || len(others) < 2 {
		return compared
	}
	compared.Best = None
	for n, passage := range e.Passages {
		for _, other := range others {
			if cosine := Dot(other, passage); cosine > compared.Best {
				compared.Best, compared.Passage = cosine, n
			}
		}
	}
	return compared
}

// Mean returns the mean of the passages, of length one. It returns nil if there is none, or if
// they cancel each other out. It must not be changed.
func (e Embedding) Mean() []float32 {
	switch len(e.Passages) {
	case 0:
		return nil
	case 1:
		return e.Passages[0]
	}
	sum := slices.Clone(e.Passages[0])
	for _, passage := range e.Passages[1:] {
		vek32.Add_Inplace(sum, passage)
	}
	length := vek32.Norm(sum)
	if length == 0 {
		return nil
	}
	vek32.DivNumber_Inplace(sum, length)
	return sum
}
