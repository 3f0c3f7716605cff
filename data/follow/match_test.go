package follow_test

import (
	"fmt"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
)

var crumb = data.Show{ID: "crumb", Title: "Crumb"}

// upsert stores episodes that come from no feed.
func (w *fixture) upsert(list ...data.Episode) {
	w.tb.Helper()
	if _, err := w.catalog.Upsert(w.tb.Context(), list); err != nil {
		w.tb.Fatal(err)
	}
}

func TestAnItemMatchesAnEpisode(t *testing.T) {
	old := feedItem{guid: "old", title: "Baking Bread", notes: "Old.", audio: "https://media.example/show/1.mp3", date: start}
	early := feedItem{guid: "early", title: "Baking Bread", notes: "Why bread rises.", audio: "https://media.example/early.mp3", date: start}
	oldest := feedItem{guid: "oldest", title: "Salt", date: start.AddDate(0, 0, -7)}
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		before []feedItem
		after  []feedItem
		// stored are the expected ids of the catalogue, newest first.
		stored []data.EpisodeID
	}{
		{"by GUID, if everything else changes", []feedItem{old}, []feedItem{{guid: "old", title: "Rye", audio: "https://media.example/2.mp3", date: start.AddDate(0, 1, 0)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by audio and day, with a new GUID and title", []feedItem{old}, []feedItem{{guid: "new", title: "Rye", audio: old.audio, date: start.Add(time.Hour)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by audio and title, with a new GUID and date", []feedItem{old}, []feedItem{{guid: "new", title: "Baking bread ", audio: old.audio, date: start.AddDate(0, 0, 9)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by audio with download counters", []feedItem{old}, []feedItem{{guid: "new", title: "Rye", date: start,
			audio: "http://www.podtrac.com/pts/redirect.mp3/pdst.fm/e/chrt.fm/track/123/media.example/show/1.mp3?source=feed"}}, []data.EpisodeID{"baking-bread"}},
		{"by title and day on another host", []feedItem{old}, []feedItem{{guid: "new", title: "BAKING BREAD", audio: "https://other.example/x.mp3", date: start.Add(-10 * time.Hour)}},
			[]data.EpisodeID{"baking-bread"}},
		{"by title and a day without a time of day", []feedItem{old}, []feedItem{{guid: "new", title: "Baking Bread", audio: "https://other.example/x.mp3", date: day.AddDate(0, 0, 1)}},
			[]data.EpisodeID{"baking-bread"}},
		{"without any GUID, by title and day", []feedItem{{title: "Bread", date: start}}, []feedItem{{title: "Bread", notes: "New.", date: start}}, []data.EpisodeID{"bread"}},

		{"by title and text some days later, if an older item is still listed", []feedItem{early, oldest}, []feedItem{early.with(func(e *feedItem) {
			e.guid, e.audio, e.date = "public", "https://other.example/x.mp3", start.AddDate(0, 0, 2)
		}), oldest}, []data.EpisodeID{"baking-bread", "salt"}},
		{"but not if the text differs", []feedItem{early, oldest}, []feedItem{early.with(func(e *feedItem) {
			e.guid, e.audio, e.notes, e.date = "public", "https://other.example/x.mp3", "Other.", start.AddDate(0, 0, 2)
		}), oldest}, []data.EpisodeID{"baking-bread-2", "baking-bread", "salt"}},
		{"but not if the feed lists only the newest item", []feedItem{early}, []feedItem{early.with(func(e *feedItem) {
			e.guid, e.audio, e.date = "public", "https://other.example/x.mp3", start.AddDate(0, 0, 2)
		})}, []data.EpisodeID{"baking-bread-2", "baking-bread"}},
		{"but not if both are listed", []feedItem{early, oldest}, []feedItem{early.with(func(e *feedItem) {
			e.guid, e.audio, e.date = "public", "https://other.example/x.mp3", start.AddDate(0, 0, 2)
		}), early, oldest}, []data.EpisodeID{"baking-bread-2", "baking-bread", "salt"}},
		{"but not by title a week later", []feedItem{old}, []feedItem{{guid: "new", title: "Baking Bread", audio: "https://other.example/x.mp3", date: start.AddDate(0, 0, 7)}},
			[]data.EpisodeID{"baking-bread-2", "baking-bread"}},
		{"but not by title and the next day, if all titles are equal", []feedItem{{guid: "1", title: "News", date: day}},
			[]feedItem{{guid: "2", title: "News", date: day.AddDate(0, 0, 1)}}, []data.EpisodeID{"news-2", "news"}},
		{"but not by a recurring title an hour later", []feedItem{{guid: "1", title: "News", date: start}, {guid: "2", title: "News", date: start.Add(time.Hour)}},
			[]feedItem{{guid: "3", title: "News", date: start.Add(2 * time.Hour)}}, []data.EpisodeID{"news-3", "news-2", "news"}},
		{"but not by audio alone, as in a re-run", []feedItem{old}, []feedItem{{guid: "new", title: "From the archive: Baking Bread", audio: old.audio, date: start.AddDate(1, 0, 0)}},
			[]data.EpisodeID{"from-the-archive-baking-bread", "baking-bread"}},
		{"but not by an audio address that always has the newest episode", []feedItem{{guid: "1", title: "Monday", audio: "https://media.example/latest.mp3", date: start}},
			[]feedItem{{guid: "2", title: "Tuesday", audio: "https://media.example/latest.mp3", date: start.AddDate(0, 0, 1)}}, []data.EpisodeID{"tuesday", "monday"}},
		{"but not if another item of the feed has it", []feedItem{old}, []feedItem{{guid: "again", title: "Baking Bread", audio: old.audio, date: start.Add(time.Minute)}, old},
			[]data.EpisodeID{"baking-bread-2", "baking-bread"}},
		{"but two items without GUID with one title and day are two episodes", nil, []feedItem{{title: "News", notes: "Morning.", audio: "https://media.example/1.mp3", date: start.Add(time.Hour)}, {title: "News", notes: "Noon.", audio: "https://media.example/2.mp3", date: start}},
			[]data.EpisodeID{"news", "news-2"}},
		{"but two items with one GUID are two episodes", nil, []feedItem{{guid: "g", title: "One", date: start.Add(time.Hour)}, {guid: "g", title: "Two", date: start}}, []data.EpisodeID{"one", "two"}},
		{"and two equal items are one episode", nil, []feedItem{old, old}, []data.EpisodeID{"baking-bread"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.clock.setTime(start.AddDate(2, 0, 0)) // after all dates of the table
			w.feed(rss{title: "Crumb", items: tt.before})
			id := w.add(data.FollowOptions{}).ID
			w.feed(rss{title: "Crumb", items: tt.after})
			for range 2 { // the second update changes nothing
				w.mustRefresh(id)
				got := w.all()
				if len(got) != len(tt.stored) {
					t.Fatalf("%d episodes: %v, want %v", len(got), w.ids(), tt.stored)
				}
				for i, e := range got {
					if want := tt.stored[i]; len(want) > 2 && want[len(want)-2] == '-' { // a distinct id ends with a hash
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

func TestAMatchedEpisodeGetsTheNewGUID(t *testing.T) {
	w := newFixture(t, follow.Options{})
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
	stored, err := w.catalog.Items(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for _, item := range stored {
		if item.Listed {
			listed++
		}
	}
	diff(t, "listed items", 3, listed)
}

func TestItemsMatchEpisodesOfAnImportedArchive(t *testing.T) {
	w := newFixture(t, follow.Options{})
	archived := func(title string, date time.Time) data.Episode {
		return data.Episode{Title: title, Show: data.Show{ID: "crumb", Title: "CRUMB"}, Description: "From a page.", Published: date,
			People: []data.Person{{Name: "Ada Miller", Role: data.RoleGuest}}, Tags: []string{"bread"}, Transcript: "What was said."}
	}
	day := start.Truncate(24 * time.Hour)
	w.upsert(archived("Baking Bread", day.AddDate(0, 0, -1)), archived("Rye", time.Time{}), archived("Salt", day.AddDate(0, 0, -30)))
	items := []feedItem{{guid: "1", title: "Baking bread", notes: "From the feed.", date: start}, {guid: "2", title: "Rye", date: start.AddDate(0, 0, -7)}, {guid: "3", title: "Salt", date: start.AddDate(0, 0, -14)}}
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
	gone.Transcripts, gone.ChapterFiles, gone.Soundbites = []data.Resource{}, []data.Resource{}, []data.Soundbite{}
	diff(t, "episodes", append(want, gone), w.all())
}

func TestEditsOfTheOwnerStayUntilTheItemChanges(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 97)})
	id := w.add(data.FollowOptions{}).ID
	edited := numbered(100).episode(crumb)
	edited.Description, edited.Transcript = "The owner's own words.", "What was said."
	w.upsert(edited)
	if n, err := w.catalog.Delete(t.Context(), "episode-98"); n != 1 || err != nil {
		t.Fatalf("deleted %d, error %v", n, err)
	}
	w.feed(rss{title: "Crumb", items: concat(from(101, 99), []feedItem{numbered(98).with(func(e *feedItem) { e.notes = "Changed." }), numbered(97)})})
	w.mustRefresh(id)
	want := append(episodes(crumb, from(101, 101)), edited)
	want = append(want, episodes(crumb, []feedItem{numbered(99), numbered(97)})...)
	diff(t, "episodes", want, w.all())

	changed := numbered(100).with(func(e *feedItem) { e.notes = "Corrected." })
	w.feed(rss{title: "Crumb", items: concat(from(101, 101), []feedItem{changed}, from(99, 97))})
	w.mustRefresh(id)
	want[1] = changed.episode(crumb)
	want[1].Transcript = "What was said."
	diff(t, "episodes after the feed has changed the edited one", want, w.all())
}

func TestATranscriptIsDroppedIfItsFilesChange(t *testing.T) {
	w := newFixture(t, follow.Options{})
	file := func(name string) feedItem {
		return numbered(100).with(func(e *feedItem) {
			e.more = `<podcast:transcript url="https://media.example/` + name + `" type="text/vtt"/>`
		})
	}
	w.feed(rss{title: "Crumb", items: []feedItem{file("1.vtt")}})
	id := w.add(data.FollowOptions{}).ID
	edited := w.all()[0]
	edited.Transcript = "What was said."
	w.upsert(edited)
	for _, step := range []struct {
		item feedItem
		want string
	}{
		{file("1.vtt").with(func(e *feedItem) { e.notes = "Corrected." }), "What was said."},
		{file("1.vtt?token=new").with(func(e *feedItem) { e.notes = "Corrected again." }), "What was said."},
		{file("2.vtt"), ""},
	} {
		w.feed(rss{title: "Crumb", items: []feedItem{step.item}})
		w.mustRefresh(id)
		diff(t, "transcript", step.want, w.all()[0].Transcript)
	}
}
