// Package project places episodes on a plane so that those that are near in meaning
// are near to each other, as far as two dimensions have room for that, and says how
// far they had.
//
// The places begin as the two principal components of the vectors and are then
// moved by UMAP's method (McInnes, Healy and Melville, "UMAP: Uniform Manifold
// Approximation and Projection", 2018): an episode is drawn to its neighbours and
// pushed away from a few others picked at random. The neighbours are exact, and the
// random numbers are the same each time, so the same vectors give the same plane.
//
// Distances on a plane are approximate whatever made it. [Plane.Kept] and
// [Plane.Trust] say how many neighbours are still neighbours, and belong beside
// every drawing.
package project

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// Space is where the episodes are: unit vectors, numbered from 0.
type Space interface {
	// Vector returns vector n, which must not be changed.
	Vector(n int) []float32
	// Means writes to similarity[n] the cosine of query and vector n, for all n.
	Means(ctx context.Context, query, similarity []float32) error
}

// Point is a place on the plane. Both coordinates are 0 to 1, and their units are
// of one length.
type Point struct{ X, Y float64 }

// Plane is points with what is known of them. Points are numbered as they were
// chosen.
type Plane struct {
	Points []Point
	// Near are the nearest other points of each by their vectors, nearest first.
	Near [][]int32
	// Measured says that there are enough points for Kept and Trust to mean something:
	// more than twice [Measure], without which every point is a neighbour of every other.
	Measured bool
	// Kept is the share of the ten nearest by their vectors that are also among the ten
	// nearest on the plane, 0 to 1: the mean over points.
	Kept float64
	// Trust is the trustworthiness for ten neighbours, 0 to 1 (Venna and Kaski,
	// "Neighborhood Preservation in Nonlinear Projection Methods", 2001): it falls with
	// every point that is near on the plane and far by its vector, the more the
	// farther it is.
	Trust float64
}

const (
	// neighbours is how many draw a point: fewer tear groups apart, more blur them.
	// Among 1,469 talks 15, which is UMAP's own value, kept 2 in 100 fewer.
	neighbours = 10
	// Measure is the number of neighbours that Kept and Trust are about.
	Measure = 10
	// seed is the first of all random numbers.
	seed = 1
)

// Make places the chosen of a space's total vectors. It takes a second or two for
// ten thousand of them, on one processor, and its time grows with their square. It
// returns an error for a chosen number that has no vector, and that of the context.
func Make(ctx context.Context, space Space, total int, chosen []int) (Plane, error) {
	vectors := make([][]float32, len(chosen))
	for i, n := range chosen {
		if vectors[i] = space.Vector(n); vectors[i] == nil {
			return Plane{}, fmt.Errorf("project: number %d has no vector", n)
		}
	}
	g, err := newGraph(ctx, space, total, chosen)
	if err != nil {
		return Plane{}, fmt.Errorf("project: %w", err)
	}
	random := rand.New(rand.NewPCG(seed, seed))
	places := principal(vectors, random)
	if err := g.layOut(ctx, places, random); err != nil {
		return Plane{}, fmt.Errorf("project: %w", err)
	}
	p := Plane{Points: fit(upright(places)), Near: g.near}
	if err := p.measure(ctx, space, total, chosen); err != nil {
		return Plane{}, fmt.Errorf("project: %w", err)
	}
	return p, nil
}
