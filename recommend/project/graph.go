package project

import (
	"context"
	"math"
)

// graph connects each point to its nearest neighbours.
type graph struct {
	// near has the neighbours of each point, nearest first; similarity has their cosines.
	near       [][]int32
	similarity [][]float32
	edges      []edge
}

// edge connects two points, which attract each other.
type edge struct {
	a, b int32
	// weight is 0 to 1.
	weight float64
}

// newGraph compares every chosen vector with all others.
func newGraph(ctx context.Context, space Space, total int, chosen []int) (*graph, error) {
	g := &graph{near: make([][]int32, len(chosen)), similarity: make([][]float32, len(chosen))}
	all := make([]float32, total)
	k := min(edgesPerPoint, max(0, len(chosen)-1))
	for i, n := range chosen {
		if err := space.Means(ctx, space.Vector(n), all); err != nil {
			return nil, err
		}
		g.near[i], g.similarity[i] = nearest(all, chosen, i, k)
	}
	g.connect()
	return g, nil
}

// nearest returns the k points that are nearest to point i, nearest first. Points at the
// same distance are in the order of their numbers.
func nearest(all []float32, chosen []int, i, k int) (near []int32, similarity []float32) {
	near, similarity = make([]int32, 0, k+1), make([]float32, 0, k+1)
	for j, n := range chosen {
		s := all[n]
		if j == i || len(near) == k && (k == 0 || s <= similarity[k-1]) {
			continue
		}
		at := len(near)
		for at > 0 && similarity[at-1] < s {
			at--
		}
		near, similarity = append(near, 0), append(similarity, 0)
		copy(near[at+1:], near[at:])
		copy(similarity[at+1:], similarity[at:])
		near[at], similarity[at] = int32(j), s
		near, similarity = near[:min(len(near), k)], similarity[:min(len(near), k)]
	}
	return near, similarity
}

// connect adds an edge for every pair in which one point is a neighbour of the other. The
// weight is the probability that at least one of the two is connected to the other, a+b-ab.
func (g *graph) connect() {
	weights := make([][]float64, len(g.near))
	for i := range g.near {
		weights[i] = membership(g.similarity[i])
	}
	for i, near := range g.near {
		for at, j := range near {
			back, mutual := 0.0, false
			for there, other := range g.near[j] {
				if int(other) == i {
					back, mutual = weights[j][there], true
				}
			}
			if mutual && int(j) < i {
				continue // point j has added the edge
			}
			w := weights[i][at]
			g.edges = append(g.edges, edge{int32(i), j, w + back - w*back})
		}
	}
}

// membership turns the cosines of a point's neighbours into weights: 1 for the nearest, less
// for the others. The weights sum to log2(n+1) for n neighbours, in dense and in sparse areas.
func membership(similarity []float32) []float64 {
	weights := make([]float64, len(similarity))
	if len(weights) == 0 {
		return weights
	}
	want := math.Log2(float64(len(weights)) + 1)
	low, high := 0.0, math.Inf(1)
	scale := 1.0
	for range 48 { // bisection, to the precision of a weight
		sum := 0.0
		for i, s := range similarity {
			weights[i] = math.Exp(-float64(similarity[0]-s) / scale)
			sum += weights[i]
		}
		if sum > want {
			high = scale
		} else {
			low = scale
		}
		if math.IsInf(high, 1) {
			scale *= 2
		} else {
			scale = (low + high) / 2
		}
		scale = max(scale, 1e-6) // if all neighbours are equal
	}
	return weights
}
