package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

// intake records the number of stored episodes after each batch.
type intake struct {
	catalog.Intake
	progress []int
}

func openMemory(t *testing.T) catalog.Store {
	t.Helper()
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func newIntake(c catalog.Store) *intake {
	in := &intake{}
	in.Intake = catalog.Intake{Upsert: c.Upsert, MaxProblems: 3, Progress: func(stored int) { in.progress = append(in.progress, stored) }}
	return in
}

func TestIntakeSkipsInvalidEpisodes(t *testing.T) {
	c := openMemory(t)
	catalogtest.Upsert(t, c, catalogtest.WithID(catalogtest.WithGUID(catalogtest.Titled("Old"), "old"), "old"), catalogtest.WithID(catalogtest.Titled("Other"), "other"))
	in := newIntake(c)
	for i, e := range []data.Episode{
		catalogtest.Titled("One"), catalogtest.With(catalogtest.Titled(" "), func(e *data.Episode) { e.GUID = "untitled" }), catalogtest.WithID(catalogtest.WithGUID(catalogtest.Titled("Two"), "old"), "other"), catalogtest.Titled("Three"),
		catalogtest.WithID(catalogtest.Titled("Other"), "other"),
	} {
		if err := in.Add(t.Context(), 10*i, e); err != nil {
			t.Fatal(err)
		}
	}
	in.Refuse(catalog.IntakeProblem{Place: 15, Field: "published", Reason: "invalid date"})
	if err := in.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	in.Refuse(catalog.IntakeProblem{Place: 5, Reason: "not listed"})
	catalogtest.Diff(t, "report", catalog.IntakeReport{Added: 2, Unchanged: 1, Failed: 4, Problems: []catalog.IntakeProblem{
		{Place: 10, Episode: "untitled", Reason: "title is empty; every episode needs one"},
		{Place: 15, Field: "published", Reason: "invalid date"},
		{Place: 20, Episode: "other", Reason: `it has the id "other" but the GUID, or show, title and date, of "old"; leave its id out or give it a GUID of its own`},
	}}, in.Report())
	catalogtest.Diff(t, "progress", []int{3}, in.progress)
	catalogtest.Diff(t, "episodes", 4, len(catalogtest.All(t, c)))
}

func TestIntakeStoresAFullBatch(t *testing.T) {
	c := openMemory(t)
	in := newIntake(c)
	for i := range 2*catalog.IntakeBatch + 1 {
		if err := in.Add(t.Context(), i, catalogtest.Titled(fmt.Sprint("Episode ", i))); err != nil {
			t.Fatal(err)
		}
	}
	long := catalogtest.With(catalogtest.Titled("Long"), func(e *data.Episode) { e.Transcript = strings.Repeat("word ", 4<<20) })
	if err := in.Add(t.Context(), 0, long); err != nil {
		t.Fatal(err)
	}
	catalogtest.Diff(t, "progress", []int{catalog.IntakeBatch, 2 * catalog.IntakeBatch, 2*catalog.IntakeBatch + 2}, in.progress)
}

func TestIntakeStopsAtOtherErrors(t *testing.T) {
	c := openMemory(t)
	in := newIntake(c)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_ = in.Add(ctx, 0, catalogtest.Titled("One")) // the batch is not full, so nothing can fail
	if err := in.Flush(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	catalogtest.Diff(t, "report", catalog.IntakeReport{}, in.Report())
	if err := in.Flush(t.Context()); err != nil || len(catalogtest.All(t, c)) > 0 {
		t.Errorf("the failed batch was stored again: %v", err)
	}
}
