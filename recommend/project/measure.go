package project

import "context"

// samplePoints is the highest number of points that Kept and Trust are measured on. With more
// points, their third digit does not change.
const samplePoints = 1_000

// measure compares the nearest points by vector with the nearest on the plane.
func (p *Plane) measure(ctx context.Context, space Space, total int, chosen []int) error {
	n := len(chosen)
	if n <= 2*Neighbours {
		return nil
	}
	all := make([]float32, total)
	sampled := min(n, samplePoints)
	kept, far := 0, 0
	for s := range sampled {
		i := s * n / sampled
		if err := space.Means(ctx, space.Vector(chosen[i]), all); err != nil {
			return err
		}
		for _, j := range p.nearest(i) {
			if r := rank(all, chosen, i, int(j)); r <= Neighbours {
				kept++
			} else {
				far += r - Neighbours
			}
		}
	}
	p.Measured = true
	p.Kept = float64(kept) / float64(sampled*Neighbours)
	p.Trust = 1 - 2*float64(far)/(float64(sampled)*Neighbours*float64(2*n-3*Neighbours-1))
	return nil
}

// rank returns the rank of point j among the neighbours of point i by vector, from 1. Of
// points at the same distance, the one with the lower number comes first.
func rank(all []float32, chosen []int, i, j int) int {
	r := 1
	for k, n := range chosen {
		if k != i && (all[n] > all[chosen[j]] || all[n] == all[chosen[j]] && k < j) {
			r++
		}
	}
	return r
}

// nearest returns the [Neighbours] points that are nearest to i on the plane.
func (p *Plane) nearest(i int) []int32 {
	distance := make([]float32, len(p.Points))
	chosen := make([]int, len(p.Points))
	for j, q := range p.Points {
		dx, dy := q.X-p.Points[i].X, q.Y-p.Points[i].Y
		distance[j], chosen[j] = -float32(dx*dx+dy*dy), j
	}
	near, _ := nearest(distance, chosen, i, Neighbours)
	return near
}
