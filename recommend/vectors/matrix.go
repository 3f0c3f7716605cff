package vectors

import "math"

// matrix is vectors of one dimension, one behind the other.
type matrix struct {
	values []float32
	// width is the dimension.
	width int
}

func newMatrix(rows, width int) matrix {
	return matrix{make([]float32, rows*width), width}
}

func (m matrix) rows() int {
	if m.width == 0 {
		return 0
	}
	return len(m.values) / m.width
}

// row is vector r itself. It cannot be grown into the next one.
func (m matrix) row(r int) []float32 {
	return m.values[r*m.width : (r+1)*m.width : (r+1)*m.width]
}

// unitTolerance is how far from one the length of a unit vector may be. chromem-go
// keeps a vector as it is up to 1e-6, and copies it beyond. Half of that is safe
// from its rounding, and ten times that of 1,000 values.
const unitTolerance = 5e-7

// unit writes v to row, scaled to length one unless it has it. It is false for a
// vector without a direction: of zeros, or with a value that is not finite.
func unit[T float32 | float64](row []float32, v []T) bool {
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

// length is the Euclidean norm of v.
func length[T float32 | float64](v []T) float64 {
	var square float64
	for _, value := range v {
		square += float64(value) * float64(value)
	}
	return math.Sqrt(square)
}
