package evaluate

import (
	"math"
	"math/rand/v2"
	"slices"
)

const (
	// Resamples is the number of bootstrap samples. Efron and Tibshirani (An Introduction to
	// the Bootstrap, 1993) recommend 1,000 for the ends of an interval. With 2,000 the third
	// digit is stable.
	Resamples = 2000
	// Confidence is the share of resamples within an interval.
	Confidence = 0.95
	// seed makes the figures reproducible.
	seed = 1979 // year of Efron's paper
)

// Estimate is a mean with its 95 % confidence interval.
type Estimate struct {
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Bootstrap returns the mean of values with its percentile interval (Efron, 1979): values are
// drawn with replacement [Resamples] times, and the interval has the middle 95 % of the means.
// It is deterministic, always contains the mean, and is zero for no values. With fewer than
// about 20 values the interval is too narrow.
func Bootstrap(values []float64) Estimate {
	if len(values) == 0 {
		return Estimate{}
	}
	means := make([]float64, 0, Resamples)
	resample(values, func(sample []float64) { means = append(means, mean(sample)) })
	slices.Sort(means)
	centre := mean(values)
	tail := (1 - Confidence) / 2
	// Rounding can move the percentiles of equal values past their mean.
	return Estimate{
		Mean: centre,
		Low:  min(centre, percentile(means, tail)),
		High: max(centre, percentile(means, 1-tail)),
	}
}

// resample calls each with [Resamples] samples, drawn with replacement and of the same length
// as values. It reuses the slice.
func resample(values []float64, each func([]float64)) {
	random := rand.New(rand.NewPCG(seed, uint64(len(values))))
	sample := make([]float64, len(values))
	for range Resamples {
		for i := range sample {
			sample[i] = values[random.IntN(len(values))]
		}
		each(sample)
	}
}

// percentile returns a percentile of sorted values by the nearest-rank method; share is 0 to 1.
func percentile(sorted []float64, share float64) float64 {
	rank := int(math.Ceil(share * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

func mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// deviation returns the standard deviation of a sample.
func deviation(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	centre := mean(values)
	var squares float64
	for _, v := range values {
		squares += (v - centre) * (v - centre)
	}
	return math.Sqrt(squares / float64(len(values)-1))
}
