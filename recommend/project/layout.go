package project

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
)

const (
	// negatives is the number of negative samples: points that repel a point each time an
	// edge attracts it. UMAP has 5; 10 preserve 4 in 100 neighbours more.
	negatives = 10
	// curveA is a in the similarity of two points on the plane, 1/(1+a·d²). UMAP's curve for
	// a minimal distance of 0.1 has the exponent 1.8 instead of 2. The exponent 2 needs no
	// power function and hardly changes the plane.
	curveA = 1.6
	// maxMove limits one move in one direction, as in UMAP. Without it, two points at the
	// same place would repel each other out of the plane.
	maxMove = 4
)

// rounds returns how often the strongest edge is used. Fewer points need more rounds, and
// each of their rounds is faster.
func rounds(points int) int {
	switch {
	case points <= 2_000:
		return 500
	case points <= 12_000:
		return 150
	}
	return 100
}

// optimise moves places by the attraction and repulsion of UMAP.
func (g *graph) optimise(ctx context.Context, places []Point, random *rand.Rand) error {
	n := rounds(len(places))
	edges, every := g.used(n)
	next := append([]float64(nil), every...)
	for round := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		runtime.Gosched() // requests have priority
		step := 1 - float64(round)/float64(n)
		for i, e := range edges {
			if next[i] > float64(round+1) {
				continue
			}
			next[i] += every[i]
			attract(places, e, step)
			repel(places, e.a, step, random)
			repel(places, e.b, step, random)
		}
	}
	return nil
}

// used returns the edges that are strong enough to be used within n rounds, and the number
// of rounds between two uses of each.
func (g *graph) used(n int) (edges []edge, every []float64) {
	strongest := 0.0
	for _, e := range g.edges {
		strongest = max(strongest, e.weight)
	}
	for _, e := range g.edges {
		if e.weight*float64(n) >= strongest && e.weight > 0 {
			edges, every = append(edges, e), append(every, strongest/e.weight)
		}
	}
	return edges, every
}

// attract moves the two points of an edge towards each other, along the gradient of the
// logarithm of their similarity.
func attract(places []Point, e edge, step float64) {
	a, b := &places[e.a], &places[e.b]
	dx, dy := a.X-b.X, a.Y-b.Y
	pull := -2 * curveA / (1 + curveA*(dx*dx+dy*dy))
	dx, dy = step*bound(pull*dx), step*bound(pull*dy)
	a.X, a.Y = a.X+dx, a.Y+dy
	b.X, b.Y = b.X-dx, b.Y-dy
}

// repel moves point n away from random points.
func repel(places []Point, n int32, step float64, random *rand.Rand) {
	a := &places[n]
	for range negatives {
		other := random.Uint64N(uint64(len(places)))
		if int(other) == int(n) {
			continue
		}
		b := places[other]
		dx, dy := a.X-b.X, a.Y-b.Y
		square := dx*dx + dy*dy
		force := 2 / ((.001 + square) * (1 + curveA*square))
		a.X, a.Y = a.X+step*bound(force*dx), a.Y+step*bound(force*dy)
	}
}

func bound(move float64) float64 { return max(-maxMove, min(move, maxMove)) }

// rotate turns places so that their largest extent is horizontal, because screens are wide.
func rotate(places []Point) []Point {
	mean := Point{}
	for _, p := range places {
		mean.X, mean.Y = mean.X+p.X/float64(len(places)), mean.Y+p.Y/float64(len(places))
	}
	var xx, xy, yy float64
	for _, p := range places {
		dx, dy := p.X-mean.X, p.Y-mean.Y
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	angle := math.Atan2(2*xy, xx-yy) / 2
	sin, cos := math.Sincos(angle)
	for i, p := range places {
		dx, dy := p.X-mean.X, p.Y-mean.Y
		places[i] = Point{dx*cos + dy*sin, dy*cos - dx*sin}
	}
	return places
}

// fit scales and moves places into the centre of the unit square.
func fit(places []Point) []Point {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, p := range places {
		low, high = Point{min(low.X, p.X), min(low.Y, p.Y)}, Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	side := max(high.X-low.X, high.Y-low.Y)
	if !(side > 0) { // at most one point
		side = 1
	}
	for i, p := range places {
		places[i] = Point{
			clamp(.5 + (p.X-(low.X+high.X)/2)/side),
			clamp(.5 + (p.Y-(low.Y+high.Y)/2)/side),
		}
	}
	return places
}

// clamp limits x to 0 to 1, which rounding may exceed.
func clamp(x float64) float64 { return max(0, min(x, 1)) }
