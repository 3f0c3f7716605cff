//go:build !purego && (amd64 || arm64)

package kernel

// tileRows is how many rows of a product are worked on at once: with the 16
// columns of a panel, 6 rows fill 12 of AVX2's 16 vector registers, or 24 of
// NEON's 32, with sums.
const tileRows = 6

// nextTile returns how many of the rows that are left to take at once, so that
// all tiles are nearly even: 13 rows are 5, 4 and 4, not 6, 6 and 1.
func nextTile(left int) int {
	tiles := (left + tileRows - 1) / tileRows
	return (left + tiles - 1) / tiles
}
