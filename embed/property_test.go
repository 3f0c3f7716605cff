package embed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/embed"
	"segue/embed/embedtest"
)

// TestPassagesEqualsQueryForEachText checks repeated texts, cached texts and several
// batches.
func TestPassagesEqualsQueryForEachText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching(`[a-f]{1,2}`), 0, 60)
		var cache embedtest.Cache
		driver := newRecorder()
		client := embed.NewClient(driver, &cache)
		sent := map[string]int{}
		for range 2 {
			passages := texts.Draw(r, "texts")
			got, err := client.Passages(t.Context(), passages)
			if err != nil {
				r.Fatal(err)
			}
			want := make([][]float32, len(passages))
			for i, text := range passages {
				want[i] = unitOf(t, text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				r.Fatalf("(-want +got):\n%s", diff)
			}
		}
		for _, batch := range driver.sent {
			if len(batch) > client.Info().MaxBatch {
				r.Fatalf("batch of %d, at most %d are allowed", len(batch), client.Info().MaxBatch)
			}
			for _, text := range batch {
				if sent[text]++; sent[text] > 1 {
					r.Fatalf("%q was sent twice", text)
				}
			}
		}
	})
}
