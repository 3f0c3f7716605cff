package evaluate

import (
	"fmt"
	"math"
)

// TieThreshold is the difference of two scores below which a query is a tie. Three printed
// digits do not show a smaller difference.
const TieThreshold = 0.0005

// Comparison compares run A with run B on the same queries.
type Comparison struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Metric Metric `json:"metric"`
	// Difference is the mean of A minus B, with its interval.
	Difference Estimate `json:"difference"`
	// P is the probability of a difference this large if A and B were equally good:
	// two-sided, above 0 and at most 1.
	P float64 `json:"p"`
	// Wins, Ties and Losses are numbers of queries. A wins a query if its score is higher.
	Wins   int `json:"wins"`
	Ties   int `json:"ties"`
	Losses int `json:"losses"`
}

// Compare compares two runs query by query with the paired bootstrap test (Sakai, Evaluating
// evaluation metrics based on the bootstrap, 2006). One in twenty comparisons without a true
// difference has a P below 0.05, so many comparisons need a lower limit. Compare returns an
// error for runs on different queries.
func Compare(a, b Run, m Metric) (Comparison, error) {
	if len(a.Results) != len(b.Results) {
		return Comparison{}, fmt.Errorf("%q has %d queries, %q has %d; compare runs of the same task",
			a.Configuration, len(a.Results), b.Configuration, len(b.Results))
	}
	c := Comparison{A: a.Configuration, B: b.Configuration, Metric: m}
	differences := make([]float64, len(a.Results))
	for i := range a.Results {
		if p, q := a.Results[i].Query.ID, b.Results[i].Query.ID; p != q {
			return Comparison{}, fmt.Errorf("query %d is %q for %q and %q for %q; compare runs of the same task",
				i+1, p, a.Configuration, q, b.Configuration)
		}
		differences[i] = a.Results[i].Scores[m] - b.Results[i].Scores[m]
		c.count(differences[i])
	}
	c.Difference, c.P = Bootstrap(differences), pValue(differences)
	return c, nil
}

func (c *Comparison) count(difference float64) {
	switch {
	case difference > TieThreshold:
		c.Wins++
	case difference < -TieThreshold:
		c.Losses++
	default:
		c.Ties++
	}
}

// pValue returns the share of resamples whose t statistic is at least as far from 0 as the
// observed one. The resamples are drawn from differences shifted to mean 0, the null
// hypothesis. The sample itself counts as a resample (Davison and Hinkley, 1997), so the share
// is never 0.
func pValue(differences []float64) float64 {
	if len(differences) < 2 || mean(differences) == 0 {
		return 1
	}
	observed := math.Abs(student(differences))
	shifted := shift(differences)
	extreme := 1
	resample(shifted, func(sample []float64) {
		if math.Abs(student(sample)) >= observed {
			extreme++
		}
	})
	return float64(extreme) / float64(Resamples+1)
}

// rounding is the highest rounding error of a mean of scores between 0 and 1.
const rounding = 1e-12

// shift returns values shifted to mean 0. Rounding errors of equal values become 0; otherwise
// they would look like differences with no deviation.
func shift(values []float64) []float64 {
	centre := mean(values)
	shifted := make([]float64, len(values))
	for i, v := range values {
		if math.Abs(v-centre) > rounding {
			shifted[i] = v - centre
		}
	}
	return shifted
}

// student returns the t statistic: the mean in units of its standard error.
func student(values []float64) float64 {
	centre := mean(values)
	if centre == 0 {
		return 0
	}
	return centre / (deviation(values) / math.Sqrt(float64(len(values))))
}
