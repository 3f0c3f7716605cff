//go:build !purego && (amd64 || arm64)

package kernel

// tileRows is the number of rows in a tile. With the 16 columns of a panel, the sums of 6
// rows fill 12 of AVX2's 16 vector registers, or 24 of NEON's 32.
const tileRows = 6

// nextTile returns the number of rows in the next tile. All tiles have nearly the same
// size: 13 rows are split into 5, 4 and 4, not 6, 6 and 1.
func nextTile(left int) int {
	tiles := (left + tileRows - 1) / tileRows
	return (left + tiles - 1) / tiles
}
