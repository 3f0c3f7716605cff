package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

// intake records the number of stored episodes after each batch.
type intake struct {
	catalog.Intake
	progress []int
}

func newIntake(c *sqlite.Catalog) *intake {
	in := &intake{}
	in.Intake = catalog.Intake{Upsert: c.Upsert, MaxProblems: 3, Progress: func(stored int) { in.progress = append(in.progress, stored) }}
	return in
}

func TestAnIntakeStoresWhatItCan(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		upsert(t, c, withID(withGUID(titled("Old"), "old"), "old"), withID(titled("Other"), "other"))
		in := newIntake(c)
		for i, e := range []data.Episode{
			titled("One"), with(titled(" "), func(e *data.Episode) { e.GUID = "untitled" }), withID(withGUID(titled("Two"), "old"), "other"), titled("Three"),
			withID(titled("Other"), "other"),
		} {
			if err := in.Add(t.Context(), 10*i, e); err != nil {
				t.Fatal(err)
			}
		}
		in.Refuse(catalog.IntakeProblem{Place: 15, Field: "published", Reason: "it is no date"})
		if err := in.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		in.Refuse(catalog.IntakeProblem{Place: 5, Reason: "one more than are listed"})
		diff(t, "report", catalog.IntakeReport{Added: 2, Unchanged: 1, Failed: 4, Problems: []catalog.IntakeProblem{
			{Place: 10, Episode: "untitled", Reason: "title is empty, give every episode one"},
			{Place: 15, Field: "published", Reason: "it is no date"},
			{Place: 20, Episode: "other", Reason: `it has the id "other" but the GUID, or show, title and date, of "old"; leave its id out or give it a GUID of its own`},
		}}, in.Report())
		diff(t, "progress", []int{3}, in.progress)
		diff(t, "episodes", 4, len(all(t, c)))
	})
}

func TestAnIntakeStoresABatchWhenItIsFull(t *testing.T) {
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
	diff(t, "progress", []int{catalog.IntakeBatch, 2 * catalog.IntakeBatch, 2*catalog.IntakeBatch + 2}, in.progress)
}

func TestAnIntakeStopsWhereNoEpisodeIsAtFault(t *testing.T) {
	c := openMemory(t)
	in := newIntake(c)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_ = in.Add(ctx, 0, titled("One")) // the batch is not full, so nothing can fail
	if err := in.Flush(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	diff(t, "report", catalog.IntakeReport{}, in.Report())
	if err := in.Flush(t.Context()); err != nil || len(all(t, c)) > 0 {
		t.Errorf("a batch that failed came again: %v", err)
	}
}
