package follow_test

import (
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
)

var crumb = data.Show{ID: "crumb", Title: "Crumb"}

// upsert stores episodes that no feed has brought.
func (w *world) upsert(list ...data.Episode) {
	w.tb.Helper()
	if _, err := w.catalog.Upsert(w.tb.Context(), list); err != nil {
		w.tb.Fatal(err)
	}
}

func TestAnItemIsTheEpisodeThatItWas(t *testing.T) {
	old := entry{guid: "old", title: "Baking Bread", notes: "Old.", audio: "https://media.example/show/1.mp3", date: start}
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		before []entry
		after  []entry
		// kept are the ids of the catalogue afterwards, newest first.
		kept []data.EpisodeID
	}{
		{"by its GUID, whatever else changes", []entry{old}, []entry{{guid: "old", title: "Rye", audio: "https://media.example/2.mp3", date: start.AddDate(0, 1, 0)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by its audio and day under a new GUID and title", []entry{old}, []entry{{guid: "new", title: "Rye", audio: old.audio, date: start.Add(time.Hour)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by its audio and title under a new GUID and date", []entry{old}, []entry{{guid: "new", title: "Baking bread ", audio: old.audio, date: start.AddDate(0, 0, 9)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by its audio behind services that count", []entry{old}, []entry{{guid: "new", title: "Rye", date: start,
			audio: "http://www.podtrac.com/pts/redirect.mp3/pdst.fm/e/chrt.fm/track/123/media.example/show/1.mp3?source=feed"}}, []data.EpisodeID{"baking-bread"}},
		{"by title and day on another host", []entry{old}, []entry{{guid: "new", title: "BAKING BREAD", audio: "https://other.example/x.mp3", date: start.Add(-10 * time.Hour)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by title and a day without a time", []entry{old}, []entry{{guid: "new", title: "Baking Bread", audio: "https://other.example/x.mp3", date: day.AddDate(0, 0, 1)}},
			[]data.EpisodeID{"baking-bread"}},
		{"without any GUID, by title and day", []entry{{title: "Bread", date: start}}, []entry{{title: "Bread", notes: "New.", date: start}}, []data.EpisodeID{"bread"}},

		{"and not one with its title a week later", []entry{old}, []entry{{guid: "new", title: "Baking Bread", audio: "https://other.example/x.mp3", date: start.AddDate(0, 0, 7)}},
			[]data.EpisodeID{"baking-bread-2", "baking-bread"}},
		{"and not the next day's of a show whose titles are all one", []entry{{guid: "1", title: "News", date: day}},
			[]entry{{guid: "2", title: "News", date: day.AddDate(0, 0, 1)}}, []data.EpisodeID{"news-2", "news"}},
		{"and not the next hour's of one where titles come again", []entry{{guid: "1", title: "News", date: start}, {guid: "2", title: "News", date: start.Add(time.Hour)}},
			[]entry{{guid: "3", title: "News", date: start.Add(2 * time.Hour)}}, []data.EpisodeID{"news-3", "news-2", "news"}},
		{"and not a re-run of its audio", []entry{old}, []entry{{guid: "new", title: "From the archive: Baking Bread", audio: old.audio, date: start.AddDate(1, 0, 0)}},
			[]data.EpisodeID{"from-the-archive-baking-bread", "baking-bread"}},
		{"and not what replaces it at an address for the newest", []entry{{guid: "1", title: "Monday", audio: "https://media.example/latest.mp3", date: start}},
			[]entry{{guid: "2", title: "Tuesday", audio: "https://media.example/latest.mp3", date: start.AddDate(0, 0, 1)}}, []data.EpisodeID{"tuesday", "monday"}},
		{"and not one that is in the feed still", []entry{old}, []entry{{guid: "again", title: "Baking Bread", audio: old.audio, date: start.Add(time.Minute)}, old},
			[]data.EpisodeID{"baking-bread-2", "baking-bread"}},
		{"and two of a title and a day without GUIDs are two", nil, []entry{{title: "News", notes: "Morning.", audio: "https://media.example/1.mp3", date: start.Add(time.Hour)}, {title: "News", notes: "Noon.", audio: "https://media.example/2.mp3", date: start}},
			[]data.EpisodeID{"news", "news-2"}},
		{"and two of one GUID are two", nil, []entry{{guid: "g", title: "One", date: start.Add(time.Hour)}, {guid: "g", title: "Two", date: start}}, []data.EpisodeID{"one", "two"}},
		{"and what is written twice is one", nil, []entry{old, old}, []data.EpisodeID{"baking-bread"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, follow.Options{})
			w.feed(rss{title: "Crumb", items: tt.before})
			id := w.add(data.FollowOptions{}).ID
			w.feed(rss{title: "Crumb", items: tt.after})
			for range 2 { // the second time nothing changes
				w.mustRefresh(id)
				got := w.all()
				if len(got) != len(tt.kept) {
					t.Fatalf("%d episodes: %v, want %v", len(got), w.ids(), tt.kept)
				}
				for i, e := range got {
					if want := tt.kept[i]; len(want) > 2 && want[len(want)-2] == '-' { // a distinct id ends with a hash
						if e.ID[:len(want)-2] != want[:len(want)-2] || e.ID == want[:len(want)-2] {
							t.Errorf("episode %d is %q, want one like %q", i, e.ID, want)
						}
					} else if e.ID != want {
						t.Errorf("episode %d is %q, want %q", i, e.ID, want)
					}
				}
				w.feed(rss{title: "Crumb", head: "<ttl>20</ttl>", items: tt.after})
			}
		})
	}
}

// whatever happens to GUIDs, an item that was recognised has the new one.
func TestARecognisedEpisodeHasTheNewGUID(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 98)})
	id := w.add(data.FollowOptions{}).ID
	items := from(100, 98)
	for i := range items {
		items[i].guid = "https://crumb.example/?p=" + fmt.Sprint(i)
	}
	w.feed(rss{title: "Crumb", items: items})
	_, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Updated: 3}, change)
	diff(t, "episodes", episodes(crumb, items), w.all())
	kept, err := w.catalog.Items(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for _, item := range kept {
		if item.Listed {
			listed++
		}
	}
	diff(t, "listed items", 3, listed)
}

func TestEpisodesOfAnArchiveAreTakenOver(t *testing.T) {
	w := newWorld(t, follow.Options{})
	archived := func(title string, date time.Time) data.Episode {
		return data.Episode{Title: title, Show: data.Show{ID: "crumb", Title: "CRUMB"}, Description: "From a page.", Published: date,
			People: []data.Person{{Name: "Ada Miller", Role: data.RoleGuest}}, Tags: []string{"bread"}, Transcript: "What was said."}
	}
	day := start.Truncate(24 * time.Hour)
	w.upsert(archived("Baking Bread", day.AddDate(0, 0, -1)), archived("Rye", time.Time{}), archived("Salt", day.AddDate(0, 0, -30)))
	items := []entry{{guid: "1", title: "Baking bread", notes: "From the feed.", date: start}, {guid: "2", title: "Rye", date: start.AddDate(0, 0, -7)}, {guid: "3", title: "Salt", date: start.AddDate(0, 0, -14)}}
	w.feed(rss{title: "Crumb", items: items})
	_, change, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 1, Updated: 3}, change)
	want := episodes(crumb, items)
	for i := range 2 {
		want[i].People, want[i].Tags, want[i].Transcript = archived("", day).People, []string{"bread"}, "What was said."
	}
	want[2].ID = w.all()[2].ID
	gone := archived("Salt", day.AddDate(0, 0, -30))
	gone.ID, gone.Show, gone.Removed, gone.Links = "salt", crumb, []data.Removal{}, []string{}
	gone.Transcripts, gone.Chapters, gone.Soundbites = []data.Resource{}, []data.Resource{}, []data.Soundbite{}
	diff(t, "episodes", append(want, gone), w.all())
}

func TestWhatAnOwnerChangesStays(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 97)})
	id := w.add(data.FollowOptions{}).ID
	edited := numbered(100).episode(crumb)
	edited.Description, edited.Transcript = "The owner's own words.", "What was said."
	w.upsert(edited)
	if n, err := w.catalog.Delete(t.Context(), "episode-98"); n != 1 || err != nil {
		t.Fatalf("deleted %d, error %v", n, err)
	}
	w.feed(rss{title: "Crumb", items: concat(from(101, 99), []entry{numbered(98).with(func(e *entry) { e.notes = "Changed." }), numbered(97)})})
	w.mustRefresh(id)
	want := append(episodes(crumb, from(101, 101)), edited)
	want = append(want, episodes(crumb, []entry{numbered(99), numbered(97)})...)
	diff(t, "episodes", want, w.all())

	changed := numbered(100).with(func(e *entry) { e.notes = "Corrected." })
	w.feed(rss{title: "Crumb", items: concat(from(101, 101), []entry{changed}, from(99, 97))})
	w.mustRefresh(id)
	want[1] = changed.episode(crumb)
	want[1].Transcript = "What was said."
	diff(t, "episodes after the feed has changed the edited one", want, w.all())
}

func TestATranscriptGoesWithItsFiles(t *testing.T) {
	w := newWorld(t, follow.Options{})
	file := func(name string) entry {
		return numbered(100).with(func(e *entry) {
			e.more = `<podcast:transcript url="https://media.example/` + name + `" type="text/vtt"/>`
		})
	}
	w.feed(rss{title: "Crumb", items: []entry{file("1.vtt")}})
	id := w.add(data.FollowOptions{}).ID
	said := w.all()[0]
	said.Transcript = "What was said."
	w.upsert(said)
	for _, step := range []struct {
		item entry
		want string
	}{
		{file("1.vtt").with(func(e *entry) { e.notes = "Corrected." }), "What was said."},
		{file("1.vtt?token=new").with(func(e *entry) { e.notes = "Corrected again." }), "What was said."},
		{file("2.vtt"), ""},
	} {
		w.feed(rss{title: "Crumb", items: []entry{step.item}})
		w.mustRefresh(id)
		diff(t, "transcript", step.want, w.all()[0].Transcript)
	}
}
