// Package retrievaltest tests implementations of [recommend.Index]. The exact implementation,
// package local with the packed scan, is the reference: all others must give the same results.
package retrievaltest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/testenv"
	"segue/recommend"
	"segue/recommend/vectors"
)

// Episode is an episode with the vectors of its passages; none if it is not embedded.
type Episode struct {
	data.Episode
	Passages [][]float32
}

// Store keeps episodes in an implementation of [recommend.Index].
type Store interface {
	// Write adds and replaces episodes, removes others, and returns the index afterwards. The
	// index of an earlier call does not change.
	Write(ctx context.Context, episodes []Episode, removed []data.EpisodeID) (recommend.Index, error)
}

// Run tests an implementation. open returns an empty store; its cleanup belongs to the test.
func Run(t *testing.T, open func(testing.TB) Store) {
	t.Run("any sequence of writes gives the results of the reference", func(t *testing.T) {
		testenv.Check(t, 40, func(r *rapid.T) { compareWrites(t, r, open(t)) })
	})
	t.Run("equal vectors are always in the same order", func(t *testing.T) { equalVectors(t, open(t)) })
	t.Run("an index does not change", func(t *testing.T) { unchanged(t, open(t)) })
	t.Run("a cancelled context ends every retrieval", func(t *testing.T) { cancelled(t, open(t)) })
	t.Run("an empty catalogue has no results", func(t *testing.T) { empty(t, open(t)) })
}

// compareWrites writes random episodes to a store and to the reference, and compares both after
// each write.
func compareWrites(t *testing.T, r *rapid.T, store Store) {
	reference, err := OpenLocal(vectors.Packed)
	if err != nil {
		r.Fatal(err)
	}
	defer reference.Close()
	for range rapid.IntRange(1, 4).Draw(r, "writes") {
		episodes, removed := drawWrite(r)
		want, err := reference.Write(t.Context(), episodes, removed)
		if err != nil {
			r.Fatal(err)
		}
		got, err := store.Write(t.Context(), episodes, removed)
		if err != nil {
			r.Fatal(err)
		}
		q := drawQuestions(r)
		if d := cmp.Diff(q.ask(r, want), q.ask(r, got), rounding); d != "" {
			r.Fatalf("after %v without %v (-reference +got):\n%s", episodes, removed, d)
		}
	}
}

// equalVectors asks 100 times for some of many episodes with the same vector.
func equalVectors(t *testing.T, store Store) {
	var episodes []Episode
	for n := range 40 {
		e := Episode{Episode: numbered(n), Passages: [][]float32{unit(n % 3), unit(n % 2)}}
		e.Published = day(n % 2)
		episodes = append(episodes, e)
	}
	x := write(t, store, episodes)
	var first []hit
	for n := range 100 {
		lists, err := x.NearestPassages(t.Context(), []recommend.PassageQuery{{Vector: unit(0), K: 7}})
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = hitsOf(lists[0])
		}
		if d := cmp.Diff(first, hitsOf(lists[0])); d != "" {
			t.Fatalf("time %d (-first +now):\n%s", n, d)
		}
	}
	if len(first) < 7 || first[0].Cosine != first[len(first)-1].Cosine {
		t.Errorf("the hits are not the complete tie: %v", first)
	}
}

// unchanged asks an index before and after later writes.
func unchanged(t *testing.T, store Store) {
	var episodes []Episode
	for n := range 20 {
		episodes = append(episodes, Episode{Episode: numbered(n), Passages: [][]float32{unit(n % 5)}})
	}
	x := write(t, store, episodes)
	q := questions{vector: unit(1), k: 5, text: "compiler episode", show: "show-1", person: "ada-miller"}
	q.scope.Without = []data.EpisodeID{episodes[15].ID}
	ids := []data.EpisodeID{episodes[1].ID, episodes[15].ID, episodes[16].ID}
	entries := func() []data.EpisodeID { return idsOf(must[[]*recommend.Entry](t)(x.Entries(t.Context(), ids))) }
	before, known := q.ask(t, x), entries()
	for n := range episodes {
		episodes[n].Title, episodes[n].Passages = "Other", [][]float32{unit(4 - n%5)}
	}
	if _, err := store.Write(t.Context(), episodes[:10], []data.EpisodeID{episodes[15].ID, episodes[16].ID}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, q.ask(t, x), rounding) + cmp.Diff(known, entries()); d != "" {
		t.Errorf("the index has changed (-before +after):\n%s", d)
	}
}

// cancelled calls all methods with a context that has ended.
func cancelled(t *testing.T, store Store) {
	x := write(t, store, []Episode{{Episode: numbered(1), Passages: [][]float32{unit(1)}}, {Episode: numbered(2), Passages: [][]float32{unit(2)}}})
	entries, err := x.Entries(t.Context(), []data.EpisodeID{"episode-1"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	terms := []recommend.Term{{Stem: "compil", Weight: 1}}
	for name, call := range map[string]func() error{
		"NearestPassages": func() error {
			_, err := x.NearestPassages(ctx, []recommend.PassageQuery{{Vector: unit(1), K: 5}})
			return err
		},
		"Match": func() error {
			_, err := x.Match(ctx, recommend.WordQuery{Terms: terms}, recommend.Scope{}, 5)
			return err
		},
		"Like":   func() error { _, err := x.Like(ctx, terms, recommend.Scope{}, 5); return err },
		"Terms":  func() error { _, err := x.Terms(ctx, entries[0], 5); return err },
		"Latest": func() error { _, err := x.Latest(ctx, recommend.LatestQuery{Limit: 5}); return err },
		"Facets": func() error { _, err := x.Facets(ctx, data.Filter{}); return err },
	} {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want %v", name, err, context.Canceled)
		}
	}
}

func empty(t *testing.T, store Store) {
	x := write(t, store, nil)
	q := questions{vector: unit(1), k: 5, text: "compiler", show: "show-1", person: "ada-miller"}
	if got := q.ask(t, x); len(got.Nearest[0])+len(got.Matches)+len(got.Latest)+len(got.Suggestions) > 0 || got.Info.Episodes != 0 {
		t.Errorf("an empty catalogue has results: %+v", got)
	}
}

func write(t *testing.T, store Store, episodes []Episode) recommend.Index {
	t.Helper()
	x, err := store.Write(t.Context(), episodes, nil)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
