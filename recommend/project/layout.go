package project

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
)

const (
	// pushes is how many others a point is pushed away from each time it is drawn: twice
	// as many as in UMAP, which keeps 4 in 100 neighbours more.
	pushes = 10
	// steep is a in the nearness of two points on the plane, 1/(1+a·d²). UMAP's
	// curve for points that may come as near as 0.1 has the exponent 1.8 instead of 2;
	// with 2 no power has to be computed, and the drawing is hardly another.
	steep = 1.6
	// farthest bounds one move in one direction, as in UMAP: two points that lie on
	// each other would be thrown out of the drawing.
	farthest = 4
)

// rounds is how often the strongest edge is used. Few points settle later than many
// do, and are done sooner.
func rounds(points int) int {
	switch {
	case points <= 2_000:
		return 500
	case points <= 12_000:
		return 150
	}
	return 100
}

// layOut moves places along the graph.
func (g *graph) layOut(ctx context.Context, places []Point, random *rand.Rand) error {
	n := rounds(len(places))
	edges, every := g.used(n)
	next := append([]float64(nil), every...)
	for round := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		runtime.Gosched() // whoever waits for an answer is more important
		step := 1 - float64(round)/float64(n)
		for i, e := range edges {
			if next[i] > float64(round+1) {
				continue
			}
			next[i] += every[i]
			draw(places, e, step)
			push(places, e.a, step, random)
			push(places, e.b, step, random)
		}
	}
	return nil
}

// used are the edges that are strong enough to be used within n rounds, with after
// how many rounds each is used again.
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

// draw brings the two points of an edge nearer to each other, along the gradient of
// the logarithm of their nearness.
func draw(places []Point, e edge, step float64) {
	a, b := &places[e.a], &places[e.b]
	dx, dy := a.X-b.X, a.Y-b.Y
	pull := -2 * steep / (1 + steep*(dx*dx+dy*dy))
	dx, dy = step*bound(pull*dx), step*bound(pull*dy)
	a.X, a.Y = a.X+dx, a.Y+dy
	b.X, b.Y = b.X-dx, b.Y-dy
}

// push moves point n away from some others.
func push(places []Point, n int32, step float64, random *rand.Rand) {
	a := &places[n]
	for range pushes {
		other := random.Uint64N(uint64(len(places)))
		if int(other) == int(n) {
			continue
		}
		b := places[other]
		dx, dy := a.X-b.X, a.Y-b.Y
		square := dx*dx + dy*dy
		force := 2 / ((.001 + square) * (1 + steep*square))
		a.X, a.Y = a.X+step*bound(force*dx), a.Y+step*bound(force*dy)
	}
}

func bound(move float64) float64 { return max(-farthest, min(move, farthest)) }

// upright turns places so that they are as wide as they can be, as screens are.
func upright(places []Point) []Point {
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

// fit moves places into the middle of a square whose side is 1.
func fit(places []Point) []Point {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, p := range places {
		low, high = Point{min(low.X, p.X), min(low.Y, p.Y)}, Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	side := max(high.X-low.X, high.Y-low.Y)
	if !(side > 0) { // one point, or none
		side = 1
	}
	for i, p := range places {
		places[i] = Point{
			unitary(.5 + (p.X-(low.X+high.X)/2)/side),
			unitary(.5 + (p.Y-(low.Y+high.Y)/2)/side),
		}
	}
	return places
}

// unitary takes the rounding away that leads out of 0 to 1.
func unitary(x float64) float64 { return max(0, min(x, 1)) }
