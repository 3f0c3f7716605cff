package embed

import (
	"fmt"
	"math"
)

// unitTolerance is how far from one a length may be and still count as one.
// Rounding to float32 moves the length of a scaled vector by less than 1e-7, so
// a vector is scaled once and never again: a kept one equals a fresh one bit for
// bit.
const unitTolerance = 1e-6

// makeUnits makes every vector ready to leave the Client, in place. The error
// names the first vector that cannot be used, counted from 0.
func makeUnits(vectors [][]float32, dimensions int) error {
	for i, v := range vectors {
		if err := makeUnit(v, dimensions); err != nil {
			return fmt.Errorf("vector %d: %w", i, err)
		}
	}
	return nil
}

// makeUnit scales v to length one, in place, unless it is already that long.
func makeUnit(v []float32, dimensions int) error {
	if len(v) != dimensions {
		return fmt.Errorf("%w: %d numbers, want %d", ErrBadVectors, len(v), dimensions)
	}
	length := norm(v)
	switch {
	case math.IsNaN(length) || math.IsInf(length, 0):
		return fmt.Errorf("%w: a number is not finite", ErrBadVectors)
	case length == 0:
		return fmt.Errorf("%w: all numbers are zero", ErrBadVectors)
	case math.Abs(length-1) > unitTolerance:
		scale(v, 1/length)
	}
	return nil
}

// norm is the length of v, summed in float64, which no finite float32 overflows.
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
