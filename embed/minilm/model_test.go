package minilm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"segue/embed"
	"segue/embed/embedtest"
	"segue/embed/minilm/internal/kernel"
)

func newTestModel(tb testing.TB) *Model {
	tb.Helper()
	return newTestModelWithThreads(tb, runtime.GOMAXPROCS(0))
}

func newTestModelWithThreads(tb testing.TB, threads int) *Model {
	tb.Helper()
	m, err := newModel(threads)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func vectorOf(tb testing.TB, m *Model, text string) []float32 {
	tb.Helper()
	vectors, err := m.Embed(tb.Context(), []string{text})
	if err != nil {
		tb.Fatal(err)
	}
	return vectors[0]
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestModelFollowsTheContractOfDrivers(t *testing.T) {
	if testing.Short() {
		t.Skip("this test embeds hundreds of texts")
	}
	embedtest.Run(t, func(t *testing.T) embed.Driver { return newTestModel(t) })
}

func TestModelNameMatchesTheFile(t *testing.T) {
	sum := sha256.Sum256([]byte(file))
	if got := hex.EncodeToString(sum[:]); got != fileHash {
		t.Errorf("model.bin has SHA-256 %s, but fileHash is %s; update fileHash, since vectors of other weights need another name", got, fileHash)
	}
	if got, want := newTestModel(t).Info().Model, "all-MiniLM-L6-v2-"+fileHash[:8]+"-p1"; got != want {
		t.Errorf("the model's name is %q, want %q", got, want)
	}
}

// mixedTexts returns short and long texts, fewer if the kernel is slow.
func mixedTexts(tb testing.TB, m *Model) (texts []string) {
	tb.Helper()
	for i, row := range referenceRows(tb) {
		if i%3 == 0 && isFastEnough(m, len(row.IDs)) {
			texts = append(texts, row.Text)
		}
	}
	return texts
}

func TestAVectorDependsOnlyOnItsText(t *testing.T) {
	alone := newTestModelWithThreads(t, 1)
	texts := mixedTexts(t, alone)
	want := make(map[string][]float32)
	for _, text := range texts {
		want[text] = vectorOf(t, alone, text)
	}
	for _, threads := range []int{1, 2, 4} {
		m := newTestModelWithThreads(t, threads)
		for size := 1; size <= len(texts); size = size*3 + 1 {
			rand.New(rand.NewPCG(uint64(threads), uint64(size))).Shuffle(len(texts), func(i, j int) {
				texts[i], texts[j] = texts[j], texts[i]
			})
			got, err := m.Embed(t.Context(), texts[:size])
			if err != nil {
				t.Fatal(err)
			}
			for i, text := range texts[:size] {
				if d := maxDifference(got[i], want[text]); d > 1e-6 {
					t.Errorf("%d threads, %d texts, %.40q: differs by %g from the vector of the text alone", threads, size, text, d)
				}
			}
		}
	}
}

func TestAllKernelsGiveSimilarVectors(t *testing.T) {
	best, portable := newTestModel(t), newTestModel(t)
	if best.Kernel() == "portable" {
		t.Skip("this build has only the portable kernel")
	}
	portable.kernel = kernel.Portable{}
	for i, row := range referenceRows(t) {
		if i%4 != 0 || !isFastEnough(portable, len(row.IDs)) {
			continue
		}
		if d := maxDifference(vectorOf(t, best, row.Text), vectorOf(t, portable, row.Text)); d > 1e-4 {
			t.Errorf("%.40q: %s and portable differ by %g", row.Text, best.Kernel(), d)
		}
	}
}

// maxDifference returns the largest difference of two numbers at the same position.
func maxDifference(a, b []float32) (largest float64) {
	for i := range a {
		largest = max(largest, math.Abs(float64(a[i])-float64(b[i])))
	}
	return largest
}

func TestACancelledCallEndsWithinTheTimeOfOneText(t *testing.T) {
	const threads = 2
	m := newTestModelWithThreads(t, threads)
	texts := make([]string, 20)
	for i := range texts {
		texts[i] = strings.Repeat("word ", 60)
	}
	for _, checks := range []int32{0, 1, 5} {
		ctx := &expiringContext{Context: t.Context()}
		ctx.left.Store(checks)
		_, err := m.Embed(ctx, texts)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after %d checks: error %v, want %v", checks, err, context.Canceled)
		}
		if late := -ctx.left.Load(); late > threads {
			t.Errorf("cancelled after %d checks: %d more checks, want one for each of %d threads", checks, late, threads)
		}
	}
}

// expiringContext is a context that is cancelled after a number of checks.
type expiringContext struct {
	context.Context
	left atomic.Int32
}

func (e *expiringContext) Err() error {
	if e.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestTooManyTextsAreRejected(t *testing.T) {
	_, err := newTestModel(t).Embed(t.Context(), make([]string, MaxBatch+1))
	if !errors.Is(err, embed.ErrRejected) {
		t.Errorf("error %v, want %v", err, embed.ErrRejected)
	}
}

func TestNoTextsGiveNoVectors(t *testing.T) {
	got, err := newTestModel(t).Embed(t.Context(), nil)
	if len(got) != 0 || err != nil {
		t.Errorf("%d vectors, error %v; want none", len(got), err)
	}
}

func FuzzEveryTextHasAUnitVector(f *testing.F) {
	for _, text := range []string{
		"", " ", "\x00", "\xff\xfe", "a\u0301\u0302\u0303", "[CLS] [SEP]", "日本語", "한국어", "\u202e\u200b\ufeff",
		strings.Repeat("x", 101), strings.Repeat("!", 300), "İıſßﬁ", "👩\u200d💻",
	} {
		f.Add(text)
	}
	m := newTestModel(f)
	f.Fuzz(func(t *testing.T, text string) {
		v := vectorOf(t, m, text)
		if length := math.Sqrt(dot(v, v)); !(math.Abs(length-1) < 1e-5) {
			t.Errorf("%q: a vector of length %v", text, length)
		}
	})
}
