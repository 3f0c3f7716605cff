package vectors_test

import (
	"math"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/recommend/cosine"
	"segue/recommend/vectors"
)

func TestCompareReturnsBestPassageAndMean(t *testing.T) {
	east, north, up := []float32{1, 0, 0}, []float32{0, 1, 0}, []float32{0, 0, 1}
	half := float32(math.Sqrt(0.5))
	for _, tt := range []struct {
		name     string
		passages [][]float32
		query    []float32
		want     cosine.Comparison
	}{
		{"one passage", [][]float32{{0, -3, 0}}, north, cosine.Comparison{Mean: -1, Best: -1}},
		{"the second is nearest", [][]float32{up, east}, east, cosine.Comparison{Mean: half, Best: 1, Passage: 1}},
		{"the first of equal ones", [][]float32{up, east, north}, []float32{half, half, 0}, cosine.Comparison{Mean: float32(math.Sqrt(2. / 3)), Best: half, Passage: 1}},
		{"all have a negative cosine", [][]float32{{-1, 0, 0}, {-0.6, -0.8, 0}}, east, cosine.Comparison{Mean: -0.8944272, Best: -0.6, Passage: 1}},
		{"an empty slot", nil, east, cosine.Comparison{Mean: cosine.None, Best: cosine.None}},
		{"a query of another dimension", [][]float32{east}, []float32{1, 0}, cosine.Comparison{Mean: cosine.None, Best: cosine.None}},
		{"a mean that is nearly zero", [][]float32{{1, 0.001, 0}, {-1, 0, 0}}, north, cosine.Comparison{Mean: 1, Best: 0.001}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := indexOf(t, vectors.Packed, vectors.Change{Slot: 1, Passages: tt.passages}, vectors.Change{Slot: 2, Passages: [][]float32{east}})
			if d := gocmp.Diff(tt.want, x.Embedding(1).Compare(tt.query), rounding); d != "" {
				t.Errorf("Compare (-want +got):\n%s", d)
			}
		})
	}
}

func TestCompareBestReturnsBestPairAndMean(t *testing.T) {
	east, north, up := []float32{1, 0, 0}, []float32{0, 1, 0}, []float32{0, 0, 1}
	half := float32(math.Sqrt(0.5))
	for _, tt := range []struct {
		name             string
		passages, others [][]float32
		want             cosine.Comparison
	}{
		{"one passage is the mean", [][]float32{up, east}, [][]float32{east}, cosine.Comparison{Mean: half, Best: 1, Passage: 1}},
		{"the best of several pairs", [][]float32{up, north}, [][]float32{east, north}, cosine.Comparison{Mean: 0.5, Best: 1, Passage: 1}},
		{"the first of equal pairs", [][]float32{east, north}, [][]float32{east, north}, cosine.Comparison{Mean: 1, Best: 1}},
		{"an empty slot", nil, [][]float32{east, north}, cosine.Comparison{Mean: cosine.None, Best: cosine.None}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := cosine.Embedding{Passages: tt.passages}.CompareBest(meanOf(tt.others), tt.others)
			if d := gocmp.Diff(tt.want, got, rounding); d != "" {
				t.Errorf("CompareBest (-want +got):\n%s", d)
			}
		})
	}
}

func TestCompareAgreesWithMeanVector(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dimensions := rapid.IntRange(1, 20).Draw(r, "dimensions")
		passages := rapid.SliceOfN(direction(dimensions), 1, 6).Draw(r, "passages")
		query := unit(r, direction(dimensions).Draw(r, "query"))
		mean := meanOf(units(r, passages))
		x, err := vectors.New(vectors.Packed).Update(t.Context(), []vectors.Change{{Slot: 3, Passages: passages}})
		if err != nil {
			if mean != nil && norm(sumOfUnits(passages)) > 1e-6 {
				r.Fatal(err)
			}
			return
		}
		if got, want := x.Embedding(3).Compare(query).Mean, cosine.Dot(query, mean); math.Abs(float64(got-want)) > 1e-5 {
			r.Fatalf("cosine of the mean is %v, want %v", got, want)
		}
	})
}

func TestMeanOfPassagesWithoutDirectionIsNil(t *testing.T) {
	for name, passages := range map[string][][]float32{"no passages": nil, "opposite passages": {{1, 0}, {-1, 0}}} {
		if mean := meanOf(passages); mean != nil {
			t.Errorf("%s: Mean = %v, want nil", name, mean)
		}
	}
}

func meanOf(passages [][]float32) []float32 { return cosine.Embedding{Passages: passages}.Mean() }
