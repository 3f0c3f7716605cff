package follow_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"segue/data"
	"segue/data/follow"
)

const crumbPage = `<!doctype html><html><head><title>Crumb</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">
<link rel="alternate" type="application/rss+xml" title="Episodes" href="/feed"></head><body>Crumb</body></html>`

func TestAddFindsTheFeedOfAnAddress(t *testing.T) {
	for _, tt := range []struct{ name, typed, want string }{
		{"of the feed", "/feed", "/feed"},
		{"with spaces and a fragment", "  /feed#top ", "/feed"},
		{"of a page with a link to it after a feed without audio", "/page", "/feed"},
		{"with a permanent redirect", "/old", "/feed"},
		{"with a temporary redirect", "/now", "/now"},
		{"of a feed that has moved", "/moved", "/feed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.feed(rss{title: "Crumb", items: from(100, 99)})
			w.set("/page", noETag(crumbPage))
			w.set("/comments", noETag(rss{title: "Comments", items: []feedItem{{guid: "1", title: "Nice"}}}.String()))
			w.set("/old", redirect(301, "/feed"))
			w.set("/now", redirect(302, "/feed"))
			w.set("/moved", noETag(rss{title: "Crumb", head: "<itunes:new-feed-url>/feed</itunes:new-feed-url>", items: from(99, 99)}.String()))
			typed := strings.Replace(tt.typed, "/", w.URL+"/", 1)
			stored, change, err := w.follower.Add(t.Context(), typed, data.FollowOptions{})
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 2}, change)
			diff(t, "address", w.URL+tt.want, stored.URL)
			diff(t, "stored feed", stored, w.stored("crumb"))
			diff(t, "policy", data.GoneKeep, stored.Gone)
			diff(t, "episodes", episodes(crumb, from(100, 99)), w.all())
			again := []string{typed}
			if tt.want == "/feed" { // a temporary redirect may lead to another feed later
				again = append(again, w.URL+"/feed", w.URL+"/feed/")
			}
			for _, address := range again {
				known, _, err := w.follower.Add(t.Context(), address, data.FollowOptions{})
				if !errors.Is(err, data.ErrKnownFeed) || known.ID != "crumb" {
					t.Errorf("%s again: feed %q, error %v", address, known.ID, err)
				}
			}
			diff(t, "episodes after adding it again", episodes(crumb, from(100, 99)), w.all())
		})
	}
}

func TestAddRefusesAnAddressWithoutAFeed(t *testing.T) {
	for _, tt := range []struct{ name, address, want string }{
		{"is empty", "", "invalid address"},
		{"has no host", "https://", "invalid address"},
		{"has another scheme", "ftp://crumb.example/feed", `unknown scheme "ftp"`},
		{"does not exist", "/missing", "404 Not Found; check the address"},
		{"requires a login", "/private", "requires a login"},
		{"is a page without a feed", "/page", `a page without a link to a feed (<link rel="alternate">)`},
		{"is a page whose feeds cannot be read", "/broken", "none of its feeds can be read"},
		{"is an image", "/image", "/image"},
		{"is empty when it is fetched", "/empty", "/empty"},
		{"cannot be reached", "http://127.0.0.1:1/feed", "cannot fetch"},
		{"has a password, which is hidden", "http://ada:secret@127.0.0.1:1/feed", "ada:xxxxx@"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.set("/private", status(http.StatusUnauthorized))
			w.set("/page", noETag("<!doctype html><html><head><title>Crumb</title></head><body>Crumb</body></html>"))
			w.set("/broken", noETag(crumbPage))
			w.set("/image", noETag("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"))
			w.set("/empty", noETag(""))
			address := tt.address
			if strings.HasPrefix(address, "/") {
				address = w.URL + address
			}
			_, _, err := w.follower.Add(t.Context(), address, data.FollowOptions{})
			if !errors.Is(err, data.ErrBadFeed) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			feeds, err := w.catalog.Feeds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "feeds", []data.Feed{}, feeds)
			diff(t, "revision", int64(0), w.revision())
		})
	}
}

func TestAddRefusesAnUnknownOption(t *testing.T) {
	w := newFixture(t, follow.Options{})
	if _, _, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{Gone: "forget"}); err == nil || !strings.Contains(err.Error(), `unknown option "forget" for missing episodes; want "keep" or "remove"`) {
		t.Errorf("error %v", err)
	}
	diff(t, "requests", []string{}, w.takeRequests())
}

func TestShowsWithTheSameTitle(t *testing.T) {
	guid := func(s string) string { return "<podcast:guid>" + s + "</podcast:guid>" }
	others := []feedItem{{guid: "a", title: "Something else", date: start}, {guid: "b", title: "And more", date: start.AddDate(0, 0, -1)}}
	for _, tt := range []struct {
		name   string
		second rss
		same   bool
		count  int
	}{
		{"are different shows", rss{title: "News", items: others}, false, 5},
		{"are different with different GUIDs", rss{title: "News", head: guid("2"), items: others}, false, 5},
		{"are one with the same GUID, even if titles differ", rss{title: "The News", head: guid("1"), items: append(others, numbered(100))}, true, 5},
		{"are one if the second is a copy of the first", rss{title: "News", items: append(from(100, 98), others[0])}, true, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.feed(rss{title: "News", head: guid("1"), items: from(100, 98)})
			first := w.add(data.FollowOptions{})
			w.set("/second", body(tt.second.String()))
			second, _, err := w.follower.Add(t.Context(), w.URL+"/second", data.FollowOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if first.Show.ID != "news" || (second.Show.ID == "news") != tt.same {
				t.Errorf("shows %q and %q", first.Show.ID, second.Show.ID)
			}
			if err := data.ValidateID(string(second.Show.ID)); err != nil {
				t.Error(err)
			}
			diff(t, "episodes", tt.count, len(w.all()))
			for _, e := range w.all() {
				if e.Show.ID == second.Show.ID && e.Show.Title != second.Show.Title {
					t.Errorf("episode %q has the show %q", e.ID, e.Show.Title)
				}
			}
		})
	}
}
