package project

import (
	"context"
	"math"
	"math/rand/v2"
)

// Groups are points by what they are about.
type Groups struct {
	// Of is the number of each point's group, from 0.
	Of []int
	// Near is how near each point is to the middle of its group, as a cosine.
	Near []float64
	// Count is the number of groups.
	Count int
}

const (
	// fewest is the points below which there is nothing to group.
	fewest = 24
	// most is the number of groups whose colours a reader can tell apart.
	most = 8
	// passes is how often points may change their group; most never do after five.
	passes = 15
)

// Group puts the chosen vectors into two to eight groups by k-means over cosines,
// which begins with k-means++ (Arthur and Vassilvitskii, 2007). It returns no group
// where there are fewer than 24. Groups are numbered by size, the largest first.
func Group(ctx context.Context, space Space, chosen []int) (Groups, error) {
	if len(chosen) < fewest {
		return Groups{}, nil
	}
	random := rand.New(rand.NewPCG(seed, seed))
	count := max(2, min(most, int(math.Sqrt(float64(len(chosen))/6))))
	g := Groups{Of: make([]int, len(chosen)), Near: make([]float64, len(chosen)), Count: count}
	middles := begin(space, chosen, count, random)
	for range passes {
		if err := ctx.Err(); err != nil {
			return Groups{}, err
		}
		if !g.assign(space, chosen, middles) {
			break
		}
		middles = g.middles(space, chosen, middles)
	}
	g.bySize()
	return g, nil
}

// begin picks vectors that are far from those picked before.
func begin(space Space, chosen []int, count int, random *rand.Rand) [][]float64 {
	first := wide(space.Vector(chosen[random.IntN(len(chosen))]))
	middles := [][]float64{first}
	far := make([]float64, len(chosen))
	for i := range far {
		far[i] = math.Inf(1)
	}
	for len(middles) < count {
		sum := 0.0
		for i, n := range chosen {
			far[i] = min(far[i], max(0, 1-cosine(space.Vector(n), middles[len(middles)-1])))
			sum += far[i]
		}
		at, pick := random.Float64()*sum, 0
		for pick = range chosen {
			if at -= far[pick]; at < 0 {
				break
			}
		}
		middles = append(middles, wide(space.Vector(chosen[pick])))
	}
	return middles
}

func wide(v []float32) []float64 {
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

// assign gives each point to the group whose middle is nearest, and reports whether
// any changed.
func (g *Groups) assign(space Space, chosen []int, middles [][]float64) (changed bool) {
	for i, n := range chosen {
		best, near := 0, math.Inf(-1)
		for m, middle := range middles {
			if s := cosine(space.Vector(n), middle); s > near {
				best, near = m, s
			}
		}
		changed = changed || g.Of[i] != best || g.Near[i] == 0
		g.Of[i], g.Near[i] = best, near
	}
	return changed
}

// middles are the means of the groups, of length one; a group that nobody is in
// keeps its own.
func (g *Groups) middles(space Space, chosen []int, before [][]float64) [][]float64 {
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

// bySize renumbers the groups, and leaves out those that nobody is in.
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
