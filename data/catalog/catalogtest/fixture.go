package catalogtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
)

var day = time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC)

// Whole returns an episode with every field set.
func Whole() data.Episode {
	return data.Episode{
		ID: "gitops", GUID: "guid-1", URL: "https://www.example.com/gitops?utm_source=feed#top",
		Show:  data.Show{ID: "sed", Title: "Software Engineering Daily"},
		Title: "GitOps", Description: "One.\n\nTwo \x00 and “three”.",
		Removed:    []data.Removal{{Text: "The post appeared first.", Rule: "feed-footer"}},
		Transcript: "Hello.\nGoodbye.",
		Segments: []data.Segment{
			{Start: 500 * time.Millisecond, End: time.Second, Speaker: "Alexis", Text: "Hello <you>."}, {Start: time.Second, End: 2 * time.Second, Text: "Goodbye."},
		},
		Published: day.Add(123456 * time.Microsecond), Duration: 42 * time.Minute,
		People: []data.Person{{Name: "Alexis", Role: data.RoleGuest}, {Name: "Jeff", Role: data.RoleHost}},
		Tags:   []string{"Kubernetes", "kubernetes", "Git & <Ops>"},
		Image:  "https://example.com/i.png", Audio: "https://example.com/a.mp3",
		Language: "de-AT", Type: data.TypeBonus, Explicit: data.ExplicitNo, Season: 2, Number: 7,
		Links:        []string{"https://example.com/b?x=1&y=<2>", "http://example.com/a"},
		Transcripts:  []data.Resource{{URL: "https://example.com/t.vtt", Type: "text/vtt", Language: "de"}, {URL: "https://example.com/t.json"}},
		ChapterFiles: []data.Resource{{URL: "https://example.com/c.json", Type: "application/json+chapters"}},
		Chapters: []data.Chapter{
			{Start: 500 * time.Millisecond, Title: "Why Git"}, {Start: time.Minute, End: 2 * time.Minute, Title: "Ops", URL: "https://example.com/ops", Image: "https://example.com/o.png"},
		},
		Soundbites: []data.Soundbite{{Start: 73500 * time.Millisecond, Duration: time.Minute, Title: "Why <git>"}},
		Location:   "Vienna",
	}
}

// Titled returns a small episode without an id.
func Titled(title string) data.Episode {
	return data.Episode{Title: title, Show: data.Show{ID: "show", Title: "Show"}, Published: day,
		Removed: []data.Removal{}, People: []data.Person{}, Tags: []string{}, Links: []string{},
		Transcripts: []data.Resource{}, ChapterFiles: []data.Resource{}, Soundbites: []data.Soundbite{}}
}

// With returns a changed copy.
func With(e data.Episode, change func(*data.Episode)) data.Episode {
	change(&e)
	return e
}

// WithID returns a copy with an id.
func WithID(e data.Episode, id data.EpisodeID) data.Episode {
	return With(e, func(e *data.Episode) { e.ID = id })
}

// WithGUID returns a copy with a GUID.
func WithGUID(e data.Episode, guid string) data.Episode {
	return With(e, func(e *data.Episode) { e.GUID = guid })
}

// Upsert stores episodes.
func Upsert(tb testing.TB, c catalog.Store, episodes ...data.Episode) catalog.Change {
	tb.Helper()
	change, err := c.Upsert(tb.Context(), episodes)
	if err != nil {
		tb.Fatal(err)
	}
	return change
}

// All returns all episodes with their transcripts.
func All(tb testing.TB, c catalog.Store) []data.Episode {
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

// Diff reports a difference between two values.
func Diff(tb testing.TB, what string, want, got any) {
	tb.Helper()
	if d := cmp.Diff(want, got); d != "" {
		tb.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// Count returns the number of episodes.
func Count(tb testing.TB, c catalog.Store) int {
	tb.Helper()
	n, err := c.Count(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// Revision returns the revision.
func Revision(tb testing.TB, c catalog.Store) int64 {
	tb.Helper()
	r, err := c.Revision(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Generate returns n generated episodes of ten shows, with texts of typical length.
func Generate(n int) []data.Episode {
	episodes := make([]data.Episode, n)
	for i := range episodes {
		show := fmt.Sprintf("Show %d", i%10)
		episodes[i] = data.Episode{
			GUID: fmt.Sprint(i), Title: fmt.Sprintf("Episode %d", i), URL: fmt.Sprintf("https://example.com/%d", i),
			Show:        data.Show{ID: data.ShowID(data.Slug(show)), Title: show},
			Description: strings.Repeat(fmt.Sprintf("Sentence %d about a topic. ", i), 30),
			Published:   time.Date(2015, 1, 1, i, 0, 0, 0, time.UTC), Duration: time.Duration(i%5000) * time.Second,
			People:   []data.Person{{Name: fmt.Sprintf("Guest %d", i%900), Role: data.RoleGuest}},
			Tags:     []string{fmt.Sprintf("tag %d", i%50), "everything"},
			Language: []string{"en-US", "de", "fr", "en"}[i%4], Type: []data.EpisodeType{"", data.TypeFull, data.TypeFull, data.TypeTrailer}[i/4%4],
			Explicit: []data.Explicitness{"", data.ExplicitNo, data.ExplicitNo, data.ExplicitNo, data.ExplicitYes}[i%5],
		}
	}
	return episodes
}
