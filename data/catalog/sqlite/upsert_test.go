package sqlite_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

var day = time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC)

// whole is an episode with every field set.
func whole() data.Episode {
	return data.Episode{
		ID: "gitops", GUID: "guid-1", URL: "https://www.example.com/gitops?utm_source=feed#top",
		Show:  data.Show{ID: "sed", Title: "Software Engineering Daily"},
		Title: "GitOps", Description: "One.\n\nTwo \x00 and “three”.",
		Removed:    []data.Removal{{Text: "The post appeared first.", Rule: "feed-footer"}},
		Transcript: "Hello.\nGoodbye.",
		Published:  day.Add(123456 * time.Microsecond), Duration: 42 * time.Minute,
		People: []data.Person{{Name: "Alexis", Role: data.RoleGuest}, {Name: "Jeff", Role: data.RoleHost}},
		Tags:   []string{"Kubernetes", "kubernetes", "Git & <Ops>"},
		Image:  "https://example.com/i.png", Audio: "https://example.com/a.mp3",
		Language: "de-AT", Type: data.TypeBonus, Explicit: data.ExplicitNo, Season: 2, Number: 7,
		Links:       []string{"https://example.com/b?x=1&y=<2>", "http://example.com/a"},
		Transcripts: []data.Resource{{URL: "https://example.com/t.vtt", Type: "text/vtt", Language: "de"}, {URL: "https://example.com/t.json"}},
		Chapters:    []data.Resource{{URL: "https://example.com/c.json", Type: "application/json+chapters"}},
		Soundbites:  []data.Soundbite{{Start: 73500 * time.Millisecond, Duration: time.Minute, Title: "Why <git>"}},
		Location:    "Vienna",
	}
}

// titled is a small episode as a source gives it, without an id.
func titled(title string) data.Episode {
	return data.Episode{Title: title, Show: data.Show{ID: "show", Title: "Show"}, Published: day,
		Removed: []data.Removal{}, People: []data.Person{}, Tags: []string{}, Links: []string{},
		Transcripts: []data.Resource{}, Chapters: []data.Resource{}, Soundbites: []data.Soundbite{}}
}

func with(e data.Episode, change func(*data.Episode)) data.Episode {
	change(&e)
	return e
}

func withID(e data.Episode, id data.EpisodeID) data.Episode {
	return with(e, func(e *data.Episode) { e.ID = id })
}

func withGUID(e data.Episode, guid string) data.Episode {
	return with(e, func(e *data.Episode) { e.GUID = guid })
}

func upsert(tb testing.TB, c *sqlite.Catalog, episodes ...data.Episode) catalog.Change {
	tb.Helper()
	change, err := c.Upsert(tb.Context(), episodes)
	if err != nil {
		tb.Fatal(err)
	}
	return change
}

// all reads the whole catalogue.
func all(tb testing.TB, c *sqlite.Catalog) []data.Episode {
	tb.Helper()
	episodes := []data.Episode{}
	_, err := c.Read(tb.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		episodes = append(episodes, e.Episode)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return episodes
}

func diff(tb testing.TB, what string, want, got any) {
	tb.Helper()
	if d := cmp.Diff(want, got); d != "" {
		tb.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestUpsertKeepsEverything(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		want := whole()
		diff(t, "change", catalog.Change{Added: 1, IDs: []data.EpisodeID{"gitops"}, Revision: 1}, upsert(t, c, want))
		diff(t, "episodes", []data.Episode{want}, all(t, c))
	})
}

func TestUpsert(t *testing.T) {
	a, b := titled("A"), titled("B")
	ids := func(ids ...data.EpisodeID) []data.EpisodeID { return append([]data.EpisodeID{}, ids...) }
	for _, tt := range []struct {
		name        string
		first, then []data.Episode
		want        catalog.Change
		kept        []data.Episode
	}{
		{"makes ids of titles, in the order of the batch", nil, []data.Episode{b, a},
			catalog.Change{Added: 2, IDs: ids("b", "a"), Revision: 1},
			[]data.Episode{withID(a, "a"), withID(b, "b")}},
		{"does nothing with an empty batch", nil, nil,
			catalog.Change{IDs: ids(), Revision: 0}, []data.Episode{}},
		{"makes no revision when nothing changes", []data.Episode{a, b}, []data.Episode{a, withID(b, "b")},
			catalog.Change{Unchanged: 2, IDs: ids("a", "b"), Revision: 1},
			[]data.Episode{withID(a, "a"), withID(b, "b")}},
		{"makes one revision when one episode changes", []data.Episode{a, b},
			[]data.Episode{a, with(b, func(e *data.Episode) { e.Description = "new" })},
			catalog.Change{Updated: 1, Unchanged: 1, IDs: ids("a", "b"), Revision: 2},
			[]data.Episode{withID(a, "a"), with(withID(b, "b"), func(e *data.Episode) { e.Description = "new" })}},
		{"keeps the id when a title changes", []data.Episode{withGUID(a, "1")},
			[]data.Episode{withGUID(titled("Renamed"), "1")},
			catalog.Change{Updated: 1, IDs: ids("a"), Revision: 2},
			[]data.Episode{withID(withGUID(titled("Renamed"), "1"), "a")}},
		{"finds an episode by its id when all else changes", []data.Episode{a}, []data.Episode{withID(withGUID(b, "2"), "a")},
			catalog.Change{Updated: 1, IDs: ids("a"), Revision: 2},
			[]data.Episode{withID(withGUID(b, "2"), "a")}},
		{"keeps the id when the source names another", []data.Episode{a}, []data.Episode{withID(a, "mine")},
			catalog.Change{Unchanged: 1, IDs: ids("a"), Revision: 1},
			[]data.Episode{withID(a, "a")}},
		{"takes the id that a new episode names", nil, []data.Episode{withID(a, "mine")},
			catalog.Change{Added: 1, IDs: ids("mine"), Revision: 1},
			[]data.Episode{withID(a, "mine")}},
		{"keeps the last of two that are the same, counted once", nil,
			[]data.Episode{withGUID(a, "1"), withGUID(b, "1")},
			catalog.Change{Added: 1, IDs: ids("a", "a"), Revision: 1},
			[]data.Episode{withID(withGUID(b, "1"), "a")}},
		{"counts an episode that ends as it began as unchanged", []data.Episode{withGUID(a, "1")},
			[]data.Episode{withGUID(b, "1"), withGUID(a, "1")},
			catalog.Change{Unchanged: 1, IDs: ids("a", "a"), Revision: 1},
			[]data.Episode{withID(withGUID(a, "1"), "a")}},
		{"tells GUIDs of two shows apart", []data.Episode{withGUID(a, "1")},
			[]data.Episode{with(withGUID(b, "1"), func(e *data.Episode) { e.Show.ID = "other" })},
			catalog.Change{Added: 1, IDs: ids("b"), Revision: 2},
			[]data.Episode{withID(withGUID(a, "1"), "a"), with(withID(withGUID(b, "1"), "b"), func(e *data.Episode) { e.Show.ID = "other" })}},
		{"replaces people, tags and transcript", []data.Episode{whole()},
			[]data.Episode{with(whole(), func(e *data.Episode) { e.People, e.Tags, e.Transcript = []data.Person{}, []string{"Other"}, "" })},
			catalog.Change{Updated: 1, IDs: ids("gitops"), Revision: 2},
			[]data.Episode{with(whole(), func(e *data.Episode) { e.People, e.Tags, e.Transcript = []data.Person{}, []string{"Other"}, "" })}},
		{"cuts times to what is kept, and finds them unchanged", []data.Episode{withID(a, "a")},
			[]data.Episode{with(a, func(e *data.Episode) { e.Published, e.Duration = day.Add(999), 999*time.Millisecond })},
			catalog.Change{Unchanged: 1, IDs: ids("a"), Revision: 1},
			[]data.Episode{withID(a, "a")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			both(t, func(t *testing.T, c *sqlite.Catalog) {
				if tt.first != nil {
					upsert(t, c, tt.first...)
				}
				diff(t, "change", tt.want, upsert(t, c, tt.then...))
				diff(t, "episodes", tt.kept, all(t, c))
				diff(t, "count", len(tt.kept), count(t, c))
				diff(t, "revision", tt.want.Revision, revision(t, c))
			})
		})
	}
}

func count(tb testing.TB, c *sqlite.Catalog) int {
	tb.Helper()
	n, err := c.Count(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func revision(tb testing.TB, c *sqlite.Catalog) int64 {
	tb.Helper()
	r, err := c.Revision(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Twelve other episodes have the ids that a long title would get.
func TestUpsertFindsAnIDForEveryTitle(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		title := strings.Repeat("abcdefgh ", 20)
		e := withGUID(titled(title), "1")
		// All but the last take what the last would be called.
		taken := []data.EpisodeID{e.NewID(false), e.NewID(true)}
		for n := 2; n < 12; n++ {
			suffix := fmt.Sprintf("-%d", n)
			taken = append(taken, e.NewID(true)[:min(len(e.NewID(true)), data.MaxIDLength-len(suffix))]+data.EpisodeID(suffix))
		}
		for i, id := range taken {
			upsert(t, c, withID(withGUID(titled("Other"), fmt.Sprint("other-", i)), id))
		}
		id := upsert(t, c, e).IDs[0]
		if err := data.ValidateID(string(id)); err != nil || !strings.HasSuffix(string(id), "-12") {
			t.Errorf("id %q of %d bytes, error %v; want a valid one that ends in -12", id, len(id), err)
		}
		diff(t, "the same again", catalog.Change{Unchanged: 1, IDs: []data.EpisodeID{id}, Revision: 13}, upsert(t, c, e))
	})
}

func TestUpsertDistinguishesEqualTitles(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		one, two := withGUID(titled("Same"), "1"), withGUID(titled("Same"), "2")
		diff(t, "ids", []data.EpisodeID{"same", two.NewID(true)}, upsert(t, c, one, two).IDs)
	})
}

func TestUpsertRefuses(t *testing.T) {
	good := titled("Good")
	for _, tt := range []struct {
		name  string
		bad   data.Episode
		wants string
	}{
		{"an empty title", titled(" \n"), "title is empty"},
		{"an id that is no slug", withID(titled("A"), "No Slug"), `such as "no-slug"`},
		{"a show's id that is no slug", with(titled("A"), func(e *data.Episode) { e.Show.ID = "No Slug" }), "show: "},
		{"a negative duration", with(titled("A"), func(e *data.Episode) { e.Duration = -time.Second }), "negative"},
		{"a language that is not in its usual form", with(titled("A"), func(e *data.Episode) { e.Language = "EN_us" }), `write "en-US"`},
		{"a language that is none", with(titled("A"), func(e *data.Episode) { e.Language = "German" }), "no BCP 47 tag"},
		{"a type in capitals", with(titled("A"), func(e *data.Episode) { e.Type = "Full" }), `write "full"`},
		{"an unknown type", with(titled("A"), func(e *data.Episode) { e.Type = "teaser" }), `is none of "full", "trailer" and "bonus"`},
		{"an unknown mark", with(titled("A"), func(e *data.Episode) { e.Explicit = "yes" }), `use "explicit", "clean" or nothing`},
		{"a negative season", with(titled("A"), func(e *data.Episode) { e.Season = -1 }), "season -1"},
		{"a number that nothing counts to", with(titled("A"), func(e *data.Episode) { e.Number = data.MaxNumber + 1 }), "number 100000000"},
		{"more links than are kept", with(titled("A"), func(e *data.Episode) { e.Links = make([]string, data.MaxLinks+1) }), "101 links"},
		{"a year that JSON cannot write", with(titled("A"), func(e *data.Episode) { e.Published = day.AddDate(8000, 0, 0) }), "year 10018"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			both(t, func(t *testing.T, c *sqlite.Catalog) {
				_, err := c.Upsert(t.Context(), []data.Episode{good, tt.bad})
				var invalid *catalog.InvalidError
				if !errors.As(err, &invalid) || invalid.Index != 1 || !strings.Contains(err.Error(), tt.wants) || !strings.Contains(err.Error(), "episode 2") {
					t.Errorf("error %v; want one on episode 2 with %q", err, tt.wants)
				}
				diff(t, "episodes", []data.Episode{}, all(t, c))
			})
		})
	}
}

func TestUpsertRefusesAnIDThatBelongsToAnother(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		upsert(t, c, titled("A"), titled("B"))
		before := all(t, c)
		_, err := c.Upsert(t.Context(), []data.Episode{titled("C"), withID(titled("B"), "a")})
		var conflict *catalog.ConflictError
		if !errors.As(err, &conflict) {
			t.Fatalf("error %v; want a ConflictError", err)
		}
		diff(t, "conflict", catalog.ConflictError{Index: 1, ID: "a", Same: "b"}, *conflict)
		diff(t, "episodes", before, all(t, c))
		diff(t, "revision", int64(1), revision(t, c))
	})
}

func TestAnIDThatTheBatchNamesIsProposedToNobody(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		batch := []data.Episode{
			{GUID: "1", Title: "Foo", Show: data.Show{ID: "one"}},
			{ID: "foo", GUID: "2", Title: "Other", Show: data.Show{ID: "two"}},
		}
		first, err := c.Upsert(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "added", 2, first.Added)
		again, err := c.Upsert(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "unchanged the second time", 2, again.Unchanged)
		diff(t, "ids", first.IDs, again.IDs)
	})
}
