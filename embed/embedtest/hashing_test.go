package embedtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

func TestHashingComparesWords(t *testing.T) {
	vectors, err := NewHashing(256).Embed(t.Context(), []string{
		"a talk on database locks",
		"Database locks: a talk",
		"bread, flour and salt",
	})
	if err != nil {
		t.Fatal(err)
	}
	same, other := similarity(vectors[0], vectors[1]), similarity(vectors[0], vectors[2])
	if same < 0.85 || other > 0.1 { // 4 of 5 and 4 words shared: 4/sqrt(20) = 0.89
		t.Fatalf("similar texts %.3f, others %.3f", same, other)
	}
}

func TestHashingIsDeterministic(t *testing.T) {
	vectors, err := NewHashing(8).Embed(t.Context(), []string{"one two three two"})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]float32{{0, 2, 0, 1, 0, 0, 0, 1}}
	if diff := cmp.Diff(want, vectors); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestCacheStoresCopies(t *testing.T) {
	var cache Cache
	hash := embed.TextHash{1}
	saved := map[embed.TextHash][]float32{hash: {1, 2}}
	if err := cache.SaveVectors(t.Context(), "model", saved); err != nil {
		t.Fatal(err)
	}
	saved[hash][0] = 9
	for range 2 {
		found, err := cache.Vectors(t.Context(), "model", []embed.TextHash{hash, {2}})
		if err != nil {
			t.Fatal(err)
		}
		if want := map[embed.TextHash][]float32{hash: {1, 2}}; !cmp.Equal(want, found) {
			t.Fatalf("got %v, want %v", found, want)
		}
		found[hash][1] = 9
	}
}

func TestCacheSeparatesModels(t *testing.T) {
	var cache Cache
	hash := embed.TextHash{1}
	if err := cache.SaveVectors(t.Context(), "one", map[embed.TextHash][]float32{hash: {1}}); err != nil {
		t.Fatal(err)
	}
	found, err := cache.Vectors(t.Context(), "other", slices.Repeat([]embed.TextHash{hash}, 2))
	if err != nil || len(found) != 0 || cache.Len() != 1 {
		t.Fatalf("found %v, error %v, %d stored", found, err, cache.Len())
	}
}
