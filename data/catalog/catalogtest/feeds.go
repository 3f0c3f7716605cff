package catalogtest

import (
	"errors"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

// followed returns a new feed with every field set.
func followed(url string) data.Feed {
	return data.Feed{
		URL: url, Show: data.Show{ID: "sed", Title: "Software Engineering Daily"}, GUID: "917393e3", State: data.FeedActive,
		FollowOptions: data.FollowOptions{Gone: data.GoneRemove, Transcripts: true},
		Added:         day, Checked: day.Add(time.Microsecond), Changed: day.Add(time.Hour), Next: day.Add(2 * time.Hour),
		Failures: 3, Error: "it did not answer", ETag: `"a"`, LastModified: "Mon, 13 Aug 2018 00:00:00 GMT", Digest: []byte{1, 2},
		TTL: 40 * time.Minute, Archive: url + "?page=3",
		Hub: "https://hub.example/", Topic: url + "?self", HubUntil: day.Add(3 * time.Hour),
	}
}

func addFeed(t *testing.T, c catalog.Store, f data.Feed) data.Feed {
	t.Helper()
	stored, err := c.AddFeed(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func feeds(t *testing.T, c catalog.Store) []data.Feed {
	t.Helper()
	list, err := c.Feeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func testFeedsKeepEveryField(t *testing.T, open Open) {
	c := open(t)
	first, second := followed("https://example.com/feed"), followed("https://example.com/other")
	second = data.Feed{URL: second.URL, State: data.FeedActive, FollowOptions: data.FollowOptions{Gone: data.GoneKeep}}
	first.ID, second.ID = "software-engineering-daily", "feed"
	for _, f := range []data.Feed{first, second} {
		id := f.ID
		f.ID = ""
		Diff(t, "id", id, addFeed(t, c, f).ID)
	}
	Diff(t, "feeds", []data.Feed{first, second}, feeds(t, c))
	second.Show, second.Failures, second.Next = first.Show, 1, day
	if err := c.SaveFeed(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	got, err := c.Feed(t.Context(), "feed")
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "the second feed after SaveFeed", second, got)
	Diff(t, "revision", int64(0), Revision(t, c))
}

func testFeedIDs(t *testing.T, open Open) {
	c := open(t)
	got := []data.FeedID{}
	for _, url := range []string{"https://a.example", "https://b.example"} {
		got = append(got, addFeed(t, c, followed(url)).ID)
	}
	Diff(t, "ids", []data.FeedID{"software-engineering-daily", followed("https://b.example").NewID(1)}, got)
}

func testFeedErrors(t *testing.T, open Open) {
	c := open(t)
	a, b := addFeed(t, c, followed("https://a.example")), addFeed(t, c, followed("https://b.example"))
	moved, unknown := b, b
	moved.URL, unknown.ID = a.URL, "unknown"
	for _, tt := range []struct {
		name string
		do   func() error
		want error
	}{
		{"AddFeed with the address of another feed", func() error { _, err := c.AddFeed(t.Context(), followed(a.URL)); return err }, data.ErrKnownFeed},
		{"SaveFeed with the address of another feed", func() error { return c.SaveFeed(t.Context(), moved) }, data.ErrKnownFeed},
		{"SaveFeed of an unknown feed", func() error {
			unknown.URL = "https://c.example"
			return c.SaveFeed(t.Context(), unknown)
		}, data.ErrUnknownFeed},
		{"Feed with an unknown id", func() error { _, err := c.Feed(t.Context(), "unknown"); return err }, data.ErrUnknownFeed},
		{"RemoveFeed with an unknown id", func() error { _, err := c.RemoveFeed(t.Context(), "unknown", true); return err }, data.ErrUnknownFeed},
		{"UpsertItems of an unknown feed", func() error {
			_, err := c.UpsertItems(t.Context(), "unknown", []catalog.FeedEpisode{{Episode: Titled("A"), Key: "a"}})
			return err
		}, data.ErrUnknownFeed},
		{"ListItems of an unknown feed", func() error { _, err := c.ListItems(t.Context(), "unknown", nil, true); return err }, data.ErrUnknownFeed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
	Diff(t, "feeds", []data.Feed{a, b}, feeds(t, c))
	Diff(t, "episodes", []data.Episode{}, All(t, c))
}

// item returns an item with an episode of the given title.
func item(title string) catalog.FeedEpisode {
	return catalog.FeedEpisode{Episode: WithGUID(Titled(title), title), Key: "key " + title, Digest: []byte(title)}
}

func addItems(t *testing.T, c catalog.Store, feed data.FeedID, items ...catalog.FeedEpisode) catalog.Change {
	t.Helper()
	change, err := c.UpsertItems(t.Context(), feed, items)
	if err != nil {
		t.Fatal(err)
	}
	return change
}

func listItems(t *testing.T, c catalog.Store, feed data.FeedID, remove bool, keys ...string) (deleted int) {
	t.Helper()
	deleted, err := c.ListItems(t.Context(), feed, keys, remove)
	if err != nil {
		t.Fatal(err)
	}
	return deleted
}

// items returns the items of a feed.
func items(t *testing.T, c catalog.Store, feed data.FeedID) map[string]data.FeedItem {
	t.Helper()
	found, err := c.Items(t.Context(), feed)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func testItems(t *testing.T, open Open) {
	c := open(t)
	feed := addFeed(t, c, followed("https://a.example")).ID
	Diff(t, "added", catalog.Change{Added: 2, IDs: []data.EpisodeID{"a", "b"}, Revision: 1}, addItems(t, c, feed, item("A"), item("B")))
	Diff(t, "unchanged", catalog.Change{Unchanged: 1, IDs: []data.EpisodeID{"a"}, Revision: 1}, addItems(t, c, feed, item("A")))
	Diff(t, "deleted by listing", 0, listItems(t, c, feed, false, "key A", "key unknown"))
	if n, err := c.Delete(t.Context(), "a", "unknown"); n != 1 || err != nil {
		t.Errorf("deleted %d, error %v", n, err)
	}
	Diff(t, "items", map[string]data.FeedItem{
		"key A": {Key: "key A", Digest: []byte("A"), Listed: true},
		"key B": {Key: "key B", Episode: "b", Digest: []byte("B")},
	}, items(t, c, feed))
	Diff(t, "episodes of the feed", 1, feeds(t, c)[0].Episodes)
	Diff(t, "revision", int64(2), Revision(t, c))
}

func testListItems(t *testing.T, open Open) {
	c := open(t)
	one, two := addFeed(t, c, followed("https://a.example")).ID, addFeed(t, c, followed("https://b.example")).ID
	addItems(t, c, one, item("A"), item("B"), item("C"))
	addItems(t, c, two, item("B"), item("C"))
	Diff(t, "deleted by the other feed", 0, listItems(t, c, two, false, "key B"))
	Diff(t, "deleted", 2, listItems(t, c, one, true))
	Diff(t, "episodes", []data.Episode{WithID(WithGUID(Titled("B"), "B"), "b")}, All(t, c))
	Diff(t, "items of the first", map[string]data.FeedItem{}, items(t, c, one))
}

func testDropItems(t *testing.T, open Open) {
	c := open(t)
	one, two := addFeed(t, c, followed("https://a.example")).ID, addFeed(t, c, followed("https://b.example")).ID
	addItems(t, c, one, item("A"), item("B"), item("C"))
	addItems(t, c, two, item("B"))
	deleted, err := c.DropItems(t.Context(), one, []string{"key A", "key B", "unknown"})
	if err != nil {
		t.Fatal(err)
	}
	stored := []data.EpisodeID{}
	for _, e := range All(t, c) {
		stored = append(stored, e.ID)
	}
	Diff(t, "deleted", 1, deleted)
	Diff(t, "kept", []data.EpisodeID{"b", "c"}, stored)
	Diff(t, "items of the feed", map[string]data.FeedItem{"key C": {Key: "key C", Episode: "c", Digest: []byte("C"), Listed: true}}, items(t, c, one))
	if _, err := c.DropItems(t.Context(), "unknown", nil); !errors.Is(err, data.ErrUnknownFeed) {
		t.Errorf("error %v for an unknown feed", err)
	}
}

func testRemoveFeed(t *testing.T, open Open) {
	for _, tt := range []struct {
		name    string
		with    bool
		deleted int
		stored  []data.EpisodeID
	}{
		{"without episodes", false, 0, []data.EpisodeID{"a", "b", "own"}},
		{"with episodes that no other feed has", true, 1, []data.EpisodeID{"b", "own"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			Upsert(t, c, Titled("Own"))
			one, two := addFeed(t, c, followed("https://a.example")).ID, addFeed(t, c, followed("https://b.example"))
			addItems(t, c, one, item("A"), item("B"))
			addItems(t, c, two.ID, item("B"))
			deleted, err := c.RemoveFeed(t.Context(), one, tt.with)
			if err != nil {
				t.Fatal(err)
			}
			stored := []data.EpisodeID{}
			for _, e := range All(t, c) {
				stored = append(stored, e.ID)
			}
			two.Episodes = 1
			Diff(t, "deleted", tt.deleted, deleted)
			Diff(t, "kept", tt.stored, stored)
			Diff(t, "feeds", []data.Feed{two}, feeds(t, c))
		})
	}
}

func testOfShow(t *testing.T, open Open) {
	c := open(t)
	other := With(Titled("Other"), func(e *data.Episode) { e.Show = data.Show{ID: "other", Title: "Other"} })
	Upsert(t, c, Titled("B"), other, Titled("A"))
	got := []data.EpisodeID{}
	err := c.OfShow(t.Context(), "show", catalog.WithoutTranscripts, func(e catalog.Stored) error {
		got = append(got, e.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "ids", []data.EpisodeID{"a", "b"}, got)
}
