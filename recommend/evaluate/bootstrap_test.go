package evaluate

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestBootstrap(t *testing.T) {
	half := make([]float64, 400)
	for i := range half {
		half[i] = float64(i % 2)
	}
	for _, tt := range []struct {
		name   string
		values []float64
		want   Estimate
	}{
		{"is 0 without values", nil, Estimate{}},
		{"has no width for one value", []float64{.25}, Estimate{.25, .25, .25}},
		{"has no width for equal values", []float64{.1, .1, .1}, Estimate{.1, .1, .1}},
		// 400 throws of a coin: .5 ± 1.96 · .5/√400
		{"is close to the normal interval for many values", half, Estimate{.5, .451, .549}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, Bootstrap(tt.values), cmpopts.EquateApprox(0, .005)); d != "" {
				t.Errorf("Bootstrap (-want +got):\n%s", d)
			}
		})
	}
}

var scores = rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 40)

func TestBootstrapContainsTheMeanAndIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := scores.Draw(t, "values")
		e := Bootstrap(values)
		if !(0 <= e.Low && e.Low <= e.Mean && e.Mean <= e.High && e.High <= 1+1e-12) {
			t.Fatalf("%+v", e)
		}
		if again := Bootstrap(values); again != e {
			t.Fatalf("two calls returned %+v and %+v", e, again)
		}
	})
}

func TestPercentileReturnsTheNearestRank(t *testing.T) {
	sorted := []float64{1, 2, 3, 4}
	for share, want := range map[float64]float64{0: 1, .25: 1, .26: 2, .5: 2, 1: 4} {
		if got := percentile(sorted, share); got != want {
			t.Errorf("percentile %v = %v, want %v", share, got, want)
		}
	}
}

func TestDeviationOfValuesComputedByHand(t *testing.T) {
	// Mean 5, squares 9+1+1+1+0+0+4+16 = 32, over 7.
	if got, want := deviation([]float64{2, 4, 4, 4, 5, 5, 7, 9}), math.Sqrt(32./7); math.Abs(got-want) > 1e-12 {
		t.Errorf("deviation = %v, want %v", got, want)
	}
}
