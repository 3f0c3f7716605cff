package catalogtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segue/data"
	"segue/data/catalog"
	"segue/data/testenv"
)

// names are texts that are equal, or almost equal, if case is ignored: the Kelvin sign
// folds to k, but the Turkish ı does not fold to i, and ß does not fold to ss. All
// invalid bytes are equal.
var names = []string{"", "kim", "KIM", "\u212aim", "kım", "ſid", "SID", "straße", "STRASSE", "STRAẞE", "Ωmega", "ωMEGA", "Σ", "ς", "é", "e\u0301", "\xff", "\xfe", "\ufffd", "ǆ", "ǅ", "a%", "a_", "a'b", "a\x00b", "a"}

// times are close together, to test the limits of filters.
var times = []time.Time{{}, day, day.Add(1), day.Add(time.Microsecond - 1), day.Add(time.Microsecond), day.Add(time.Hour),
	day.AddDate(-60, 0, 0), time.Unix(0, 0).UTC(), time.Unix(0, -1).UTC(), time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)}

var lengths = []time.Duration{0, time.Second, 1500 * time.Millisecond, 2 * time.Second, time.Hour, time.Hour + 1}

func drawEpisodes(t *rapid.T) []data.Episode {
	episodes := make([]data.Episode, rapid.IntRange(0, 12).Draw(t, "episodes"))
	for i := range episodes {
		e := WithGUID(Titled(fmt.Sprint("Episode ", i)), fmt.Sprint(i))
		e.Show.ID = rapid.SampledFrom([]data.ShowID{"", "a", "b", "c"}).Draw(t, "show")
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 3).Draw(t, "people") {
			e.People = append(e.People, data.Person{Name: name})
		}
		e.Tags = rapid.SliceOfN(rapid.SampledFrom(names), 0, 3).Draw(t, "tags")
		e.Published = rapid.SampledFrom(times).Draw(t, "published")
		e.Duration = rapid.SampledFrom(lengths).Draw(t, "duration")
		e.Language = rapid.SampledFrom([]string{"", "de", "de-AT", "de-Latn-AT", "dsb", "en", "en-US", "zh-Hant"}).Draw(t, "language")
		e.Type = rapid.SampledFrom(types).Draw(t, "type")
		e.Explicit = rapid.SampledFrom([]data.Explicitness{data.ExplicitUnknown, data.ExplicitYes, data.ExplicitNo}).Draw(t, "explicit")
		episodes[i] = e
	}
	return episodes
}

var types = []data.EpisodeType{"", data.TypeFull, data.TypeTrailer, data.TypeBonus}

// ranges include letters that are similar to ASCII letters, and characters with a meaning
// in SQL.
var ranges = []string{"", "de", "DE", "de-AT", "de-at", "DE-", "d", "en-u", "EN-us", "zh", "dſb", "-", ".", "%", "de_", "e\x00", "\xff", "\u212a", "de-latn-AT-x"}

func drawFilter(t *rapid.T) data.Filter {
	// Times outside the range of episodes.
	extremes := append([]time.Time{time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(400_000, 1, 1, 0, 0, 0, 0, time.UTC)}, times...)
	rare := func(label string) bool { return rapid.IntRange(0, 2).Draw(t, label) == 0 }
	var f data.Filter
	if rare("by show") {
		f.Shows = rapid.SliceOfN(rapid.SampledFrom([]data.ShowID{"", "a", "b", "A", "z"}), 1, 3).Draw(t, "shows")
	}
	if rare("by person") {
		f.People = rapid.SliceOfN(rapid.SampledFrom(names), 1, 3).Draw(t, "names")
	}
	if rare("by tag") {
		f.Tags = rapid.SliceOfN(rapid.SampledFrom(names), 1, 3).Draw(t, "keywords")
	}
	if rare("by date") {
		f.PublishedAfter, f.PublishedBefore = rapid.SampledFrom(extremes).Draw(t, "after"), rapid.SampledFrom(extremes).Draw(t, "before")
	}
	if rare("by duration") {
		lengths := append([]time.Duration{-time.Second, 1}, lengths...)
		f.MinDuration, f.MaxDuration = rapid.SampledFrom(lengths).Draw(t, "min"), rapid.SampledFrom(lengths).Draw(t, "max")
	}
	if rare("by language") {
		f.Languages = rapid.SliceOfN(rapid.SampledFrom(ranges), 1, 3).Draw(t, "languages")
	}
	if rare("by type") {
		f.Types = rapid.SliceOfN(rapid.SampledFrom(append([]data.EpisodeType{"Full", "x"}, types...)), 1, 3).Draw(t, "types")
	}
	if rare("by mark") {
		marked := rapid.Bool().Draw(t, "marked")
		f.Explicit = &marked
	}
	return f
}

// testListMatchesFilter checks that the filter in SQL selects the same episodes as
// data.Filter.Match, in every order, page by page, with the exact total.
func testListMatchesFilter(t *testing.T, open Open) {
	c := open(t)
	testenv.Check(t, 20, func(r *rapid.T) {
		deleteAll(t, c)
		if _, err := c.Upsert(t.Context(), drawEpisodes(r)); err != nil {
			r.Fatal(err)
		}
		stored := All(t, c)
		for range 5 {
			q := catalog.Query{Filter: drawFilter(r), Sort: rapid.SampledFrom([]catalog.Sort{catalog.NewestFirst, catalog.OldestFirst}).Draw(r, "sort"),
				Limit: rapid.IntRange(1, 5).Draw(r, "limit")}
			want := expected(stored, q)
			if got := pages(t, c, q, len(want)); !slices.Equal(want, got) {
				r.Fatalf("%+v\nwant %v\n got %v\n of %+v", q, want, got, stored)
			}
		}
	})
}

func deleteAll(t *testing.T, c catalog.Store) {
	t.Helper()
	var ids []data.EpisodeID
	for _, e := range All(t, c) {
		ids = append(ids, e.ID)
	}
	if _, err := c.Delete(t.Context(), ids...); err != nil {
		t.Fatal(err)
	}
}

// expected returns the ids of a query, filtered and sorted in Go.
func expected(episodes []data.Episode, q catalog.Query) []data.EpisodeID {
	chosen := slices.DeleteFunc(slices.Clone(episodes), func(e data.Episode) bool { return !q.Filter.Match(e) })
	slices.SortFunc(chosen, func(a, b data.Episode) int {
		if a.Published.IsZero() != b.Published.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.Published.IsZero()]
		}
		if order := a.Published.Compare(b.Published); order != 0 && q.Sort == catalog.NewestFirst {
			return -order
		} else if order != 0 {
			return order
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	var ids []data.EpisodeID
	for _, e := range chosen {
		ids = append(ids, e.ID)
	}
	return ids
}

// pages returns the ids of all pages, and checks the total of each page.
func pages(tb testing.TB, c catalog.Store, q catalog.Query, total int) []data.EpisodeID {
	tb.Helper()
	var ids []data.EpisodeID
	for {
		page, err := c.List(tb.Context(), q)
		if err != nil {
			tb.Fatal(err)
		}
		if page.Total != total || len(page.Episodes) > q.Limit || page.Next != "" && len(page.Episodes) == 0 {
			tb.Fatalf("page of %d episodes, total %d; want at most %d of %d", len(page.Episodes), page.Total, q.Limit, total)
		}
		for _, e := range page.Episodes {
			ids = append(ids, e.ID)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return ids
		}
	}
}

// testListMatchesFilterOnManyEpisodes tests filters with many matches, because an
// implementation may use another query for them.
func testListMatchesFilterOnManyEpisodes(t *testing.T, open Open) {
	const many = 1000
	var guests, tags []string
	for i := range 900 {
		guests = append(guests, fmt.Sprint("GUEST ", i))
	}
	for i := range 45 {
		tags = append(tags, fmt.Sprint("TAG ", i))
	}
	shows := []data.ShowID{"show-1", "show-2", "show-3", "show-4", "show-5", "show-6", "show-7", "show-8"}
	c := open(t)
	Upsert(t, c, Generate(many)...)
	stored := All(t, c)
	for name, f := range map[string]data.Filter{
		"shows":            {Shows: shows},
		"people":           {People: guests},
		"tags":             {Tags: tags},
		"a tag of all":     {Tags: []string{"Everything"}},
		"all of these":     {Shows: shows, People: guests, Tags: []string{"Everything"}},
		"tags and a date":  {Tags: tags, PublishedAfter: stored[many-1].Published},
		"tags before then": {Tags: tags, PublishedBefore: stored[0].Published},
		"a language":       {Languages: []string{"EN", "de"}, Tags: []string{"Everything"}},
		"types and marks":  {Shows: shows, Types: []data.EpisodeType{data.TypeFull}, Explicit: new(bool)},
	} {
		for _, order := range []catalog.Sort{catalog.NewestFirst, catalog.OldestFirst} {
			q := catalog.Query{Filter: f, Sort: order, Limit: 450} // at least two pages
			want := expected(stored, q)
			if len(want) < 501 {
				t.Errorf("%s: %d episodes; want more", name, len(want))
			}
			Diff(t, name, want, pages(t, c, q, len(want)))
		}
	}
}
