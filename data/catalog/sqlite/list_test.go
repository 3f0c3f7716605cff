package sqlite_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

// While pages are turned, episodes come in before, after and at the position.
func TestListTurnsPagesWhileEpisodesAreAdded(t *testing.T) {
	for _, order := range []catalog.Sort{catalog.NewestFirst, catalog.OldestFirst} {
		t.Run(fmt.Sprint("sort ", order), func(t *testing.T) {
			both(t, func(t *testing.T, c *sqlite.Catalog) {
				var first []data.Episode
				for i := range 30 {
					e := withID(titled("First"), data.EpisodeID(fmt.Sprintf("first-%02d", i)))
					e.GUID, e.Published = string(e.ID), day.AddDate(0, 0, i/3) // three a day
					if i >= 24 {
						e.Published = time.Time{}
					}
					first = append(first, e)
				}
				upsert(t, c, first...)
				want := expected(all(t, c), catalog.Query{Sort: order})
				diff(t, "pages", want, pagesWhileAdding(t, c, catalog.Query{Sort: order, Limit: 4}, first))
			})
		})
	}
}

// pagesWhileAdding lists all pages and returns those of the first episodes. After
// each page it adds an episode beside every first one.
func pagesWhileAdding(t *testing.T, c *sqlite.Catalog, q catalog.Query, first []data.Episode) []data.EpisodeID {
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
		diff(t, "total", len(first)+added, page.Total)
		for _, e := range page.Episodes {
			if known[e.ID] {
				got = append(got, e.ID)
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return got
		}
		if n < 3 { // then let the pages come to an end
			var more []data.Episode
			for _, e := range first {
				more = append(more, withID(withGUID(e, fmt.Sprint(e.GUID, n)), e.ID+data.EpisodeID(fmt.Sprint("-", n))))
			}
			added += upsert(t, c, more...).Added
		}
	}
}

func TestListGivesAPageOfTheDefaultSizeWithoutTranscripts(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		page, err := c.List(t.Context(), catalog.Query{})
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "an empty catalogue", catalog.Page{Episodes: []data.Episode{}}, page)
		for i := range catalog.DefaultLimit {
			upsert(t, c, withGUID(with(whole(), func(e *data.Episode) { e.ID = "" }), fmt.Sprint(i)))
		}
		page, err = c.List(t.Context(), catalog.Query{Limit: -1})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Episodes) != catalog.DefaultLimit || page.Next != "" || page.Episodes[0].Transcript != "" {
			t.Errorf("%d episodes, next %q, transcript %q; want one full page that is the last, without transcripts",
				len(page.Episodes), page.Next, page.Episodes[0].Transcript)
		}
	})
}

func TestListRefusesCursorsItDidNotMake(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		upsert(t, c, titled("A"), titled("B"))
		page, err := c.List(t.Context(), catalog.Query{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(page.Next) {
			t.Errorf("cursor %q is not URL-safe", page.Next)
		}
		raw, err := base64.RawURLEncoding.DecodeString(page.Next)
		if err != nil {
			t.Fatal(err)
		}
		changed := append([]byte{}, raw...)
		changed[5] ^= 1
		for name, q := range map[string]catalog.Query{
			"of another order": {Cursor: page.Next, Sort: catalog.OldestFirst},
			"cut":              {Cursor: page.Next[:len(page.Next)-2]},
			"with more":        {Cursor: page.Next + "AA"},
			"with a line end":  {Cursor: page.Next + "\n"},
			"changed":          {Cursor: base64.RawURLEncoding.EncodeToString(changed)},
			"of a word":        {Cursor: "next"},
			"of no base 64":    {Cursor: "ä%"},
		} {
			if got, err := c.List(t.Context(), q); !errors.Is(err, catalog.ErrBadCursor) {
				t.Errorf("a cursor %s: page %v, error %v; want ErrBadCursor", name, got, err)
			}
		}
	})
}

func FuzzListCursor(f *testing.F) {
	c := openMemory(f)
	upsert(f, c, titled("A"), titled("B"), titled("C"))
	page, err := c.List(f.Context(), catalog.Query{Limit: 1})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", page.Next, "AQAA", "AQE", "=", "AQB__________w"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		page, err := c.List(t.Context(), catalog.Query{Cursor: text})
		if err == nil && page.Total != 3 || err != nil && !errors.Is(err, catalog.ErrBadCursor) {
			t.Errorf("page %v, error %v; want a page of three or ErrBadCursor", page, err)
		}
	})
}
