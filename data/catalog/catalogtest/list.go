package catalogtest

import (
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

// testListWhileEpisodesAreAdded adds episodes before, after and at the position of the
// cursor between pages.
func testListWhileEpisodesAreAdded(t *testing.T, open Open) {
	for _, order := range []catalog.Sort{catalog.NewestFirst, catalog.OldestFirst} {
		t.Run(fmt.Sprint("sort ", order), func(t *testing.T) {
			c := open(t)
			var first []data.Episode
			for i := range 30 {
				e := WithID(Titled("First"), data.EpisodeID(fmt.Sprintf("first-%02d", i)))
				e.GUID, e.Published = string(e.ID), day.AddDate(0, 0, i/3) // three a day
				if i >= 24 {
					e.Published = time.Time{}
				}
				first = append(first, e)
			}
			Upsert(t, c, first...)
			want := expected(All(t, c), catalog.Query{Sort: order})
			Diff(t, "pages", want, pagesWhileAdding(t, c, catalog.Query{Sort: order, Limit: 4}, first))
		})
	}
}

// pagesWhileAdding lists all pages, and returns the ids that are in first. After each page
// it adds an episode with the same date as each of them.
func pagesWhileAdding(t *testing.T, c catalog.Store, q catalog.Query, first []data.Episode) []data.EpisodeID {
	t.Helper()
	known := map[data.EpisodeID]bool{}
	for _, e := range first {
		known[e.ID] = true
	}
	var got []data.EpisodeID
	for n, added := 0, 0; ; n++ {
		page, err := c.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, "total", len(first)+added, page.Total)
		for _, e := range page.Episodes {
			if known[e.ID] {
				got = append(got, e.ID)
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return got
		}
		if n < 3 { // so that the pages end
			var more []data.Episode
			for _, e := range first {
				more = append(more, WithID(WithGUID(e, fmt.Sprint(e.GUID, n)), e.ID+data.EpisodeID(fmt.Sprint("-", n))))
			}
			added += Upsert(t, c, more...).Added
		}
	}
}

func testListDefaults(t *testing.T, open Open) {
	c := open(t)
	page, err := c.List(t.Context(), catalog.Query{})
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "an empty catalogue", catalog.Page{Episodes: []data.Episode{}}, page)
	for i := range catalog.DefaultLimit {
		Upsert(t, c, WithGUID(With(Whole(), func(e *data.Episode) { e.ID = "" }), fmt.Sprint(i)))
	}
	page, err = c.List(t.Context(), catalog.Query{Limit: -1})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Episodes) != catalog.DefaultLimit || page.Next != "" || page.Episodes[0].Transcript != "" {
		t.Errorf("%d episodes, next %q, transcript %q; want one full page without transcripts",
			len(page.Episodes), page.Next, page.Episodes[0].Transcript)
	}
}
