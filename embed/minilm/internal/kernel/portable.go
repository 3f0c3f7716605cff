package kernel

// Portable is the implementation in plain Go. It runs on all processors. The other
// implementations are tested against it.
type Portable struct{}

// Name returns "portable".
func (Portable) Name() string { return "portable" }

// ProductInt8 converts each panel to float32 once and uses it for all rows.
func (Portable) ProductInt8(out, in Block, w Int8Panels, add bool) {
	checkProduct(out, in, w.Depth, w.Columns())
	w.check()
	if out.empty() {
		return
	}
	panel := getPanel(w.Depth)
	defer panelPool.Put(panel)
	for column := 0; column < w.Columns(); column += PanelWidth {
		part := w.Part(column, column+PanelWidth)
		widen(*panel, part)
		into := out.Part(0, out.Rows, column, PanelWidth)
		addBias(into, part.Bias, add)
		productAdd(into, in, *panel)
	}
}

// portableRows is the number of rows in a tile.
const portableRows = 3

// addBias sets each row to bias. If add is true, it adds bias to the row instead.
func addBias(out Block, bias []float32, add bool) {
	for r := range out.Rows {
		row := out.Row(r)
		for c, b := range bias[:len(row)] {
			if add {
				b += row[c]
			}
			row[c] = b
		}
	}
}

// productAdd adds in times panel to out.
func productAdd(out, in Block, panel []PanelRow) {
	var sums [portableRows]PanelRow
	for r := 0; r < in.Rows; r += len(sums) {
		n := tile(&sums, in, r, panel)
		for i := range n {
			row := out.Row(r + i)
			for c, sum := range sums[i] {
				row[c] += sum
			}
		}
	}
}

// Product multiplies by float32 panels.
func (Portable) Product(out, in Block, panels []PanelRow) {
	checkProduct(out, in, in.Columns, out.Columns)
	var sums [portableRows]PanelRow
	for column := 0; column < out.Columns; column += PanelWidth {
		panel := panels[column/PanelWidth*in.Columns:][:in.Columns]
		for r := 0; r < in.Rows; r += len(sums) {
			n := tile(&sums, in, r, panel)
			for i := range n {
				copy(out.Row(r + i)[column:], sums[i][:])
			}
		}
	}
}

// tile sets sums to the product of panel and the next rows of in, starting at row r. It
// returns the number of rows.
func tile(sums *[portableRows]PanelRow, in Block, r int, panel []PanelRow) int {
	if r+portableRows <= in.Rows {
		for c := 0; c < PanelWidth; c += 2 {
			tile3x2(sums, in.Row(r), in.Row(r+1), in.Row(r+2), panel, c)
		}
		return portableRows
	}
	n := in.Rows - r
	for i := range n {
		for c := 0; c < PanelWidth; c += 4 {
			tile1x4(&sums[i], in.Row(r+i), panel, c)
		}
	}
	return n
}

// tile3x2 multiplies three rows with two columns. The six sums are independent and stay
// in registers. With more sums the compiler keeps some in memory, which halves the speed.
func tile3x2(sums *[portableRows]PanelRow, a, b, c []float32, panel []PanelRow, column int) {
	n := len(panel)
	a, b, c = a[:n], b[:n], c[:n]
	first, second := column&(PanelWidth-1), (column+1)&(PanelWidth-1)
	var a0, a1, b0, b1, c0, c1 float32
	for k := range panel {
		x, y := panel[k][first], panel[k][second]
		a0 += a[k] * x
		a1 += a[k] * y
		b0 += b[k] * x
		b1 += b[k] * y
		c0 += c[k] * x
		c1 += c[k] * y
	}
	sums[0][first], sums[0][second] = a0, a1
	sums[1][first], sums[1][second] = b0, b1
	sums[2][first], sums[2][second] = c0, c1
}

// tile1x4 multiplies one row with four columns.
func tile1x4(sums *PanelRow, row []float32, panel []PanelRow, column int) {
	row = row[:len(panel)]
	column &= PanelWidth - 4
	var s0, s1, s2, s3 float32
	for k := range panel {
		x, w := row[k], panel[k][column:column+4]
		s0 += x * w[0]
		s1 += x * w[1]
		s2 += x * w[2]
		s3 += x * w[3]
	}
	sums[column], sums[column+1], sums[column+2], sums[column+3] = s0, s1, s2, s3
}
