package kernel

import "math"

// Softmax replaces each row by its softmax.
func (Portable) Softmax(rows Block) {
	rows.check()
	for r := range rows.Rows {
		softmax(rows.Row(r))
	}
}

func softmax(row []float32) {
	var largest float32 = math.MaxFloat32 * -1
	for _, x := range row {
		largest = max(largest, x)
	}
	var sum float32
	for i, x := range row {
		row[i] = exp(x - largest)
		sum += row[i]
	}
	for i := range row {
		row[i] /= sum
	}
}

// GELU replaces each number by its Gaussian error linear unit.
func (Portable) GELU(rows Block) {
	rows.check()
	for r := range rows.Rows {
		row := rows.Row(r)
		for i, x := range row {
			row[i] = gelu(x)
		}
	}
}

// gelu uses formula 7.1.26 of Abramowitz and Stegun for the error function. Its error is
// at most 1.5e-7. The constants include the factor 1/2.
func gelu(x float32) float32 {
	z := float32(math.Abs(float64(x))) * math.Sqrt2 / 2
	t := 1 / (1 + erfP*z)
	tail := t * (erf1 + t*(erf2+t*(erf3+t*(erf4+t*erf5)))) * exp(-z*z)
	if x > 0 {
		return x - x*tail
	}
	return x * tail
}

const (
	erfP = 0.3275911
	erf1 = 0.254829592 / 2
	erf2 = -0.284496736 / 2
	erf3 = 1.421413741 / 2
	erf4 = -1.453152027 / 2
	erf5 = 1.061405429 / 2
)

// smallestExponent is the lower limit of exp's argument. The result is negligible
// compared with 1, and still a normal number, with which arithmetic is fast.
const smallestExponent = -80

// exp returns e^x for x <= 0. It splits x into a whole number of halvings and a remainder
// of at most half a halving. For the remainder it uses Taylor's polynomial of degree six,
// whose error is at most 1.2e-7.
func exp(x float32) float32 {
	x = max(x, smallestExponent)
	halvings := float32(math.RoundToEven(float64(x * math.Log2E)))
	r := x - halvings*ln2High - halvings*ln2Low
	p := 1 + r*(1+r*(1.0/2+r*(1.0/6+r*(1.0/24+r*(1.0/120+r*(1.0/720))))))
	return p * math.Float32frombits(uint32(int32(halvings)+127)<<23)
}

// The logarithm of 2 in two parts. The first has so few bits that its product with a
// whole number is exact.
const (
	ln2High = 0.693359375
	ln2Low  = -2.12194440e-4
)

// Normalize scales each row to mean 0 and variance 1, then multiplies it by gain and adds
// bias.
func (Portable) Normalize(rows Block, gain, bias []float32) {
	rows.check()
	for r := range rows.Rows {
		normalize(rows.Row(r), gain, bias)
	}
}

// varianceFloor avoids a division by zero if all numbers of a row are equal. The model
// was trained with it.
const varianceFloor = 1e-12

func normalize(row, gain, bias []float32) {
	gain, bias = gain[:len(row)], bias[:len(row)]
	var sum, squares float32
	for _, x := range row {
		sum += x
	}
	mean := sum / float32(len(row))
	for _, x := range row {
		squares += (x - mean) * (x - mean)
	}
	inverse := float32(1 / math.Sqrt(float64(squares)/float64(len(row))+varianceFloor))
	for i, x := range row {
		row[i] = (x-mean)*inverse*gain[i] + bias[i]
	}
}
