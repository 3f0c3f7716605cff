//go:build !purego

//lint:file-ignore U1000 the assembly uses these declarations

package kernel

import "math"

// lanes returns a number repeated for the eight lanes of a vector register.
func lanes(x float32) (all [8]float32) {
	for i := range all {
		all[i] = x
	}
	return all
}

// Constants of the assembly. The portable implementation explains them.
var (
	lanesSmallest = lanes(smallestExponent)
	lanesLog2E    = lanes(math.Log2E)
	lanesLn2High  = lanes(ln2High)
	lanesLn2Low   = lanes(ln2Low)
	lanesTaylor6  = lanes(1.0 / 720)
	lanesTaylor5  = lanes(1.0 / 120)
	lanesTaylor4  = lanes(1.0 / 24)
	lanesTaylor3  = lanes(1.0 / 6)
	lanesHalf     = lanes(1.0 / 2)
	lanesOne      = lanes(1)

	lanesErfP      = lanes(erfP * math.Sqrt2 / 2)
	lanesErf1      = lanes(erf1)
	lanesErf2      = lanes(erf2)
	lanesErf3      = lanes(erf3)
	lanesErf4      = lanes(erf4)
	lanesErf5      = lanes(erf5)
	lanesMinusHalf = lanes(-1.0 / 2)
	lanesMagnitude = lanes(math.Float32frombits(0x7fffffff)) // all bits except the sign

	lanesLeast = lanes(-math.MaxFloat32)
	lanesFloor = lanes(varianceFloor)
)

// firstLanes contains the mask of the first n lanes at index 8-n.
var firstLanes = [16]int32{-1, -1, -1, -1, -1, -1, -1, -1}
