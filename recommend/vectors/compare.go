package vectors

import "github.com/viterin/vek/vek32"

// NoVector replaces the cosine of an episode without passages. It is below every cosine.
const NoVector = float32(-2)

// Similarity is the result of comparing a vector with an episode.
type Similarity struct {
	// Mean is the cosine of the mean of the episode's passages, Best the cosine of its nearest
	// passage; [NoVector] if the episode has no passages.
	Mean, Best float32
	// Passage is the number of the nearest passage, the first of equals.
	Passage int32
}

// Compare compares a vector of length one, see [Unit], with the episode in a slot. An empty slot
// and a vector of another dimension have the similarity [NoVector].
func (x *PassageIndex) Compare(unit []float32, slot int32) Similarity {
	best := Similarity{Mean: NoVector, Best: NoVector}
	e := x.episodes.get(slot)
	if e == nil || len(unit) != x.dimensions {
		return best
	}
	sum := 0.0
	for i, r := range e.rows {
		cosine := Cosine(unit, x.row(r))
		sum += float64(cosine)
		if cosine > best.Best { // the first of equal ones wins
			best.Best, best.Passage = cosine, int32(i)
		}
	}
	if best.Mean = float32(sum * e.meanScale); e.meanScale == 0 {
		best.Mean = Cosine(unit, Mean(x.Passages(slot)))
	}
	return best
}

// Cosine returns the cosine of two vectors of length one. They must have the same dimension,
// above 0. Equal arguments give equal results in every call on one machine.
func Cosine(a, b []float32) float32 { return vek32.Dot(a, b) }
