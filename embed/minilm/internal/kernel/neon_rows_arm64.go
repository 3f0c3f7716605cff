//go:build !purego

//lint:file-ignore U1000 the assembly uses these declarations

package kernel

import "math"

// neonConstants contains the constants of exp for the registers V16 to V25, then the
// constants of GELU.
var neonConstants = [16]float32{
	smallestExponent, math.Log2E, ln2High, ln2Low,
	1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1,
	erfP * math.Sqrt2 / 2, erf1, erf2, erf3, erf4, erf5,
}

// neonFloor is added to a variance.
var neonFloor float32 = varianceFloor

// rows processes n rows, 1 to tileRows.
func (c *floatCall) rows(n int) {
	switch n {
	case 1:
		floatRows1(c)
	case 2:
		floatRows2(c)
	case 3:
		floatRows3(c)
	case 4:
		floatRows4(c)
	case 5:
		floatRows5(c)
	case 6:
		floatRows6(c)
	}
}

//go:noescape
func floatRows1(c *floatCall)

//go:noescape
func floatRows2(c *floatCall)

//go:noescape
func floatRows3(c *floatCall)

//go:noescape
func floatRows4(c *floatCall)

//go:noescape
func floatRows5(c *floatCall)

//go:noescape
func floatRows6(c *floatCall)

//go:noescape
func widenNEON(panel *PanelRow, weights *byte, scales *float32, groups int)

//go:noescape
func softmaxNEON(row *float32, columns int)

//go:noescape
func geluNEON(row *float32, columns int)

//go:noescape
func normalizeNEON(row, gain, bias *float32, columns int)
