package embed

import (
	"fmt"
	"math"
)

// unitTolerance is how much a length may differ from 1 and still count as 1. Rounding to
// float32 changes the length of a scaled vector by less than 1e-7. A vector is therefore
// scaled once and never again, and a cached vector is equal to a fresh one bit for bit.
const unitTolerance = 1e-6

// normalizeAll normalizes vectors in place. The error names the first invalid vector; the
// index starts at 0.
func normalizeAll(vectors [][]float32, dimensions int) error {
	for i, v := range vectors {
		if err := normalize(v, dimensions); err != nil {
			return fmt.Errorf("vector %d: %w", i, err)
		}
	}
	return nil
}

// normalize scales v to length 1 in place, unless it already has that length.
func normalize(v []float32, dimensions int) error {
	switch bad := notFinite(v); {
	case len(v) == 0:
		return fmt.Errorf("%w: the vector is empty, want %d numbers", ErrBadVectors, dimensions)
	case len(v) != dimensions:
		return fmt.Errorf("%w: %d numbers, want %d", ErrBadVectors, len(v), dimensions)
	case bad == len(v):
		return fmt.Errorf("%w: all numbers are null or not finite; restart the server of the model", ErrBadVectors)
	case bad > 0:
		return fmt.Errorf("%w: %d of %d numbers are null or not finite", ErrBadVectors, bad, len(v))
	}
	length := norm(v)
	switch {
	case length == 0:
		return fmt.Errorf("%w: all numbers are zero", ErrBadVectors)
	case math.Abs(length-1) > unitTolerance:
		scale(v, 1/length)
	}
	return nil
}

// notFinite counts the numbers that are NaN or infinite. Drivers return NaN for null.
func notFinite(v []float32) (n int) {
	for _, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			n++
		}
	}
	return n
}

// norm returns the length of v. The sum of squares in float64 cannot overflow for finite
// float32 numbers.
func norm(v []float32) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}

func scale(v []float32, by float64) {
	for i, x := range v {
		v[i] = float32(float64(x) * by)
	}
}
