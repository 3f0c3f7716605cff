package kernel

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestProductsEqualAPlainLoop(t *testing.T) {
	for _, k := range []Kernel{Portable{}, Best()} {
		t.Run(k.Name(), func(t *testing.T) {
			for rows := range 14 {
				c := newProductCase(rows, 2, 3, uint64(rows))
				for _, add := range []bool{false, true} {
					got, want := c.out.clone(), c.out.clone()
					k.ProductInt8(got, c.in, c.int8, add)
					referenceInt8(want, c.in, c.int8, add)
					checkClose(t, fmt.Sprint(rows, " rows, int8"), got, want, 500)
				}
				f := newFloatCase(rows, 2, 1+3*rows, uint64(rows))
				got, want := f.out.clone(), f.out.clone()
				k.Product(got, f.in, f.floats)
				referenceProduct(want, f.in, f.floats)
				checkClose(t, fmt.Sprint(rows, " rows, float32"), got, want, 10)
			}
		})
	}
}

// referenceInt8 is the definition of ProductInt8.
func referenceInt8(out, in Block, w Int8Panels, add bool) {
	for r := range out.Rows {
		for c := range out.Columns {
			panel, column := c/PanelWidth, c%PanelWidth
			sum := w.Bias[c]
			if add {
				sum += out.Row(r)[c]
			}
			for k, x := range in.Row(r) {
				weight := int8(w.Weights[(panel*w.Depth+k)*PanelWidth+column])
				scale := w.Scales[(panel*w.Groups()+k/GroupDepth)*PanelWidth+column]
				sum += x * float32(weight) * scale
			}
			out.Row(r)[c] = sum
		}
	}
}

// referenceProduct is the definition of Product.
func referenceProduct(out, in Block, panels []PanelRow) {
	for r := range out.Rows {
		for c := range out.Columns {
			var sum float32
			for k, x := range in.Row(r) {
				sum += x * panels[c/PanelWidth*in.Columns+k][c%PanelWidth]
			}
			out.Row(r)[c] = sum
		}
	}
}

func TestARowHasTheSameBitsInEveryBlock(t *testing.T) {
	for _, k := range []Kernel{Portable{}, Best()} {
		t.Run(k.Name(), func(t *testing.T) {
			whole := newProductCase(20, 2, 2, 7)
			k.ProductInt8(whole.out, whole.in, whole.int8, false)
			for rows := 1; rows < 20; rows++ {
				part := newProductCase(20, 2, 2, 7)
				out := part.out.Part(20-rows, rows, 0, part.out.Columns)
				k.ProductInt8(out, part.in.Part(20-rows, rows, 0, part.in.Columns), part.int8, false)
				if !slices.Equal(out.Row(0), whole.out.Row(20-rows)) {
					t.Errorf("the first of %d rows differs", rows)
				}
			}
		})
	}
}

func TestSoftmaxEqualsItsDefinition(t *testing.T) {
	for _, k := range []Kernel{Portable{}, Best()} {
		t.Run(k.Name(), func(t *testing.T) {
			for columns := 1; columns < 40; columns++ {
				got := newBlock(3, columns, columns+2, uint64(columns))
				got.Row(1)[0] = 30 // much larger than the others
				want := got.clone()
				k.Softmax(got)
				for r := range want.Rows {
					referenceSoftmax(want.Row(r))
				}
				checkClose(t, fmt.Sprint(columns, " columns"), got, want, 0.1)
			}
		})
	}
}

func referenceSoftmax(row []float32) {
	largest := float64(slices.Max(row))
	var sum float64
	for _, x := range row {
		sum += math.Exp(float64(x) - largest)
	}
	for i, x := range row {
		row[i] = float32(math.Exp(float64(x)-largest) / sum)
	}
}

func TestSoftmaxOfExtremeNumbersIsFinite(t *testing.T) {
	for _, k := range []Kernel{Portable{}, Best()} {
		row := []float32{-1e30, 0, 1e30, -3, 5, 88, -300, 1e30, 1}
		k.Softmax(Block{row, 1, len(row), len(row)})
		want := []float32{0, 0, 0.5, 0, 0, 0, 0, 0.5, 0}
		checkClose(t, k.Name(), Block{row, 1, len(row), len(row)}, Block{want, 1, len(row), len(row)}, 1e-3)
	}
}

func TestGELUEqualsItsDefinition(t *testing.T) {
	for _, k := range []Kernel{Portable{}, Best()} {
		for from := float32(-12); from < 12; from += 0.25 {
			got := newBlock(2, PanelWidth, PanelWidth+1, uint64(from+20))
			for i := range got.Data {
				got.Data[i] = got.Data[i]/8 + from
			}
			want := got.clone()
			k.GELU(got)
			for r := range want.Rows {
				for i, x := range want.Row(r) {
					want.Row(r)[i] = float32(float64(x) / 2 * (1 + math.Erf(float64(x)/math.Sqrt2)))
				}
			}
			checkClose(t, fmt.Sprint(k.Name(), " from ", from), got, want, 0.2)
		}
	}
}

func TestNormalizeEqualsItsDefinition(t *testing.T) {
	for _, k := range []Kernel{Portable{}, Best()} {
		for _, columns := range []int{16, 48, 384} {
			got := newBlock(3, columns, columns+4, 1)
			gain, bias := newBlock(1, columns, columns, 2).Data, newBlock(1, columns, columns, 3).Data
			clear(got.Row(2)) // equal numbers have variance 0
			want := got.clone()
			k.Normalize(got, gain, bias)
			for r := range want.Rows {
				referenceNormalize(want.Row(r), gain, bias)
			}
			checkClose(t, fmt.Sprint(k.Name(), " ", columns), got, want, 1)
		}
	}
}

func referenceNormalize(row, gain, bias []float32) {
	var mean, variance float64
	for _, x := range row {
		mean += float64(x) / float64(len(row))
	}
	for _, x := range row {
		variance += (float64(x) - mean) * (float64(x) - mean) / float64(len(row))
	}
	for i, x := range row {
		row[i] = float32((float64(x)-mean)/math.Sqrt(variance+1e-12))*gain[i] + bias[i]
	}
}

func FuzzProductsEqualThePortableKernel(f *testing.F) {
	f.Add(uint8(13), uint8(2), uint8(4), uint64(1), true)
	f.Add(uint8(1), uint8(1), uint8(1), uint64(2), false)
	f.Fuzz(func(t *testing.T, rows, panels, depth uint8, seed uint64, add bool) {
		n, p := int(rows%32), 1+int(panels%4)
		c := newProductCase(n, p, 1+int(depth%4), seed)
		got, want := c.out.clone(), c.out.clone()
		Best().ProductInt8(got, c.in, c.int8, add)
		Portable{}.ProductInt8(want, c.in, c.int8, add)
		checkClose(t, "int8", got, want, 500)

		c = newFloatCase(n, p, 1+int(depth), seed)
		got, want = c.out.clone(), c.out.clone()
		Best().Product(got, c.in, c.floats)
		Portable{}.Product(want, c.in, c.floats)
		checkClose(t, "float32", got, want, 30)
	})
}

func TestShortBuffersPanic(t *testing.T) {
	wantPanic := func(name string, call func()) {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Errorf("%s: no panic", name)
			}
		}()
		call()
	}
	for _, k := range []Kernel{Portable{}, Best()} {
		c := newProductCase(4, 2, 2, 1)
		short := c.in
		short.Data = short.Data[:len(short.Data)-1]
		wantPanic(k.Name()+": input", func() { k.ProductInt8(c.out, short, c.int8, false) })
		short = c.out
		short.Data = short.Data[:len(short.Data)-1]
		wantPanic(k.Name()+": output", func() { k.ProductInt8(short, c.in, c.int8, false) })
		wantPanic(k.Name()+": softmax", func() { k.Softmax(short) })
		w := c.int8
		w.Weights = w.Weights[1:]
		wantPanic(k.Name()+": weights", func() { k.ProductInt8(c.out, c.in, w, false) })
		f := newFloatCase(4, 2, 9, 1)
		wantPanic(k.Name()+": panels", func() { k.Product(f.out, f.in, f.floats[1:]) })
	}
}
