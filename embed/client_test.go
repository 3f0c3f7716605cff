package embed_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

// recorder is a hashing driver that records the texts it gets.
type recorder struct {
	*embedtest.Hashing
	sent  [][]string
	after func(batch int, vectors [][]float32) ([][]float32, error)
}

func newRecorder() *recorder { return &recorder{Hashing: embedtest.NewHashing(64)} }

func (r *recorder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	r.sent = append(r.sent, texts)
	vectors, err := r.Hashing.Embed(ctx, texts)
	if err != nil || r.after == nil {
		return vectors, err
	}
	return r.after(len(r.sent)-1, vectors)
}

func (r *recorder) sizes() []int {
	var sizes []int
	for _, batch := range r.sent {
		sizes = append(sizes, len(batch))
	}
	return sizes
}

func numberedTexts(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("passage %d", i)
	}
	return texts
}

// unitOf returns the expected vector of text.
func unitOf(t *testing.T, text string) []float32 {
	t.Helper()
	v, err := embed.NewClient(embedtest.NewHashing(64), embed.NoCache{}).Query(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestQueryReturnsAUnitVector(t *testing.T) {
	// Two different words, one of them twice: (2, 1) / sqrt(5).
	v := unitOf(t, "one two one")
	got := map[float32]int{}
	for _, x := range v {
		got[x]++
	}
	want := map[float32]int{0: 62, float32(2 / math.Sqrt(5)): 1, float32(1 / math.Sqrt(5)): 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("how often each number occurs (-want +got):\n%s", diff)
	}
}

func TestQueryDoesNotUseTheCache(t *testing.T) {
	var cache embedtest.Cache
	if _, err := embed.NewClient(newRecorder(), &cache).Query(t.Context(), "a query"); err != nil {
		t.Fatal(err)
	}
	if cache.Len() != 0 {
		t.Fatalf("%d vectors cached, want none", cache.Len())
	}
}

func TestPassagesSplitsIntoBatchesAndKeepsOrder(t *testing.T) {
	for _, tt := range []struct {
		name  string
		texts int
		want  []int // sizes of the batches, at most 16
	}{
		{"sends nothing for no texts", 0, nil},
		{"sends one text", 1, []int{1}},
		{"sends a full batch at once", 16, []int{16}},
		{"sends two batches for one more text", 17, []int{16, 1}},
		{"sends several batches", 40, []int{16, 16, 8}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			driver, texts := newRecorder(), numberedTexts(tt.texts)
			got, err := embed.NewClient(driver, embed.NoCache{}).Passages(t.Context(), texts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, driver.sizes()); diff != "" {
				t.Errorf("batches (-want +got):\n%s", diff)
			}
			want := make([][]float32, tt.texts)
			for i, text := range texts {
				want[i] = unitOf(t, text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("vectors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPassagesSendsEachTextOnce(t *testing.T) {
	var cache embedtest.Cache
	driver := newRecorder()
	client := embed.NewClient(driver, &cache)
	for _, texts := range [][]string{{"a", "b", "a"}, {"c", "b", "c", "a"}, {"b"}} {
		if _, err := client.Passages(t.Context(), texts); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([][]string{{"a", "b"}, {"c"}}, driver.sent); diff != "" {
		t.Fatalf("sent (-want +got):\n%s", diff)
	}
}

func TestCachedVectorsEqualFreshOnes(t *testing.T) {
	var cache embedtest.Cache
	client := embed.NewClient(newRecorder(), &cache)
	texts := numberedTexts(40)
	fresh, err := client.Passages(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	cached, err := client.Cached(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fresh, cached); diff != "" {
		t.Fatalf("(-fresh +cached):\n%s", diff)
	}
}

func TestCachedReturnsNilForUnknownTexts(t *testing.T) {
	var cache embedtest.Cache
	driver := newRecorder()
	client := embed.NewClient(driver, &cache)
	if _, err := client.Passages(t.Context(), []string{"known"}); err != nil {
		t.Fatal(err)
	}
	got, err := client.Cached(t.Context(), []string{"unknown", "known", " "})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]float32{nil, unitOf(t, "known"), nil}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(driver.sent) != 1 {
		t.Errorf("model called %d times, want 1", len(driver.sent))
	}
}

func TestInvalidCachedVectorsAreReplaced(t *testing.T) {
	good := unitOf(t, "a text")
	nan := append([]float32{float32(math.NaN())}, good[1:]...)
	for _, tt := range []struct {
		name   string
		cached []float32
	}{
		{"another dimension", good[1:]},
		{"no numbers", nil},
		{"NaN", nan},
		{"all zeros", make([]float32, 64)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var cache embedtest.Cache
			client := embed.NewClient(newRecorder(), &cache)
			saveVector(t, &cache, client.Info().Model, "a text", tt.cached)
			if got, err := client.Cached(t.Context(), []string{"a text"}); err != nil || got[0] != nil {
				t.Fatalf("Cached = %v, %v; want nil", got, err)
			}
			for range 2 {
				got, err := client.Passages(t.Context(), []string{"a text"})
				if diff := cmp.Diff([][]float32{good}, got); diff != "" || err != nil {
					t.Fatalf("error %v (-want +got):\n%s", err, diff)
				}
			}
			if got, err := client.Cached(t.Context(), []string{"a text"}); err != nil || !cmp.Equal(got[0], good) {
				t.Fatalf("afterwards Cached = %v, %v; want the new vector", got, err)
			}
		})
	}
}

func saveVector(t *testing.T, cache embed.Cache, model, text string, v []float32) {
	t.Helper()
	vectors := map[embed.TextHash][]float32{sha256.Sum256([]byte(text)): v}
	if err := cache.SaveVectors(t.Context(), model, vectors); err != nil {
		t.Fatal(err)
	}
}

func TestEqualTextsDoNotShareMemory(t *testing.T) {
	got, err := embed.NewClient(newRecorder(), embed.NoCache{}).Passages(t.Context(), []string{"same", "same"})
	if err != nil {
		t.Fatal(err)
	}
	got[0][0] = 9
	if diff := cmp.Diff(unitOf(t, "same"), got[1]); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestVectorsAreScaledToLengthOne(t *testing.T) {
	for _, by := range []float32{math.SmallestNonzeroFloat32, 1e-20, 0.5, 3, 1e20, math.MaxFloat32 / 4} {
		t.Run(fmt.Sprint("scaled by ", by), func(t *testing.T) {
			driver := newRecorder()
			driver.after = func(_ int, vectors [][]float32) ([][]float32, error) {
				for i := range vectors[0] {
					vectors[0][i] *= by
				}
				return vectors, nil
			}
			got, err := embed.NewClient(driver, embed.NoCache{}).Query(t.Context(), "one two one")
			if diff := cmp.Diff(unitOf(t, "one two one"), got); diff != "" || err != nil {
				t.Fatalf("error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestAUnitVectorIsNotScaled(t *testing.T) {
	const length = float32(1 + 5e-7) // within one millionth
	nearly := make([]float32, 64)
	nearly[7] = length
	driver := newRecorder()
	driver.after = func(int, [][]float32) ([][]float32, error) { return [][]float32{nearly}, nil }
	got, err := embed.NewClient(driver, embed.NoCache{}).Query(t.Context(), "a query")
	if err != nil || got[7] != length {
		t.Fatalf("number 7 is %v, want %v (error %v)", got[7], length, err)
	}
}
