package vectors

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// changeOf fills a slot with n passages of two dimensions.
func changeOf(slot int32, n int) Change {
	c := Change{Slot: slot, ID: "episode"}
	for i := range n {
		c.Passages = append(c.Passages, []float32{1, float32(i) / 10})
	}
	return c
}

func TestDocumentsShareTheMemoryOfBlocks(t *testing.T) {
	x, err := New(Chromem).Update(t.Context(), []Change{
		{Slot: 0, Passages: [][]float32{{1, 0, 0}, {0, 0.6, 0.8}}},
		{Slot: 4, Passages: [][]float32{{3, 1, 2}, {1e-20, 0, 0}, {1 + 9e-7, 0, 0}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	// Results contain the stored vectors themselves, not copies.
	found, err := x.segments[0].documents.QueryEmbedding(t.Context(), []float32{1, 0, 0}, x.Len(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		o, err := parseDocumentID(f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if passage := x.Embedding(o.slot).Passages[o.passage]; &f.Embedding[0] != &passage[0] {
			t.Errorf("document %s is a copy of its passage", f.ID)
		}
	}
}

// checkBlocks compares the records of blocks with the episodes, and checks the limit of unused rows.
func checkBlocks(r *rapid.T, x *Index) {
	used := 0
	for n, b := range x.blocks {
		if b == nil {
			continue
		}
		live := 0
		for i, o := range b.owners {
			if o.slot == noSlot {
				continue
			}
			live++
			if b.first != (o.passage == 0) {
				r.Fatalf("block %d is for first passages: %t, and has passage %d", n, b.first, o.passage)
			}
			if row := x.episodes.get(o.slot).rows[o.passage]; row != int32(n*blockRows+i) {
				r.Fatalf("row %d of block %d has owner %v, which is in row %d", i, n, o, row)
			}
		}
		if b.live != live || n != x.firstTail && n != x.laterTail && live < minLive {
			r.Fatalf("block %d of %d has %d used rows and records %d; want at least %d", n, len(x.blocks), live, b.live, minLive)
		}
		used += live
	}
	if used != x.passages {
		r.Fatalf("%d rows are used by %d passages", used, x.passages)
	}
}

func TestFewRowsAndDocumentsAreUnused(t *testing.T) {
	for _, e := range []Engine{Packed, Chromem} {
		t.Run(string(e), func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				x := New(e)
				for range rapid.IntRange(1, 60).Draw(r, "updates") {
					c := changeOf(rapid.Int32Range(0, 20).Draw(r, "slot"), rapid.IntRange(0, 150).Draw(r, "passages"))
					next, err := x.Update(t.Context(), []Change{c})
					if err != nil {
						r.Fatal(err)
					}
					checkBlocks(r, next)
					if n := documents(next.segments); n > maxStale*next.passages || e == Packed && n > 0 {
						r.Fatalf("%d documents for %d passages", n, next.passages)
					}
					if rapid.IntRange(0, 4).Draw(r, "keep the former index") > 0 {
						x = next
					}
				}
			})
		})
	}
}

func TestSegmentsAreFew(t *testing.T) {
	x, r := New(Chromem), rand.New(rand.NewPCG(1, 1))
	for range 2_000 {
		next, err := x.Update(t.Context(), []Change{changeOf(r.Int32N(500), 1+r.IntN(3))})
		if err != nil {
			t.Fatal(err)
		}
		if x = next; len(x.segments) > 11 { // each is twice as large as the next
			t.Fatalf("%d segments for %d passages", len(x.segments), x.Len())
		}
	}
}

func TestAutoHasNoDocumentsAboveTheLimit(t *testing.T) {
	x, err := New(Auto).Update(t.Context(), []Change{changeOf(0, ChromemLimit)})
	if err != nil {
		t.Fatal(err)
	}
	next, err := x.Update(t.Context(), []Change{changeOf(1, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if documents(x.segments) != ChromemLimit || next.segments != nil {
		t.Errorf("%d documents at the limit and %d above, want %d and 0", documents(x.segments), documents(next.segments), ChromemLimit)
	}
}

func TestParseDocumentIDRejectsOtherIDs(t *testing.T) {
	for _, id := range []string{"", "1", "a/1", "1/a"} {
		if o, err := parseDocumentID(id); err == nil || !strings.Contains(err.Error(), id) {
			t.Errorf("parseDocumentID(%q) = %v, %v; want an error", id, o, err)
		}
	}
}
