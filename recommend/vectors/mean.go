package vectors

// minMeanLength is the minimum length of the mean of an episode's unit vectors for
// computing its cosine from theirs. The rounding error, about 1e-7, grows as the mean
// gets shorter: tenfold at this length, which does not affect the ranking. Passages of
// one episode share its title, so their mean is rarely shorter than 0.5.
const minMeanLength = 0.1

func addTo(sum []float64, v []float32) {
	for i, value := range v {
		sum[i] += float64(value)
	}
}

// meanLength returns the length of the mean of n unit vectors, from their sum. It returns 0 if the
// mean is too short for a precise result, and false if the mean has no direction.
func meanLength(sum []float64, n int) (float32, bool) {
	norm := length(sum)
	switch {
	case norm == 0:
		return 0, false
	case norm < minMeanLength*float64(n):
		return 0, true
	}
	return float32(norm / float64(n)), true
}
