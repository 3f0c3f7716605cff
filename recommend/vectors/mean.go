package vectors

// minMeanLength is the minimum length of the mean of an episode's unit vectors for
// computing its cosine from theirs. The rounding error, about 1e-7, grows as the mean
// gets shorter: tenfold at this length, which does not affect the ranking. Passages of
// one episode share its title, so their mean is rarely shorter than 0.5.
const minMeanLength = 0.1

// Mean returns the mean of vectors of length one and equal dimension, scaled to length one. It
// returns nil if there are no vectors or if they cancel each other out.
func Mean(passages [][]float32) []float32 {
	if len(passages) == 0 {
		return nil
	}
	sum := make([]float64, len(passages[0]))
	for _, p := range passages {
		addTo(sum, p)
	}
	mean := make([]float32, len(sum))
	if !normalize(mean, sum) {
		return nil
	}
	return mean
}

func addTo(sum []float64, v []float32) {
	for i, value := range v {
		sum[i] += float64(value)
	}
}

// meanScale returns the factor between the sum of the cosines of n unit vectors and the cosine
// of their mean, from the sum of the vectors. It returns 0 if the mean is too short for a
// precise result, and false if the mean has no direction.
func meanScale(sum []float64, n int) (float64, bool) {
	norm := length(sum)
	switch {
	case norm == 0:
		return 0, false
	case norm < minMeanLength*float64(n):
		return 0, true
	}
	return 1 / norm, true
}
