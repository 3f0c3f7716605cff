package project

import (
	"context"
	"math"
	"math/rand/v2"
)

// Groups assigns each point to a group of similar points.
type Groups struct {
	// Of is the number of each point's group, from 0.
	Of []int
	// Near is the cosine of each point and the centre of its group.
	Near []float64
	// Count is the number of groups.
	Count int
}

const (
	// minPoints is the lowest number of points that are grouped.
	minPoints = 24
	// maxGroups is the highest number of groups whose colours a reader can distinguish.
	maxGroups = 8
	// maxPasses limits the passes of k-means. After five passes most points stay in their
	// group.
	maxPasses = 15
)

// Group divides the chosen vectors into two to eight groups by k-means over cosines, with
// initial centres by k-means++ (Arthur and Vassilvitskii, 2007). It returns no group for
// fewer than 24 vectors. Groups are numbered by size, the largest first.
func Group(ctx context.Context, space Space, chosen []int) (Groups, error) {
	if len(chosen) < minPoints {
		return Groups{}, nil
	}
	random := rand.New(rand.NewPCG(seed, seed))
	count := max(2, min(maxGroups, int(math.Sqrt(float64(len(chosen))/6))))
	g := Groups{Of: make([]int, len(chosen)), Near: make([]float64, len(chosen)), Count: count}
	centres := initialCentres(space, chosen, count, random)
	for range maxPasses {
		if err := ctx.Err(); err != nil {
			return Groups{}, err
		}
		if !g.assign(space, chosen, centres) {
			break
		}
		centres = g.centres(space, chosen, centres)
	}
	g.bySize()
	return g, nil
}

// initialCentres picks vectors at random. The probability of a vector increases with its
// distance from the centres picked before.
func initialCentres(space Space, chosen []int, count int, random *rand.Rand) [][]float64 {
	first := toFloat64(space.Vector(chosen[random.IntN(len(chosen))]))
	centres := [][]float64{first}
	far := make([]float64, len(chosen))
	for i := range far {
		far[i] = math.Inf(1)
	}
	for len(centres) < count {
		sum := 0.0
		for i, n := range chosen {
			far[i] = min(far[i], max(0, 1-cosine(space.Vector(n), centres[len(centres)-1])))
			sum += far[i]
		}
		at, pick := random.Float64()*sum, 0
		for pick = range chosen {
			if at -= far[pick]; at < 0 {
				break
			}
		}
		centres = append(centres, toFloat64(space.Vector(chosen[pick])))
	}
	return centres
}

func toFloat64(v []float32) []float64 {
	w := make([]float64, len(v))
	for i, x := range v {
		w[i] = float64(x)
	}
	return w
}

func cosine(v []float32, unit []float64) float64 {
	sum := 0.0
	for d, x := range v {
		sum += float64(x) * unit[d]
	}
	return sum
}

// assign assigns each point to the group with the nearest centre. It reports whether a point
// changed its group.
func (g *Groups) assign(space Space, chosen []int, centres [][]float64) (changed bool) {
	for i, n := range chosen {
		best, near := 0, math.Inf(-1)
		for m, centre := range centres {
			if s := cosine(space.Vector(n), centre); s > near {
				best, near = m, s
			}
		}
		changed = changed || g.Of[i] != best || g.Near[i] == 0
		g.Of[i], g.Near[i] = best, near
	}
	return changed
}

// centres returns the means of the groups, of length one. An empty group keeps its centre.
func (g *Groups) centres(space Space, chosen []int, before [][]float64) [][]float64 {
	sums := make([][]float64, len(before))
	for m := range sums {
		sums[m] = make([]float64, len(before[m]))
	}
	for i, n := range chosen {
		for d, x := range space.Vector(n) {
			sums[g.Of[i]][d] += float64(x)
		}
	}
	for m, sum := range sums {
		normalise(sum)
		if squareOf(sum) == 0 {
			sums[m] = before[m]
		}
	}
	return sums
}

func squareOf(v []float64) (square float64) {
	for _, x := range v {
		square += x * x
	}
	return square
}

// bySize renumbers the groups by size and removes empty groups.
func (g *Groups) bySize() {
	sizes := make([]int, g.Count)
	for _, m := range g.Of {
		sizes[m]++
	}
	number := make([]int, g.Count)
	used := 0
	for m, size := range sizes {
		if size > 0 {
			used++
		}
		for other, its := range sizes {
			if its > size || its == size && other < m {
				number[m]++
			}
		}
	}
	for i, m := range g.Of {
		g.Of[i] = number[m]
	}
	g.Count = used
}
