package vectors

// matrix stores vectors of one dimension in consecutive memory.
type matrix struct {
	values []float32
	// width is the dimension.
	width int
}

func newMatrix(rows, width int) matrix {
	return matrix{make([]float32, rows*width), width}
}

func (m matrix) rows() int {
	if m.width == 0 {
		return 0
	}
	return len(m.values) / m.width
}

// row returns vector r without copying. Its capacity ends before the next vector.
func (m matrix) row(r int) []float32 {
	return m.values[r*m.width : (r+1)*m.width : (r+1)*m.width]
}
