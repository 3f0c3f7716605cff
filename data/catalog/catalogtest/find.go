package catalogtest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

func testFind(t *testing.T, open Open) {
	older := With(WithGUID(Titled("Older"), "twice"), func(e *data.Episode) {
		e.ID, e.Show.ID, e.URL, e.Published = "older", "other", "https://example.com/home", day.Add(-time.Hour)
	})
	newer := With(WithGUID(Titled("Newer"), "twice"), func(e *data.Episode) { e.ID, e.URL = "newer", "http://example.com/home/" })
	bare := WithID(Titled("Bare"), "bare")
	for _, tt := range []struct {
		name string
		ref  data.Ref
		want data.Episode // without an id if none is found
	}{
		{"finds an id", data.Ref{ID: "gitops"}, Whole()},
		{"finds a GUID", data.Ref{GUID: "guid-1"}, Whole()},
		{"finds a URL", data.Ref{URL: Whole().URL}, Whole()},
		{"finds a URL with different scheme and parameters", data.Ref{URL: "http://example.com/gitops/?fbclid=1"}, Whole()},
		{"returns the newest of two with a GUID", data.Ref{GUID: "twice"}, newer},
		{"finds a URL in another form", data.Ref{URL: "https://www.example.com/%67itops/index.html?ref=mail"}, Whole()},
		{"returns the exact one of two with a URL", data.Ref{URL: "https://example.com/home"}, older},
		{"returns the newest of two with a URL", data.Ref{URL: "example.com/home"}, newer},
		{"does not find another id", data.Ref{ID: "Gitops"}, data.Episode{}},
		{"does not find another GUID", data.Ref{GUID: "GUID-1"}, data.Episode{}},
		{"does not find another URL", data.Ref{URL: "https://example.com/"}, data.Episode{}},
		{"does not find an episode by an empty ref", data.Ref{}, data.Episode{}},
		{"does not find an episode by a blank URL", data.Ref{URL: " "}, data.Episode{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			Upsert(t, c, bare, older, newer, Whole())
			got, err := c.Find(t.Context(), tt.ref)
			if unknown := tt.want.ID == ""; unknown != errors.Is(err, data.ErrUnknownEpisode) || !unknown && err != nil {
				t.Fatalf("error %v", err)
			}
			Diff(t, "episode", tt.want, got)
		})
	}
}

func testEpisodes(t *testing.T, open Open) {
	c := open(t)
	const many = 1200 // more than two queries
	want := map[data.EpisodeID]data.Episode{"gitops": With(Whole(), func(e *data.Episode) { e.Transcript, e.Segments = "", nil })}
	ids := []data.EpisodeID{"unknown", "gitops", "gitops"}
	batch := []data.Episode{Whole()}
	for i := range many {
		e := WithID(Titled(fmt.Sprint("Number ", i)), data.EpisodeID(fmt.Sprint("n", i)))
		want[e.ID] = e
		ids, batch = append(ids, e.ID), append(batch, e)
	}
	Upsert(t, c, batch...)
	got, err := c.Episodes(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "episodes", want, got)
	got, err = c.Episodes(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "no episodes", map[data.EpisodeID]data.Episode{}, got)
}

func testReadOrderAndState(t *testing.T, open Open) {
	c := open(t)
	at := func(id data.EpisodeID, published time.Time) data.Episode {
		return With(WithID(Titled(string(id)), id), func(e *data.Episode) { e.Published, e.Transcript = published, "words" })
	}
	Upsert(t, c, at("undated-b", time.Time{}), at("b", day), at("old", day.AddDate(-100, 0, 0)), at("new", day.Add(time.Microsecond)), at("a", day), at("undated-a", time.Time{}))
	var got []data.EpisodeID
	revision, err := c.Read(t.Context(), catalog.WithoutTranscripts, func(e catalog.Stored) error {
		got = append(got, e.ID)
		if e.Transcript != "" {
			t.Errorf("%s has a transcript", e.ID)
		}
		_, err := c.Upsert(t.Context(), []data.Episode{at(e.ID+"-late", e.Published)}) // must neither block nor be visible
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "order", []data.EpisodeID{"new", "a", "b", "old", "undated-a", "undated-b"}, got)
	Diff(t, "revision", int64(1), revision)
	Diff(t, "count", 12, Count(t, c))
}

func testReadStopsAtAnError(t *testing.T, open Open) {
	c := open(t)
	Upsert(t, c, Titled("A"), Titled("B"))
	stop, calls := errors.New("stop"), 0
	_, err := c.Read(t.Context(), catalog.WithTranscripts, func(catalog.Stored) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("error %v after %d calls; want the error of the function after one call", err, calls)
	}
}

func testEach(t *testing.T, open Open) {
	c := open(t)
	bare := WithID(Titled("Bare"), "bare")
	spoken := With(Whole(), func(e *data.Episode) { e.ID, e.GUID, e.Transcript = "spoken", "guid-2", "Other words." })
	Upsert(t, c, Whole(), bare, spoken)
	for _, tt := range []struct {
		with catalog.Contents
		want []data.Episode
	}{
		{catalog.WithTranscripts, []data.Episode{spoken, bare, Whole(), spoken}},
		{catalog.WithoutTranscripts, []data.Episode{With(spoken, dropTranscript), bare, With(Whole(), dropTranscript), With(spoken, dropTranscript)}},
	} {
		var got []data.Episode
		err := c.Each(t.Context(), []data.EpisodeID{"spoken", "unknown", "bare", "\xff", "gitops", "spoken"}, tt.with, func(e catalog.Stored) error {
			got = append(got, e.Episode)
			Upsert(t, c, With(bare, func(e *data.Episode) { e.Description = fmt.Sprint(len(got)) })) // must neither block nor be visible
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, "episodes", tt.want, got)
		Upsert(t, c, bare)
	}
	stop := errors.New("stop")
	if err := c.Each(t.Context(), []data.EpisodeID{"bare", "gitops"}, catalog.WithTranscripts, func(catalog.Stored) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error %v; want the error of the function", err)
	}
	if err := c.Each(t.Context(), nil, catalog.WithTranscripts, func(catalog.Stored) error { return stop }); err != nil {
		t.Errorf("without ids: error %v", err)
	}
}

func dropTranscript(e *data.Episode) { e.Transcript, e.Segments = "", nil }

// digests reads the digests of all episodes, with and without transcripts.
func digests(t *testing.T, c catalog.Store) map[data.EpisodeID][32]byte {
	t.Helper()
	got := map[data.EpisodeID][32]byte{}
	for _, contents := range []catalog.Contents{catalog.WithTranscripts, catalog.WithoutTranscripts} {
		_, err := c.Read(t.Context(), contents, func(e catalog.Stored) error {
			if before, ok := got[e.ID]; ok && before != e.Digest {
				t.Errorf("the digest of %s depends on the contents", e.ID)
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

func testDigest(t *testing.T, open Open) {
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
			c := open(t)
			Upsert(t, c, Whole())
			before := digests(t, c)["gitops"]
			Diff(t, "updated", 1, Upsert(t, c, With(Whole(), change)).Updated)
			if digests(t, c)["gitops"] == before {
				t.Error("the digest is unchanged")
			}
			Upsert(t, c, Whole())
			Diff(t, "digest of the first content", before, digests(t, c)["gitops"])
		})
	}
	c := open(t)
	Upsert(t, c, WithID(Whole(), "one"), WithGUID(WithID(Whole(), "two"), "other"))
	first := digests(t, c)["one"]
	c = open(t)
	Upsert(t, c, WithID(Whole(), "renamed"))
	Diff(t, "digest under another id", first, digests(t, c)["renamed"])
}
