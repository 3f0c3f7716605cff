package project

import (
	"cmp"
	"context"
	"slices"
)

// measured is how many points Kept and Trust are taken from: all of a catalogue
// that is small, and of others so many that the third digit stays.
const measured = 1_000

// measure compares who is near by vectors with who is near on the plane.
func (p *Plane) measure(ctx context.Context, space Space, total int, chosen []int) error {
	n := len(chosen)
	if n <= 2*Measure {
		return nil
	}
	all, rank := make([]float32, total), make([]int32, n)
	asked := min(n, measured)
	kept, far := 0, 0
	for s := range asked {
		i := s * n / asked
		if err := space.Means(ctx, space.Vector(chosen[i]), all); err != nil {
			return err
		}
		order(rank, all, chosen, i)
		for _, j := range p.nearest(i) {
			if int(rank[j]) <= Measure {
				kept++
			} else {
				far += int(rank[j]) - Measure
			}
		}
	}
	p.Measured = true
	p.Kept = float64(kept) / float64(asked*Measure)
	p.Trust = 1 - 2*float64(far)/(float64(asked)*Measure*float64(2*n-3*Measure-1))
	return nil
}

// order writes to rank[j] how many are as near to point i as j or nearer, from 1.
func order(rank []int32, all []float32, chosen []int, i int) {
	byNearness := make([]int32, 0, len(chosen))
	for j := range chosen {
		if j != i {
			byNearness = append(byNearness, int32(j))
		}
	}
	slices.SortFunc(byNearness, func(a, b int32) int {
		return cmp.Or(cmp.Compare(all[chosen[b]], all[chosen[a]]), cmp.Compare(a, b))
	})
	for r, j := range byNearness {
		rank[j] = int32(r + 1)
	}
}

// nearest are the [Measure] points nearest to i on the plane.
func (p *Plane) nearest(i int) []int32 {
	distance := make([]float32, len(p.Points))
	chosen := make([]int, len(p.Points))
	for j, q := range p.Points {
		dx, dy := q.X-p.Points[i].X, q.Y-p.Points[i].Y
		distance[j], chosen[j] = -float32(dx*dx+dy*dy), j
	}
	near, _ := nearest(distance, chosen, i, Measure)
	return near
}
