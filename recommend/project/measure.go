package project

import "context"

// measured is how many points Kept and Trust are taken from: all of a catalogue
// that is small, and of others so many that the third digit stays.
const measured = 1_000

// measure compares who is near by vectors with who is near on the plane.
func (p *Plane) measure(ctx context.Context, space Space, total int, chosen []int) error {
	n := len(chosen)
	if n <= 2*Measure {
		return nil
	}
	all := make([]float32, total)
	asked := min(n, measured)
	kept, far := 0, 0
	for s := range asked {
		i := s * n / asked
		if err := space.Means(ctx, space.Vector(chosen[i]), all); err != nil {
			return err
		}
		for _, j := range p.nearest(i) {
			if r := rank(all, chosen, i, int(j)); r <= Measure {
				kept++
			} else {
				far += r - Measure
			}
		}
	}
	p.Measured = true
	p.Kept = float64(kept) / float64(asked*Measure)
	p.Trust = 1 - 2*float64(far)/(float64(asked)*Measure*float64(2*n-3*Measure-1))
	return nil
}

// rank is how many others are as near to point i as j or nearer, j among them; of equals
// the lower number is the nearer.
func rank(all []float32, chosen []int, i, j int) int {
	r := 1
	for k, n := range chosen {
		if k != i && (all[n] > all[chosen[j]] || all[n] == all[chosen[j]] && k < j) {
			r++
		}
	}
	return r
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
