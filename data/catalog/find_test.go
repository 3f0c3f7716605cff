package catalog_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

func TestFind(t *testing.T) {
	older := with(withGUID(titled("Older"), "twice"), func(e *data.Episode) {
		e.ID, e.Show.ID, e.URL, e.Published = "older", "other", "https://example.com/home", day.Add(-time.Hour)
	})
	newer := with(withGUID(titled("Newer"), "twice"), func(e *data.Episode) { e.ID, e.URL = "newer", "http://example.com/home/" })
	bare := withID(titled("Bare"), "bare")
	for _, tt := range []struct {
		name string
		ref  data.Ref
		want data.Episode // unknown where it has no id
	}{
		{"finds an id", data.Ref{ID: "gitops"}, whole()},
		{"finds a GUID", data.Ref{GUID: "guid-1"}, whole()},
		{"finds a URL", data.Ref{URL: whole().URL}, whole()},
		{"finds a URL as a browser shows it", data.Ref{URL: "http://example.com/gitops/?fbclid=1"}, whole()},
		{"takes the newest where two shows use a GUID", data.Ref{GUID: "twice"}, newer},
		{"takes the newest where two have a URL", data.Ref{URL: "example.com/home"}, newer},
		{"does not know another id", data.Ref{ID: "Gitops"}, data.Episode{}},
		{"does not know another GUID", data.Ref{GUID: "GUID-1"}, data.Episode{}},
		{"does not know another URL", data.Ref{URL: "https://example.com/"}, data.Episode{}},
		{"does not take nothing for an episode without GUID and URL", data.Ref{}, data.Episode{}},
		{"does not take a blank URL for an episode without one", data.Ref{URL: " "}, data.Episode{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			both(t, func(t *testing.T, c *catalog.Catalog) {
				upsert(t, c, bare, older, newer, whole())
				got, err := c.Find(t.Context(), tt.ref)
				if unknown := tt.want.ID == ""; unknown != errors.Is(err, data.ErrUnknownEpisode) || !unknown && err != nil {
					t.Fatalf("error %v", err)
				}
				diff(t, "episode", tt.want, got)
			})
		})
	}
}

func TestEpisodesGivesThoseThatExistWithoutTranscripts(t *testing.T) {
	both(t, func(t *testing.T, c *catalog.Catalog) {
		const many = 1200 // more than two look-ups
		want := map[data.EpisodeID]data.Episode{"gitops": with(whole(), func(e *data.Episode) { e.Transcript = "" })}
		asked := []data.EpisodeID{"unknown", "gitops", "gitops"}
		batch := []data.Episode{whole()}
		for i := range many {
			e := withID(titled(fmt.Sprint("Number ", i)), data.EpisodeID(fmt.Sprint("n", i)))
			want[e.ID] = e
			asked, batch = append(asked, e.ID), append(batch, e)
		}
		upsert(t, c, batch...)
		got, err := c.Episodes(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "episodes", want, got)
		got, err = c.Episodes(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "no episodes", map[data.EpisodeID]data.Episode{}, got)
	})
}

func TestReadKeepsItsOrderAndState(t *testing.T) {
	both(t, func(t *testing.T, c *catalog.Catalog) {
		at := func(id data.EpisodeID, published time.Time) data.Episode {
			return with(withID(titled(string(id)), id), func(e *data.Episode) { e.Published, e.Transcript = published, "words" })
		}
		upsert(t, c, at("undated-b", time.Time{}), at("b", day), at("old", day.AddDate(-100, 0, 0)), at("new", day.Add(time.Microsecond)), at("a", day), at("undated-a", time.Time{}))
		var got []data.EpisodeID
		revision, err := c.Read(t.Context(), catalog.WithoutTranscripts, func(e data.Episode) error {
			got = append(got, e.ID)
			if e.Transcript != "" {
				t.Errorf("%s has a transcript", e.ID)
			}
			_, err := c.Upsert(t.Context(), []data.Episode{at(e.ID+"-late", e.Published)}) // must neither wait nor show
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "order", []data.EpisodeID{"new", "a", "b", "old", "undated-a", "undated-b"}, got)
		diff(t, "revision", int64(1), revision)
		diff(t, "count", 12, count(t, c))
	})
}

func TestReadStopsAtAnError(t *testing.T) {
	both(t, func(t *testing.T, c *catalog.Catalog) {
		upsert(t, c, titled("A"), titled("B"))
		stop, calls := errors.New("stop"), 0
		_, err := c.Read(t.Context(), catalog.WithTranscripts, func(data.Episode) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Errorf("error %v after %d calls; want the one that was returned, after one", err, calls)
		}
	})
}
