package kernel

import "testing"

// BenchmarkProductInt8 measures a product of typical size with each kernel and with a
// plain loop.
func BenchmarkProductInt8(b *testing.B) {
	kernels := []struct {
		name    string
		product func(out, in Block, w Int8Panels, add bool)
	}{
		{"plain loop", dotProducts},
		{Portable{}.Name(), Portable{}.ProductInt8},
		{Best().Name(), Best().ProductInt8},
	}
	for _, k := range kernels {
		b.Run(k.name, func(b *testing.B) {
			c := newProductCase(48, 4, 4, 1)
			for b.Loop() {
				k.product(c.out, c.in, c.int8, false)
			}
			operations := 2 * c.in.Rows * c.in.Columns * c.out.Columns * b.N
			b.ReportMetric(float64(operations)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		})
	}
}

// dotProducts is the simplest product: a loop per number. It uses columns of float32
// weights. Their values do not matter.
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
				copy(rows.Data, source.Data) // a second run on the same rows would use untypically small numbers
				operation.run()
			}
			numbers := rows.Rows * rows.Columns * b.N
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(numbers), "ns/number")
		})
	}
}
