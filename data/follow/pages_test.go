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

// paged serves a feed in pages of the given size, at "/feed", "/feed?page=2" and so on.
func (w *fixture) paged(title string, items []feedItem, size int) {
	w.pagedBy("next", title, items, size)
}

func (w *fixture) pagedBy(link, title string, items []feedItem, size int) {
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

func pageRequests(pages ...int) []string {
	list := []string{}
	for _, n := range pages {
		list = append(list, "GET "+pagePath(n))
	}
	return list
}

func TestAPagedFeedIsReadToTheEndOnce(t *testing.T) {
	for _, link := range []string{"next", "prev-archive"} {
		t.Run(link, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.pagedBy(link, "Crumb", from(100, 1), 30)
			id := w.add(data.FollowOptions{}).ID
			diff(t, "requests of the first update", pageRequests(1, 2, 3, 4), w.takeRequests())
			diff(t, "episodes", episodes(crumb, from(100, 1)), w.all())
			diff(t, "archive", "", w.stored(id).Archive)
			w.mustRefresh(id)
			diff(t, "requests of an unchanged feed", pageRequests(1), w.takeRequests())
			w.pagedBy(link, "Crumb", from(102, 1), 30)
			_, change := w.mustRefresh(id)
			diff(t, "requests with two new items", pageRequests(1, 2), w.takeRequests())
			diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 2}, change)
			w.pagedBy(link, "Crumb", from(150, 1), 30)
			w.mustRefresh(id)
			diff(t, "requests with more than a page of new items", pageRequests(1, 2, 3), w.takeRequests())
			diff(t, "episodes at the end", episodes(crumb, from(150, 1)), w.all())
		})
	}
}

func TestAFailedPageIsReadByALaterUpdate(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.paged("Crumb", from(100, 1), 25)
	third := w.pages[pagePath(3)]
	w.set(pagePath(3), status(http.StatusBadGateway))
	stored, change, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	problem(t, change, "502")
	diff(t, "episodes", episodes(crumb, from(100, 51)), w.all())
	diff(t, "archive", w.URL+pagePath(3), stored.Archive)
	w.takeRequests()
	_, change, err = w.refresh(stored.ID)
	if err != nil {
		t.Fatal(err)
	}
	problem(t, change, "502")
	diff(t, "requests while it fails", pageRequests(1, 3), w.takeRequests())
	w.set(pagePath(3), third)
	_, change = w.mustRefresh(stored.ID)
	diff(t, "requests when it works", pageRequests(1, 3, 4), w.takeRequests())
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 50}, change)
	diff(t, "episodes at the end", episodes(crumb, from(100, 1)), w.all())
	diff(t, "archive at the end", "", w.stored(stored.ID).Archive)
}

func TestMissingItemsOfAPagedFeedAreDeleted(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.paged("Crumb", from(100, 51), 25)
	id := w.add(data.FollowOptions{Gone: data.GoneRemove}).ID
	items := concat(from(101, 90), from(80, 51))
	w.paged("Crumb", items, 25)
	w.mustRefresh(id)
	diff(t, "episodes", episodes(crumb, items), w.all())
}

func TestNewGUIDsOfAPagedFeedMatchTheirEpisodes(t *testing.T) {
	w := newFixture(t, follow.Options{})
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

// The repeated item is on a page that the update would otherwise not read.
func TestARepeatOfAnItemOnAnotherPageIsANewEpisode(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.paged("Crumb", from(100, 1), 25)
	id := w.add(data.FollowOptions{}).ID
	w.clock.setTime(start.AddDate(0, 2, 0))
	again := numbered(10).with(func(e *feedItem) { e.guid, e.date = "again", start.AddDate(0, 1, 0) })
	w.paged("Crumb", concat([]feedItem{again}, from(100, 1)), 25)
	_, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 1}, change)
	diff(t, "count", 101, len(w.all()))
}

func TestEndlessArchivesStop(t *testing.T) {
	page := func(n int, items []feedItem) string {
		return rss{title: "Crumb", head: fmt.Sprintf(`<atom:link rel="next" href="/feed?page=%d"/>`, n), items: items}.String()
	}
	for _, tt := range []struct {
		name     string
		feed     func(n int) string
		requests int
		count    int
	}{
		{"in a cycle", func(n int) string { return page(n%3+1, from(100-n*10, 91-n*10)) }, 4, 30},
		{"with the same page", func(n int) string { return page(n+1, from(100, 91)) }, 2, 10},
		{"with empty pages", func(n int) string {
			if n == 1 {
				return page(n+1, from(100, 91))
			}
			return page(n+1, nil)
		}, 2, 10},
		{"with generated items", func(n int) string { return page(n+1, from(10_000-n, 10_000-n)) }, 1 + follow.MaxPages, 1 + follow.MaxPages},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			for n := range follow.MaxPages + 10 {
				w.set(fmt.Sprintf("/feed?page=%d", n), body(tt.feed(n)))
			}
			w.set("/feed", body(tt.feed(1)))
			_, _, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "requests", tt.requests, len(w.takeRequests()))
			diff(t, "episodes", tt.count, len(w.all()))
		})
	}
}

// An item moves from the first page to the second between two requests.
func TestAnItemOnTwoPagesIsOneEpisode(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.paged("Crumb", from(60, 31), 15)
	second := func(rw http.ResponseWriter, _ *http.Request) {
		io.WriteString(rw, rss{title: "Crumb", items: from(47, 31)}.String())
	}
	w.set(pagePath(2), second)
	stored, change, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 30}, change)
	diff(t, "episodes of the feed", 30, stored.Episodes)
}

func TestOneGUIDOnTwoPagesIsTwoEpisodes(t *testing.T) {
	w := newFixture(t, follow.Options{})
	one, two := feedItem{guid: "g", title: "One", date: start}, feedItem{guid: "g", title: "Two", date: start.Add(-time.Hour)}
	w.paged("Crumb", []feedItem{one, two}, 1)
	id := w.add(data.FollowOptions{}).ID
	diff(t, "ids", []data.EpisodeID{"one", "two"}, w.ids())
	w.paged("Crumb", []feedItem{numbered(200).with(func(e *feedItem) { e.date = start.Add(time.Hour) }), one, two}, 1)
	w.mustRefresh(id)
	if ids := w.ids(); len(ids) != 3 || !strings.HasPrefix(string(ids[0]), "episode-200") {
		t.Errorf("ids %v", ids)
	}
}
