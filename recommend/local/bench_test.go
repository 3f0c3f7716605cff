package local_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"segue/recommend/local"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// BenchmarkUpdate changes one episode among 100,000 with two passages each, without words. See
// package words for their part.
func BenchmarkUpdate(b *testing.B) {
	const n = 100_000
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	random := rand.New(rand.NewPCG(1, 2))
	vector := func() []float32 {
		v := make([]float32, 384)
		for i := range v {
			v[i] = float32(random.NormFloat64())
		}
		return v
	}
	x, err := local.New(w, vectors.Auto, "model")
	if err != nil {
		b.Fatal(err)
	}
	change := func(i int) local.Change {
		c := talk(i, fmt.Sprint(i%500))
		c.Passages = [][]float32{vector(), vector()}
		return c
	}
	for from := 0; from < n; from += 1000 {
		var changes []local.Change
		for i := from; i < from+1000; i++ {
			changes = append(changes, change(i))
		}
		if x, err = x.Update(b.Context(), changes); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if x, err = x.Update(b.Context(), []local.Change{change(random.IntN(n))}); err != nil {
			b.Fatal(err)
		}
	}
}
