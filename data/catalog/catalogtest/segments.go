package catalogtest

import (
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

func testSegments(t *testing.T, open Open) {
	c := open(t)
	Upsert(t, c, Whole(), WithID(Titled("Bare"), "bare"))
	type byID = map[data.EpisodeID][]data.Segment
	segments := func() byID {
		found, err := c.Segments(t.Context(), []data.EpisodeID{"gitops", "bare", "unknown"})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	digests := func() (list []bool, first [32]byte) {
		_, err := c.Read(t.Context(), catalog.WithoutTranscripts, func(e catalog.Stored) error {
			if list = append(list, e.Segmented != [32]byte{}); e.ID == "gitops" {
				first = e.Segmented
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return list, first
	}
	Diff(t, "segments", byID{"gitops": Whole().Segments}, segments())
	list, before := digests()
	Diff(t, "episodes with segments", []bool{true, false}, list)
	changed := With(Whole(), func(e *data.Episode) {
		e.Segments = []data.Segment{{Start: time.Second, End: time.Minute, Text: "Other."}}
	})
	Diff(t, "updated", 1, Upsert(t, c, changed).Updated)
	Diff(t, "changed segments", byID{"gitops": changed.Segments}, segments())
	if _, now := digests(); now == before {
		t.Error("changed segments have the same digest")
	}
	Upsert(t, c, With(Whole(), func(e *data.Episode) { e.Segments = nil }))
	Diff(t, "removed segments", byID{}, segments())
	Upsert(t, c, Whole())
	if _, err := c.Delete(t.Context(), "gitops"); err != nil {
		t.Fatal(err)
	}
	Diff(t, "segments of a deleted episode", byID{}, segments())
}
