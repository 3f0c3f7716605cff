package main

import (
	"math"
	"slices"

	"segue/embed/minilm/internal/kernel"
)

// dense is a matrix of float32 with a row per output.
type dense struct {
	numbers []float32
	bias    []float32
	depth   int
}

func (d dense) multiply(factor float64) {
	for i, x := range d.numbers {
		d.numbers[i] = float32(float64(x) * factor)
	}
	for i, x := range d.bias {
		d.bias[i] = float32(float64(x) * factor)
	}
}

// appendRows returns d followed by the rows of e.
func (d dense) appendRows(e dense) dense {
	return dense{append(d.numbers, e.numbers...), append(d.bias, e.bias...), d.depth}
}

// pack quantizes d and arranges it in panels.
func pack(d dense) kernel.Int8Panels {
	groups := d.depth / kernel.GroupDepth
	numbers, scales := quantize(d.numbers, kernel.GroupDepth)
	return kernel.Int8Panels{
		Depth:   d.depth,
		Weights: string(panels([]byte(numbers), d.depth)),
		Scales:  panels(scales, groups),
		Bias:    d.bias,
	}
}

// panels arranges rows of this length in the panels that kernels read, where they are
// columns.
func panels[T any](rows []T, length int) []T {
	packed := make([]T, len(rows))
	for i := range rows {
		row, k := i/length, i%length
		panel, column := row/kernel.PanelWidth, row%kernel.PanelWidth
		packed[(panel*length+k)*kernel.PanelWidth+column] = rows[i]
	}
	return packed
}

// maxInt8 is the largest number in the file. -128 is not used, so that the range is
// symmetric.
const maxInt8 = 127

// quantize returns int8 numbers and a scale for each group of consecutive numbers. The
// int8 number times the scale is approximately the given number.
func quantize(numbers []float32, group int) (packed string, scales []float32) {
	bytes := make([]byte, 0, len(numbers))
	for part := range slices.Chunk(numbers, group) {
		scale := float32(largest(part) / maxInt8)
		scales = append(scales, scale)
		for _, x := range part {
			bytes = append(bytes, byte(int8(roundToScale(x, scale))))
		}
	}
	return string(bytes), scales
}

// roundToScale returns the number from -127 to 127 whose product with scale is closest to
// x.
func roundToScale(x, scale float32) float64 {
	if scale == 0 {
		return 0
	}
	n := math.RoundToEven(float64(x) / float64(scale))
	return max(-maxInt8, min(maxInt8, n))
}

func largest(numbers []float32) (result float64) {
	for _, x := range numbers {
		result = max(result, math.Abs(float64(x)))
	}
	return result
}
