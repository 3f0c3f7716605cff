package project

import (
	"math"
	"math/rand/v2"
)

const (
	// iterations is the number of multiplications by the covariance. The components only
	// have to be precise enough for initial places.
	iterations = 20
	// initialExtent is the largest coordinate of an initial place, in units of the layout.
	initialExtent = 10
	// jitter separates the places of equal vectors. Without it they could never move apart.
	jitter = 1e-3
)

// principal places vectors by their first two principal components, which it computes by
// orthogonal iteration. The largest weight of each component is positive.
func principal(vectors [][]float32, random *rand.Rand) []Point {
	places := make([]Point, len(vectors))
	if len(vectors) == 0 {
		return places
	}
	mean := meanOf(vectors)
	first, second := direction(len(mean), random), direction(len(mean), random)
	for range iterations {
		first, second = multiply(vectors, mean, first), multiply(vectors, mean, second)
		normalise(first)
		orthogonalise(second, first)
		normalise(second)
	}
	positive(first)
	positive(second)
	farthest := 0.0
	for i, v := range vectors {
		places[i] = Point{offset(v, mean, first), offset(v, mean, second)}
		farthest = max(farthest, math.Abs(places[i].X), math.Abs(places[i].Y))
	}
	if farthest == 0 {
		farthest = 1
	}
	for i, p := range places {
		places[i] = Point{
			p.X/farthest*initialExtent + jitter*(random.Float64()-.5),
			p.Y/farthest*initialExtent + jitter*(random.Float64()-.5),
		}
	}
	return places
}

func meanOf(vectors [][]float32) []float64 {
	mean := make([]float64, len(vectors[0]))
	for _, v := range vectors {
		for d, x := range v {
			mean[d] += float64(x)
		}
	}
	for d := range mean {
		mean[d] /= float64(len(vectors))
	}
	return mean
}

func direction(width int, random *rand.Rand) []float64 {
	d := make([]float64, width)
	for i := range d {
		d[i] = random.NormFloat64()
	}
	return d
}

// offset returns the distance of v from the mean in a direction.
func offset(v []float32, mean, direction []float64) float64 {
	sum := 0.0
	for d, x := range v {
		sum += (float64(x) - mean[d]) * direction[d]
	}
	return sum
}

// multiply returns the unscaled covariance of the vectors times a direction.
func multiply(vectors [][]float32, mean, direction []float64) []float64 {
	product := make([]float64, len(mean))
	for _, v := range vectors {
		share := offset(v, mean, direction)
		for d, x := range v {
			product[d] += share * (float64(x) - mean[d])
		}
	}
	return product
}

func normalise(v []float64) {
	square := 0.0
	for _, x := range v {
		square += x * x
	}
	if square == 0 {
		return // the vectors have fewer than two directions
	}
	for i := range v {
		v[i] /= math.Sqrt(square)
	}
}

func orthogonalise(v, unit []float64) {
	share := 0.0
	for i := range v {
		share += v[i] * unit[i]
	}
	for i := range v {
		v[i] -= share * unit[i]
	}
}

func positive(v []float64) {
	greatest := 0
	for i, x := range v {
		if math.Abs(x) > math.Abs(v[greatest]) {
			greatest = i
		}
	}
	if v[greatest] < 0 {
		for i := range v {
			v[i] = -v[i]
		}
	}
}
