package kernel

import "testing"

// A product of the size that most of a text's time goes into, in every form that
// runs here and as a plain loop.
func BenchmarkProductInt8(b *testing.B) {
	forms := []struct {
		name    string
		product func(out, in Block, w Int8Panels, add bool)
	}{
		{"plain loop", dotProducts},
		{Portable{}.Name(), Portable{}.ProductInt8},
		{Best().Name(), Best().ProductInt8},
	}
	for _, form := range forms {
		b.Run(form.name, func(b *testing.B) {
			c := newProductCase(48, 4, 4, 1)
			for b.Loop() {
				form.product(c.out, c.in, c.int8, false)
			}
			operations := 2 * c.in.Rows * c.in.Columns * c.out.Columns * b.N
			b.ReportMetric(float64(operations)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		})
	}
}

// dotProducts is a product as one writes it first: a loop for every number. It
// takes the weights as float32, in columns; their values do not matter here.
func dotProducts(out, in Block, w Int8Panels, _ bool) {
	columns := make([]float32, w.Depth*w.Columns())
	for r := range out.Rows {
		row := in.Row(r)
		for c := range out.Columns {
			column := columns[c*w.Depth:][:len(row)]
			var sum float32
			for k, x := range row {
				sum += x * column[k]
			}
			out.Row(r)[c] = sum
		}
	}
}

func BenchmarkRows(b *testing.B) {
	k := Best()
	source := newBlock(24, 256, 256, 1)
	rows := source.clone()
	gain := newBlock(1, 256, 256, 2).Data
	for _, operation := range []struct {
		name string
		run  func()
	}{
		{"softmax", func() { k.Softmax(rows) }},
		{"GELU", func() { k.GELU(rows) }},
		{"normalize", func() { k.Normalize(rows, gain, gain) }},
	} {
		b.Run(operation.name, func(b *testing.B) {
			for b.Loop() {
				copy(rows.Data, source.Data) // what is done twice becomes too small to be typical
				operation.run()
			}
			numbers := rows.Rows * rows.Columns * b.N
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(numbers), "ns/number")
		})
	}
}
