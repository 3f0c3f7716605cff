package vectors

import "math"

// unitTolerance is the maximum deviation of a unit vector's length from one. chromem-go
// copies vectors that deviate by more than 1e-6. Half of that leaves room for its
// rounding, and is ten times the rounding error of 1,000 values.
const unitTolerance = 5e-7

// normalize writes v to row, scaled to length one. It copies v if it is a unit vector
// already. It returns false if v has no direction: it is zero or has a value that is
// not finite.
func normalize[T float32 | float64](row []float32, v []T) bool {
	norm := length(v)
	if !(norm > 0) || math.IsInf(norm, 0) {
		return false
	}
	scale := 1 / norm
	if isUnit(norm) {
		scale = 1
	}
	for i, value := range v {
		row[i] = float32(float64(value) * scale)
	}
	return true
}

func isUnit(length float64) bool { return math.Abs(length-1) < unitTolerance }

// length returns the Euclidean norm of v.
func length[T float32 | float64](v []T) float64 {
	var square float64
	for _, value := range v {
		square += float64(value) * float64(value)
	}
	return math.Sqrt(square)
}
