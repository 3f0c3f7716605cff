//go:build !purego

package kernel

// rows processes n rows, 1 to tileRows.
func (c *int8Call) rows(n int) {
	switch n {
	case 1:
		int8Rows1(c)
	case 2:
		int8Rows2(c)
	case 3:
		int8Rows3(c)
	case 4:
		int8Rows4(c)
	case 5:
		int8Rows5(c)
	case 6:
		int8Rows6(c)
	}
}

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
func int8Rows1(c *int8Call)

//go:noescape
func int8Rows2(c *int8Call)

//go:noescape
func int8Rows3(c *int8Call)

//go:noescape
func int8Rows4(c *int8Call)

//go:noescape
func int8Rows5(c *int8Call)

//go:noescape
func int8Rows6(c *int8Call)

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
func softmaxAVX2(row *float32, columns int)

//go:noescape
func geluAVX2(row *float32, columns int)

//go:noescape
func normalizeAVX2(row, gain, bias *float32, columns int)
