package follow_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
)

// paged serves a feed in pages of a size: "/feed" and then "/feed?page=2" and so on.
func (w *world) paged(title string, items []entry, size int) {
	w.pagedBy("next", title, items, size)
}

func (w *world) pagedBy(link, title string, items []entry, size int) {
	pages := max(1, (len(items)+size-1)/size)
	for n := range pages {
		page := rss{title: title, items: items[n*size : min(len(items), n*size+size)]}
		if n < pages-1 {
			page.head = fmt.Sprintf(`<atom:link rel="%s" href="/feed?page=%d"/>`, link, n+2)
		}
		w.set(pagePath(n+1), body(page.String()))
	}
}

func pagePath(n int) string {
	if n == 1 {
		return "/feed"
	}
	return fmt.Sprintf("/feed?page=%d", n)
}

func asks(pages ...int) []string {
	list := []string{}
	for _, n := range pages {
		list = append(list, "GET "+pagePath(n))
	}
	return list
}

func TestAPagedFeedIsReadToTheEndOnce(t *testing.T) {
	for _, link := range []string{"next", "prev-archive"} {
		t.Run(link, func(t *testing.T) {
			w := newWorld(t, follow.Options{})
			w.pagedBy(link, "Crumb", from(100, 1), 30)
			id := w.add(data.FollowOptions{}).ID
			diff(t, "asked at first", asks(1, 2, 3, 4), w.asked())
			diff(t, "episodes", episodes(crumb, from(100, 1)), w.all())
			diff(t, "archive", "", w.kept(id).Archive)
			w.mustRefresh(id)
			diff(t, "asked when nothing is new", asks(1), w.asked())
			w.pagedBy(link, "Crumb", from(102, 1), 30)
			_, change := w.mustRefresh(id)
			diff(t, "asked when two are new", asks(1, 2), w.asked())
			diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 2}, change)
			w.pagedBy(link, "Crumb", from(150, 1), 30)
			w.mustRefresh(id)
			diff(t, "asked when more than a page is new", asks(1, 2, 3), w.asked())
			diff(t, "episodes at the end", episodes(crumb, from(150, 1)), w.all())
		})
	}
}

func TestAPageThatFailsIsReadLater(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.paged("Crumb", from(100, 1), 25)
	third := w.pages[pagePath(3)]
	w.set(pagePath(3), status(http.StatusBadGateway))
	kept, change, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	problem(t, change, "502")
	diff(t, "episodes", episodes(crumb, from(100, 51)), w.all())
	diff(t, "archive", w.URL+pagePath(3), kept.Archive)
	w.asked()
	_, change, err = w.refresh(kept.ID)
	if err != nil {
		t.Fatal(err)
	}
	problem(t, change, "502")
	diff(t, "asked while it fails", asks(1, 3), w.asked())
	w.set(pagePath(3), third)
	_, change = w.mustRefresh(kept.ID)
	diff(t, "asked when it works", asks(1, 3, 4), w.asked())
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 50}, change)
	diff(t, "episodes at the end", episodes(crumb, from(100, 1)), w.all())
	diff(t, "archive at the end", "", w.kept(kept.ID).Archive)
}

func TestGoneEpisodesOfAPagedFeed(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.paged("Crumb", from(100, 51), 25)
	id := w.add(data.FollowOptions{Gone: data.GoneRemove}).ID
	items := concat(from(101, 90), from(80, 51))
	w.paged("Crumb", items, 25)
	w.mustRefresh(id)
	diff(t, "episodes", episodes(crumb, items), w.all())
}

// An archive whose GUIDs are all new is one that changed, and not another archive.
func TestNewGUIDsOfAPagedFeed(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.paged("Crumb", from(100, 1), 25)
	id := w.add(data.FollowOptions{}).ID
	items := from(101, 1)
	for i := range items[:20] {
		items[i].guid = "new-" + items[i].guid
	}
	w.paged("Crumb", items, 25)
	_, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 1, Updated: 19}, change)
	diff(t, "episodes", episodes(crumb, items), w.all())
}

// A new item repeats one that is on a page which nobody would read for it.
func TestAnItemThatRepeatsOneOfAnotherPageIsAnother(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.paged("Crumb", from(100, 1), 25)
	id := w.add(data.FollowOptions{}).ID
	again := numbered(10).with(func(e *entry) { e.guid, e.date = "again", start.AddDate(0, 1, 0) })
	w.paged("Crumb", concat([]entry{again}, from(100, 1)), 25)
	_, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 1}, change)
	diff(t, "count", 101, len(w.all()))
}

func TestArchivesThatNeverEnd(t *testing.T) {
	page := func(n int, items []entry) string {
		return rss{title: "Crumb", head: fmt.Sprintf(`<atom:link rel="next" href="/feed?page=%d"/>`, n), items: items}.String()
	}
	for _, tt := range []struct {
		name  string
		feed  func(n int) string
		asked int
		count int
	}{
		{"go around", func(n int) string { return page(n%3+1, from(100-n*10, 91-n*10)) }, 4, 30},
		{"give the same page for ever", func(n int) string { return page(n+1, from(100, 91)) }, 2, 10},
		{"are empty for ever", func(n int) string {
			if n == 1 {
				return page(n+1, from(100, 91))
			}
			return page(n+1, nil)
		}, 2, 10},
		{"make up items for ever", func(n int) string { return page(n+1, from(10_000-n, 10_000-n)) }, 1 + follow.MaxPages, 1 + follow.MaxPages},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, follow.Options{})
			for n := range follow.MaxPages + 10 {
				w.set(fmt.Sprintf("/feed?page=%d", n), body(tt.feed(n)))
			}
			w.set("/feed", body(tt.feed(1)))
			_, _, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "asked", tt.asked, len(w.asked()))
			diff(t, "episodes", tt.count, len(w.all()))
		})
	}
}

// Between two pages an item moved on from the first to the second.
func TestAnItemOnTwoPagesIsOne(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.paged("Crumb", from(60, 31), 15)
	second := func(rw http.ResponseWriter, _ *http.Request) {
		io.WriteString(rw, rss{title: "Crumb", items: from(47, 31)}.String())
	}
	w.set(pagePath(2), second)
	kept, change, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 30}, change)
	diff(t, "count of the feed", 30, kept.Episodes)
}

func TestOneGUIDOnTwoPagesIsTwoItems(t *testing.T) {
	w := newWorld(t, follow.Options{})
	one, two := entry{guid: "g", title: "One", date: start}, entry{guid: "g", title: "Two", date: start.Add(-time.Hour)}
	w.paged("Crumb", []entry{one, two}, 1)
	id := w.add(data.FollowOptions{}).ID
	diff(t, "ids", []data.EpisodeID{"one", "two"}, w.ids())
	w.paged("Crumb", []entry{numbered(200), one, two}, 1)
	w.mustRefresh(id)
	if ids := w.ids(); len(ids) != 3 || !strings.HasPrefix(string(ids[0]), "episode-200") {
		t.Errorf("ids %v", ids)
	}
}
