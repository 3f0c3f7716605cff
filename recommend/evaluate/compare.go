package evaluate

import (
	"fmt"
	"math"
)

// TieThreshold is the difference of two scores below which a query is a tie: one
// that three printed digits do not show.
const TieThreshold = 0.0005

// Comparison is how much better run A is than run B on the same queries.
type Comparison struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Metric Metric `json:"metric"`
	// Difference is the mean of A minus B, with its interval.
	Difference Estimate `json:"difference"`
	// P is how likely a difference this large would be if A and B were equally
	// good, two-sided, above 0 and at most 1.
	P float64 `json:"p"`
	// Wins, Ties and Losses count the queries from A's side.
	Wins   int `json:"wins"`
	Ties   int `json:"ties"`
	Losses int `json:"losses"`
}

// Compare compares two runs query by query. P is that of the paired bootstrap
// test (Sakai, Evaluating evaluation metrics based on the bootstrap, 2006). Of
// twenty comparisons without a true difference one has a P below 0.05, so a table
// of many needs a smaller one. Compare returns an error for runs on different
// queries.
func Compare(a, b Run, m Metric) (Comparison, error) {
	if len(a.Results) != len(b.Results) {
		return Comparison{}, fmt.Errorf("%q answered %d queries and %q %d: compare runs on one task",
			a.Configuration, len(a.Results), b.Configuration, len(b.Results))
	}
	c := Comparison{A: a.Configuration, B: b.Configuration, Metric: m}
	differences := make([]float64, len(a.Results))
	for i := range a.Results {
		if p, q := a.Results[i].Query.ID, b.Results[i].Query.ID; p != q {
			return Comparison{}, fmt.Errorf("query %d is %q for %q and %q for %q: compare runs on one task",
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

// pValue is the share of resamples with a t statistic at least as far from 0 as
// that of the differences, after these were shifted to have no mean, as the
// hypothesis says. The sample itself counts as one of them (Davison and Hinkley,
// 1997), so the share is never 0.
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

// rounding is what sums of scores between 0 and 1 may be wrong by.
const rounding = 1e-12

// shift moves values so that their mean is 0. What rounding leaves of equal values
// becomes 0, or else it would look like a difference without any spread.
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

// student is the t statistic: the mean in units of its standard error.
func student(values []float64) float64 {
	centre, spread := mean(values), deviation(values)
	if centre == 0 {
		return 0
	}
	return centre / (spread / math.Sqrt(float64(len(values))))
}
