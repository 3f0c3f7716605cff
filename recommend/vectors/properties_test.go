package vectors_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend/cosine"
	"segue/recommend/vectors"
)

// version is a state of the catalogue, with an index of each engine and the contents that they
// must have. The passages of contents have length one.
type version struct {
	indexes  []*vectors.Index
	contents map[int32]vectors.Change
}

// naiveNearest is the definition of [vectors.Index.Nearest].
func naiveNearest(t rapid.TB, contents map[int32]vectors.Change, q vectors.Query) []vectors.Hit {
	var hits []vectors.Hit
	query := unit(t, q.Vector)
	for slot, c := range contents {
		if q.Allowed != nil && !q.Allowed.Has(slot) || q.Show != "" && q.Show != c.Show || q.Language != "" && q.Language != c.Language {
			continue
		}
		for i, p := range c.Passages {
			if q.FirstOnly && i > 0 {
				break
			}
			hits = append(hits, vectors.Hit{Slot: slot, Passage: int32(i), Cosine: cosine.Dot(query, p)})
		}
	}
	rank := func(slot int32) int32 {
		if q.Rank == nil {
			return slot
		}
		return q.Rank[slot]
	}
	slices.SortFunc(hits, func(a, b vectors.Hit) int {
		return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(rank(a.Slot), rank(b.Slot)), cmp.Compare(a.Passage, b.Passage))
	})
	n := min(q.K, len(hits))
	for n > 0 && n < len(hits) && hits[n].Cosine == hits[n-1].Cosine {
		n++
	}
	return hits[:n]
}

func unit(t rapid.TB, v []float32) []float32 {
	u, err := vectors.Unit(v)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// slots is the number of slots of random catalogues. It needs several pages.
const slots = 1_100

// draws has the generators of a test with vectors of one dimension. The vectors come from a
// small pool, so that equal vectors are frequent.
type draws struct {
	vector *rapid.Generator[[]float32]
	slot   *rapid.Generator[int32]
}

func newDraws(r *rapid.T) draws {
	dimensions := rapid.IntRange(1, 12).Draw(r, "dimensions")
	pool := rapid.SliceOfN(direction(dimensions), 1, 30).Draw(r, "pool")
	return draws{
		vector: rapid.SampledFrom(pool),
		slot:   rapid.OneOf(rapid.Int32Range(0, 9), rapid.Int32Range(0, slots-1)),
	}
}

func (d draws) change() *rapid.Generator[vectors.Change] {
	return rapid.Custom(func(r *rapid.T) vectors.Change {
		c := vectors.Change{
			Slot:     d.slot.Draw(r, "slot"),
			Show:     rapid.SampledFrom([]data.ShowID{"", "a", "b"}).Draw(r, "show"),
			Language: rapid.SampledFrom([]string{"", "de"}).Draw(r, "language"),
		}
		c.ID = data.EpisodeID(strconv.Itoa(int(c.Slot)))
		c.Passages = rapid.SliceOfN(d.vector, 0, 4).Draw(r, "passages")
		if len(c.Passages) > 0 && meanOf(units(r, c.Passages)) == nil {
			c.Passages = c.Passages[:1]
		}
		// Long episodes fill blocks.
		if rapid.IntRange(0, 9).Draw(r, "long") == 0 {
			c.Passages = slices.Repeat(c.Passages, rapid.IntRange(1, 200).Draw(r, "repetitions"))
		}
		return c
	})
}

func units(t rapid.TB, passages [][]float32) [][]float32 {
	all := make([][]float32, len(passages))
	for i, p := range passages {
		all[i] = unit(t, p)
	}
	return all
}

func (d draws) query() *rapid.Generator[vectors.Query] {
	return rapid.Custom(func(r *rapid.T) vectors.Query {
		q := vectors.Query{
			FirstOnly: rapid.Bool().Draw(r, "first passages only"),
			Vector:    d.vector.Draw(r, "query"),
			K:         rapid.OneOf(rapid.IntRange(1, 8), rapid.IntRange(1, 2_000)).Draw(r, "K"),
			Show:      rapid.SampledFrom([]data.ShowID{"", "a", "unknown"}).Draw(r, "only show"),
			Language:  rapid.SampledFrom([]string{"", "", "de"}).Draw(r, "only language"),
		}
		if rapid.Bool().Draw(r, "filter") {
			q.Allowed = vectors.NewSet(0)
			for _, slot := range rapid.SliceOf(d.slot).Draw(r, "allowed") {
				q.Allowed.Add(slot)
			}
		}
		if rapid.Bool().Draw(r, "ranks") {
			q.Rank = make([]int32, slots)
			for slot := range q.Rank {
				q.Rank[slot] = int32(slots - slot)
			}
		}
		return q
	})
}

// successor updates a version, which must not change.
func successor(r *rapid.T, v version, changes []vectors.Change) version {
	next := version{contents: maps.Clone(v.contents)}
	for _, x := range v.indexes {
		updated, err := x.Update(context.Background(), changes)
		if err != nil {
			r.Fatal(err)
		}
		next.indexes = append(next.indexes, updated)
	}
	for _, c := range changes {
		c.Passages = units(r, c.Passages)
		next.contents[c.Slot] = c
	}
	return next
}

// check compares the answers and the contents of a version with its definition.
func (v version) check(r *rapid.T, queries []vectors.Query) {
	var want [][]vectors.Hit
	for _, q := range queries {
		want = append(want, naiveNearest(r, v.contents, q))
	}
	for _, x := range v.indexes {
		got, err := x.Nearest(context.Background(), queries)
		if err != nil {
			r.Fatal(err)
		}
		if d := gocmp.Diff(want, got, emptyIsNil); d != "" {
			r.Fatalf("Nearest of %s with %d passages (-want +got):\n%s", x.Engine(), x.Len(), d)
		}
		v.checkContents(r, x)
	}
}

func (v version) checkContents(r *rapid.T, x *vectors.Index) {
	passages, embedded := 0, 0
	for slot, c := range v.contents {
		if got := x.Embedding(slot).Passages; !slices.EqualFunc(c.Passages, got, slices.Equal) {
			r.Fatalf("Passages of slot %d (-want +got):\n%s", slot, gocmp.Diff(c.Passages, got))
		}
		if passages += len(c.Passages); len(c.Passages) > 0 {
			embedded++
		}
	}
	if x.Len() != passages || x.Embedded() != embedded {
		r.Fatalf("Len and Embedded are %d and %d, want %d and %d", x.Len(), x.Embedded(), passages, embedded)
	}
}

func TestEveryVersionReturnsTheNearestPassages(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newDraws(r)
		versions := []version{{
			indexes:  []*vectors.Index{vectors.New(vectors.Packed), vectors.New(vectors.Chromem), vectors.New(vectors.Auto)},
			contents: map[int32]vectors.Change{},
		}}
		r.Repeat(map[string]func(*rapid.T){
			"update": func(r *rapid.T) {
				base := rapid.OneOf(rapid.Just(len(versions)-1), rapid.IntRange(0, len(versions)-1)).Draw(r, "base")
				changes := rapid.SliceOfN(d.change(), 0, 6).Draw(r, "changes")
				versions = append(versions, successor(r, versions[base], changes))
			},
			"query": func(r *rapid.T) {
				n := rapid.IntRange(0, len(versions)-1).Draw(r, "version")
				versions[n].check(r, rapid.SliceOfN(d.query(), 1, 3).Draw(r, "queries"))
			},
		})
	})
}
