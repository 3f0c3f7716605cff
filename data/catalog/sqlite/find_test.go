package sqlite_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
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
			both(t, func(t *testing.T, c *sqlite.Catalog) {
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
	both(t, func(t *testing.T, c *sqlite.Catalog) {
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
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		at := func(id data.EpisodeID, published time.Time) data.Episode {
			return with(withID(titled(string(id)), id), func(e *data.Episode) { e.Published, e.Transcript = published, "words" })
		}
		upsert(t, c, at("undated-b", time.Time{}), at("b", day), at("old", day.AddDate(-100, 0, 0)), at("new", day.Add(time.Microsecond)), at("a", day), at("undated-a", time.Time{}))
		var got []data.EpisodeID
		revision, err := c.Read(t.Context(), catalog.WithoutTranscripts, func(e catalog.Stored) error {
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
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		upsert(t, c, titled("A"), titled("B"))
		stop, calls := errors.New("stop"), 0
		_, err := c.Read(t.Context(), catalog.WithTranscripts, func(catalog.Stored) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Errorf("error %v after %d calls; want the one that was returned, after one", err, calls)
		}
	})
}

func TestEachGivesWholeEpisodesInTheOrderOfTheIDs(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		bare := withID(titled("Bare"), "bare")
		spoken := with(whole(), func(e *data.Episode) { e.ID, e.GUID, e.Transcript = "spoken", "guid-2", "Other words." })
		upsert(t, c, whole(), bare, spoken)
		for _, tt := range []struct {
			with catalog.Contents
			want []data.Episode
		}{
			{catalog.WithTranscripts, []data.Episode{spoken, bare, whole(), spoken}},
			{catalog.WithoutTranscripts, []data.Episode{with(spoken, dropTranscript), bare, with(whole(), dropTranscript), with(spoken, dropTranscript)}},
		} {
			var got []data.Episode
			err := c.Each(t.Context(), []data.EpisodeID{"spoken", "unknown", "bare", "\xff", "gitops", "spoken"}, tt.with, func(e catalog.Stored) error {
				got = append(got, e.Episode)
				upsert(t, c, with(bare, func(e *data.Episode) { e.Description = fmt.Sprint(len(got)) })) // must neither wait nor show
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "episodes", tt.want, got)
			upsert(t, c, bare)
		}
		stop := errors.New("stop")
		if err := c.Each(t.Context(), []data.EpisodeID{"bare", "gitops"}, catalog.WithTranscripts, func(catalog.Stored) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("error %v; want the one that was returned", err)
		}
		if err := c.Each(t.Context(), nil, catalog.WithTranscripts, func(catalog.Stored) error { return stop }); err != nil {
			t.Errorf("of no ids: error %v", err)
		}
	})
}

func dropTranscript(e *data.Episode) { e.Transcript = "" }

// digests reads the digests of all episodes, with and without transcripts.
func digests(t *testing.T, c *sqlite.Catalog) map[data.EpisodeID][32]byte {
	t.Helper()
	got := map[data.EpisodeID][32]byte{}
	for _, contents := range []catalog.Contents{catalog.WithTranscripts, catalog.WithoutTranscripts} {
		_, err := c.Read(t.Context(), contents, func(e catalog.Stored) error {
			if before, ok := got[e.ID]; ok && before != e.Digest {
				t.Errorf("the digest of %s depends on what is read", e.ID)
			}
			got[e.ID] = e.Digest
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func TestADigestNamesEverythingButTheID(t *testing.T) {
	for name, change := range map[string]func(*data.Episode){
		"GUID":        func(e *data.Episode) { e.GUID = "other" },
		"URL":         func(e *data.Episode) { e.URL += "x" },
		"show":        func(e *data.Episode) { e.Show.Title = "Other" },
		"title":       func(e *data.Episode) { e.Title = "Other" },
		"description": func(e *data.Episode) { e.Description = "Other" },
		"removed":     func(e *data.Episode) { e.Removed = nil },
		"transcript":  func(e *data.Episode) { e.Transcript = "Other" },
		"published":   func(e *data.Episode) { e.Published = e.Published.Add(time.Microsecond) },
		"duration":    func(e *data.Episode) { e.Duration += time.Second },
		"people":      func(e *data.Episode) { e.People = e.People[:1] },
		"tags":        func(e *data.Episode) { e.Tags = e.Tags[:1] },
		"image":       func(e *data.Episode) { e.Image = "" },
		"audio":       func(e *data.Episode) { e.Audio = "" },
		"language":    func(e *data.Episode) { e.Language = "" },
		"type":        func(e *data.Episode) { e.Type = data.TypeFull },
		"no type":     func(e *data.Episode) { e.Type = "" },
		"explicit":    func(e *data.Episode) { e.Explicit = data.ExplicitUnknown },
		"season":      func(e *data.Episode) { e.Season, e.Number = e.Number, e.Season },
		"number":      func(e *data.Episode) { e.Number = 0 },
		"links":       func(e *data.Episode) { e.Links = e.Links[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			c := openMemory(t)
			upsert(t, c, whole())
			before := digests(t, c)["gitops"]
			diff(t, "updated", 1, upsert(t, c, with(whole(), change)).Updated)
			if digests(t, c)["gitops"] == before {
				t.Error("the digest stays")
			}
			upsert(t, c, whole())
			diff(t, "digest of the first content", before, digests(t, c)["gitops"])
		})
	}
	c := openMemory(t)
	upsert(t, c, withID(whole(), "one"), withGUID(withID(whole(), "two"), "other"))
	first := digests(t, c)["one"]
	c = openMemory(t)
	upsert(t, c, withID(whole(), "renamed"))
	diff(t, "digest under another id", first, digests(t, c)["renamed"])
}
