package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

// refusal is an episode that was set aside.
type refusal struct {
	Place           int
	Episode, Reason string
}

// taken is what an intake has done.
type taken struct {
	catalog.Intake
	batches []int
	refused []refusal
}

func newIntake(c *sqlite.Catalog) *taken {
	in := &taken{}
	in.Intake = catalog.Intake{
		Upsert: c.Upsert,
		Kept:   func(change catalog.Change) { in.batches = append(in.batches, len(change.IDs)) },
		Refused: func(place int, episode, reason string) {
			in.refused = append(in.refused, refusal{place, episode, reason})
		},
	}
	return in
}

func TestAnIntakeKeepsWhatItCan(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		upsert(t, c, withID(withGUID(titled("Old"), "old"), "old"), withID(titled("Other"), "other"))
		in := newIntake(c)
		for i, e := range []data.Episode{
			titled("One"), with(titled(" "), func(e *data.Episode) { e.GUID = "untitled" }), withID(withGUID(titled("Two"), "old"), "other"), titled("Three"),
		} {
			if err := in.Add(t.Context(), 10*i, e); err != nil {
				t.Fatal(err)
			}
		}
		if err := in.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := []refusal{
			{10, "untitled", "title is empty, give every episode one"},
			{20, "other", `it has the id "other" but the GUID, or show, title and date, of "old"; leave its id out or give it a GUID of its own`},
		}
		if d := cmp.Diff(want, in.refused); d != "" {
			t.Errorf("refused (-want +got):\n%s", d)
		}
		if d := cmp.Diff([]int{2}, in.batches); d != "" || len(all(t, c)) != 4 {
			t.Errorf("%d episodes, batches (-want +got):\n%s", len(all(t, c)), d)
		}
	})
}

func TestAnIntakeKeepsABatchWhenItIsFull(t *testing.T) {
	c := openMemory(t)
	in := newIntake(c)
	for i := range 2*catalog.IntakeBatch + 1 {
		if err := in.Add(t.Context(), i, titled(fmt.Sprint("Episode ", i))); err != nil {
			t.Fatal(err)
		}
	}
	long := with(titled("Long"), func(e *data.Episode) { e.Transcript = strings.Repeat("word ", 4<<20) })
	if err := in.Add(t.Context(), 0, long); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{catalog.IntakeBatch, catalog.IntakeBatch, 2}, in.batches); d != "" {
		t.Errorf("batches (-want +got):\n%s", d)
	}
}

func TestAnIntakeStopsWhereNoEpisodeIsAtFault(t *testing.T) {
	c := openMemory(t)
	in := newIntake(c)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_ = in.Add(ctx, 0, titled("One")) // the batch is not full, so nothing can fail
	if err := in.Flush(ctx); !errors.Is(err, context.Canceled) || len(in.batches)+len(in.refused) > 0 {
		t.Errorf("error %v, batches %v, refused %v", err, in.batches, in.refused)
	}
	if err := in.Flush(t.Context()); err != nil || len(all(t, c)) > 0 {
		t.Errorf("a batch that failed came again: %v", err)
	}
}
