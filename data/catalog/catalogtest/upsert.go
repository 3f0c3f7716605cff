package catalogtest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

func testUpsertStoresEveryField(t *testing.T, open Open) {
	c := open(t)
	want := Whole()
	Diff(t, "change", catalog.Change{Added: 1, IDs: []data.EpisodeID{"gitops"}, Revision: 1}, Upsert(t, c, want))
	Diff(t, "episodes", []data.Episode{want}, All(t, c))
}

func testUpsert(t *testing.T, open Open) {
	a, b := Titled("A"), Titled("B")
	ids := func(ids ...data.EpisodeID) []data.EpisodeID { return append([]data.EpisodeID{}, ids...) }
	for _, tt := range []struct {
		name        string
		first, then []data.Episode
		want        catalog.Change
		stored      []data.Episode
	}{
		{"derives ids from titles, in the order of the batch", nil, []data.Episode{b, a},
			catalog.Change{Added: 2, IDs: ids("b", "a"), Revision: 1},
			[]data.Episode{WithID(a, "a"), WithID(b, "b")}},
		{"does nothing with an empty batch", nil, nil,
			catalog.Change{IDs: ids(), Revision: 0}, []data.Episode{}},
		{"keeps the revision if nothing changes", []data.Episode{a, b}, []data.Episode{a, WithID(b, "b")},
			catalog.Change{Unchanged: 2, IDs: ids("a", "b"), Revision: 1},
			[]data.Episode{WithID(a, "a"), WithID(b, "b")}},
		{"raises the revision once if one episode changes", []data.Episode{a, b},
			[]data.Episode{a, With(b, func(e *data.Episode) { e.Description = "new" })},
			catalog.Change{Updated: 1, Unchanged: 1, IDs: ids("a", "b"), Revision: 2},
			[]data.Episode{WithID(a, "a"), With(WithID(b, "b"), func(e *data.Episode) { e.Description = "new" })}},
		{"keeps the id if a title changes", []data.Episode{WithGUID(a, "1")},
			[]data.Episode{WithGUID(Titled("Renamed"), "1")},
			catalog.Change{Updated: 1, IDs: ids("a"), Revision: 2},
			[]data.Episode{WithID(WithGUID(Titled("Renamed"), "1"), "a")}},
		{"finds an episode by id if everything else changes", []data.Episode{a}, []data.Episode{WithID(WithGUID(b, "2"), "a")},
			catalog.Change{Updated: 1, IDs: ids("a"), Revision: 2},
			[]data.Episode{WithID(WithGUID(b, "2"), "a")}},
		{"keeps the id if the source has another one", []data.Episode{a}, []data.Episode{WithID(a, "mine")},
			catalog.Change{Unchanged: 1, IDs: ids("a"), Revision: 1},
			[]data.Episode{WithID(a, "a")}},
		{"uses the id of a new episode", nil, []data.Episode{WithID(a, "mine")},
			catalog.Change{Added: 1, IDs: ids("mine"), Revision: 1},
			[]data.Episode{WithID(a, "mine")}},
		{"stores the last of two equal episodes, counted once", nil,
			[]data.Episode{WithGUID(a, "1"), WithGUID(b, "1")},
			catalog.Change{Added: 1, IDs: ids("a", "a"), Revision: 1},
			[]data.Episode{WithID(WithGUID(b, "1"), "a")}},
		{"counts an episode as unchanged if it changes back", []data.Episode{WithGUID(a, "1")},
			[]data.Episode{WithGUID(b, "1"), WithGUID(a, "1")},
			catalog.Change{Unchanged: 1, IDs: ids("a", "a"), Revision: 1},
			[]data.Episode{WithID(WithGUID(a, "1"), "a")}},
		{"distinguishes equal GUIDs of two shows", []data.Episode{WithGUID(a, "1")},
			[]data.Episode{With(WithGUID(b, "1"), func(e *data.Episode) { e.Show.ID = "other" })},
			catalog.Change{Added: 1, IDs: ids("b"), Revision: 2},
			[]data.Episode{WithID(WithGUID(a, "1"), "a"), With(WithID(WithGUID(b, "1"), "b"), func(e *data.Episode) { e.Show.ID = "other" })}},
		{"replaces people, tags and transcript", []data.Episode{Whole()},
			[]data.Episode{With(Whole(), func(e *data.Episode) { e.People, e.Tags, e.Transcript = []data.Person{}, []string{"Other"}, "" })},
			catalog.Change{Updated: 1, IDs: ids("gitops"), Revision: 2},
			[]data.Episode{With(Whole(), func(e *data.Episode) { e.People, e.Tags, e.Transcript = []data.Person{}, []string{"Other"}, "" })}},
		{"truncates times, and finds them unchanged", []data.Episode{WithID(a, "a")},
			[]data.Episode{With(a, func(e *data.Episode) { e.Published, e.Duration = day.Add(999), 999*time.Millisecond })},
			catalog.Change{Unchanged: 1, IDs: ids("a"), Revision: 1},
			[]data.Episode{WithID(a, "a")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			if tt.first != nil {
				Upsert(t, c, tt.first...)
			}
			Diff(t, "change", tt.want, Upsert(t, c, tt.then...))
			Diff(t, "episodes", tt.stored, All(t, c))
			Diff(t, "count", len(tt.stored), Count(t, c))
			Diff(t, "revision", tt.want.Revision, Revision(t, c))
		})
	}
}

// testUpsertFindsAnIDForEveryTitle stores twelve episodes with the ids that are proposed
// for a long title.
func testUpsertFindsAnIDForEveryTitle(t *testing.T, open Open) {
	c := open(t)
	title := strings.Repeat("abcdefgh ", 20)
	e := WithGUID(Titled(title), "1")
	// These ids are proposed for the title, except for the last proposal.
	taken := []data.EpisodeID{e.NewID(false), e.NewID(true)}
	for n := 2; n < 12; n++ {
		suffix := fmt.Sprintf("-%d", n)
		taken = append(taken, e.NewID(true)[:min(len(e.NewID(true)), data.MaxIDLength-len(suffix))]+data.EpisodeID(suffix))
	}
	for i, id := range taken {
		Upsert(t, c, WithID(WithGUID(Titled("Other"), fmt.Sprint("other-", i)), id))
	}
	id := Upsert(t, c, e).IDs[0]
	if err := data.ValidateID(string(id)); err != nil || !strings.HasSuffix(string(id), "-12") {
		t.Errorf("id %q of %d bytes, error %v; want a valid one that ends in -12", id, len(id), err)
	}
	Diff(t, "the same episode", catalog.Change{Unchanged: 1, IDs: []data.EpisodeID{id}, Revision: 13}, Upsert(t, c, e))
}

func testUpsertDistinguishesEqualTitles(t *testing.T, open Open) {
	c := open(t)
	one, two := WithGUID(Titled("Same"), "1"), WithGUID(Titled("Same"), "2")
	Diff(t, "ids", []data.EpisodeID{"same", two.NewID(true)}, Upsert(t, c, one, two).IDs)
}

func testUpsertRefuses(t *testing.T, open Open) {
	good := Titled("Good")
	for _, tt := range []struct {
		name  string
		bad   data.Episode
		wants string
	}{
		{"an empty title", Titled(" \n"), "title is empty"},
		{"an invalid id", WithID(Titled("A"), "No Slug"), `such as "no-slug"`},
		{"an invalid show id", With(Titled("A"), func(e *data.Episode) { e.Show.ID = "No Slug" }), "show: "},
		{"a negative duration", With(Titled("A"), func(e *data.Episode) { e.Duration = -time.Second }), "negative"},
		{"a language that is not canonical", With(Titled("A"), func(e *data.Episode) { e.Language = "EN_us" }), `write "en-US"`},
		{"an invalid language", With(Titled("A"), func(e *data.Episode) { e.Language = "German" }), "use a BCP 47 tag"},
		{"a type in capitals", With(Titled("A"), func(e *data.Episode) { e.Type = "Full" }), `write "full"`},
		{"an unknown type", With(Titled("A"), func(e *data.Episode) { e.Type = "teaser" }), `want "full", "trailer" or "bonus"`},
		{"an unknown value of explicit", With(Titled("A"), func(e *data.Episode) { e.Explicit = "yes" }), `want "explicit", "clean", or nothing`},
		{"a negative season", With(Titled("A"), func(e *data.Episode) { e.Season = -1 }), "season -1"},
		{"a number above the limit", With(Titled("A"), func(e *data.Episode) { e.Number = data.MaxNumber + 1 }), "number 100000000"},
		{"too many links", With(Titled("A"), func(e *data.Episode) { e.Links = make([]string, data.MaxLinks+1) }), "101 links"},
		{"a year above the limit", With(Titled("A"), func(e *data.Episode) { e.Published = day.AddDate(8000, 0, 0) }), "year 10018"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			_, err := c.Upsert(t.Context(), []data.Episode{good, tt.bad})
			var invalid *catalog.InvalidError
			if !errors.As(err, &invalid) || invalid.Index != 1 || !strings.Contains(err.Error(), tt.wants) || !strings.Contains(err.Error(), "episode 2") {
				t.Errorf("error %v; want one on episode 2 with %q", err, tt.wants)
			}
			Diff(t, "episodes", []data.Episode{}, All(t, c))
		})
	}
}

func testUpsertRefusesAnIDOfAnotherEpisode(t *testing.T, open Open) {
	c := open(t)
	Upsert(t, c, Titled("A"), Titled("B"))
	before := All(t, c)
	_, err := c.Upsert(t.Context(), []data.Episode{Titled("C"), WithID(Titled("B"), "a")})
	var conflict *catalog.ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("error %v; want a ConflictError", err)
	}
	Diff(t, "conflict", catalog.ConflictError{Index: 1, ID: "a", Same: "b"}, *conflict)
	Diff(t, "episodes", before, All(t, c))
	Diff(t, "revision", int64(1), Revision(t, c))
}

func testUpsertProposesNoIDOfTheBatch(t *testing.T, open Open) {
	c := open(t)
	batch := []data.Episode{
		{GUID: "1", Title: "Foo", Show: data.Show{ID: "one"}},
		{ID: "foo", GUID: "2", Title: "Other", Show: data.Show{ID: "two"}},
	}
	first, err := c.Upsert(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "added", 2, first.Added)
	again, err := c.Upsert(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "unchanged by the second upsert", 2, again.Unchanged)
	Diff(t, "ids", first.IDs, again.IDs)
}
