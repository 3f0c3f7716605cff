package follow_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/data"
	"segue/data/follow"
)

// newSecureSite returns a publisher's server with TLS.
func newSecureSite(t *testing.T) *site {
	s := &site{pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewTLSServer(s)
	t.Cleanup(s.Close)
	return s
}

// An attacker on the network controls responses without TLS, here the plain server. In
// the table, SECURE and PLAIN are replaced by the addresses of the two servers.
func TestAResponseWithoutTLSDoesNotMoveAFeed(t *testing.T) {
	genuine := rss{title: "Crumb", items: from(101, 98)}
	naming := func(address string) string {
		return rss{title: "Crumb", head: "<itunes:new-feed-url>" + address + "</itunes:new-feed-url>", items: from(101, 98)}.String()
	}
	for _, tt := range []struct {
		name          string
		secure, plain map[string]string // the permanent redirect or content of a path
		start, want   string
		problem       string
	}{
		{"stays if http redirects to http", map[string]string{"/feed": "PLAIN/feed"}, map[string]string{"/feed": "PLAIN/evil", "/evil": genuine.String()}, "SECURE/feed", "SECURE/feed", ""},
		{"stays if http redirects to https", map[string]string{"/feed": "PLAIN/feed", "/evil": genuine.String()}, map[string]string{"/feed": "SECURE/evil"}, "SECURE/feed", "SECURE/feed", ""},
		{"stays if http serves the feed", map[string]string{"/feed": "PLAIN/feed"}, map[string]string{"/feed": genuine.String()}, "SECURE/feed", "SECURE/feed", ""},
		{"stays if a feed over http names a new address", map[string]string{"/feed": "PLAIN/feed"}, map[string]string{"/feed": naming("SECURE/evil"), "/evil": genuine.String()}, "SECURE/feed", "SECURE/feed", ""},
		{"stays if the new address has no https", map[string]string{"/feed": naming("PLAIN/new")}, map[string]string{"/new": genuine.String()}, "SECURE/feed", "SECURE/feed", "PLAIN/new, has no https"},
		{"moves to the last https address", map[string]string{"/feed": "SECURE/new", "/new": "PLAIN/feed"}, map[string]string{"/feed": genuine.String()}, "SECURE/feed", "SECURE/new", ""},
		{"moves within https", map[string]string{"/feed": "SECURE/new", "/new": genuine.String()}, nil, "SECURE/feed", "SECURE/new", ""},
		{"moves from http to https", map[string]string{"/new": genuine.String()}, map[string]string{"/feed": "SECURE/new"}, "PLAIN/feed", "SECURE/new", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, secure := newFixture(t, follow.Options{}), newSecureSite(t)
			addresses := strings.NewReplacer("SECURE", secure.URL, "PLAIN", w.URL)
			w.follower = follow.New(w.catalog, secure.Client(), follow.Options{Now: w.Now, Jitter: func() float64 { return .5 }})
			for _, s := range []*site{secure, w.site} {
				s.set("/feed", body(rss{title: "Crumb", items: from(100, 98)}.String()))
			}
			stored, _, err := w.follower.Add(t.Context(), addresses.Replace(tt.start), data.FollowOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for s, pages := range map[*site]map[string]string{secure: tt.secure, w.site: tt.plain} {
				for path, page := range pages {
					s.set(path, serve(addresses.Replace(page)))
				}
			}
			stored, change, err := w.refresh(stored.ID)
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "address", addresses.Replace(tt.want), stored.URL)
			if tt.problem == "" {
				w.noProblems(change)
			} else {
				problem(t, change, addresses.Replace(tt.problem))
			}
			diff(t, "episodes", 4, len(w.all()))
		})
	}
}

// serve redirects permanently to an address, and serves any other text.
func serve(page string) http.HandlerFunc {
	if strings.HasPrefix(page, "http") {
		return redirect(http.StatusMovedPermanently, page)
	}
	return body(page)
}

func TestAResponseWithoutTLSDoesNotEndAFeed(t *testing.T) {
	w, secure := newFixture(t, follow.Options{}), newSecureSite(t)
	w.follower = follow.New(w.catalog, secure.Client(), follow.Options{Now: w.Now})
	secure.set("/feed", body(rss{title: "Crumb", items: from(100, 98)}.String()))
	stored, _, err := w.follower.Add(t.Context(), secure.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	secure.set("/feed", redirect(http.StatusMovedPermanently, w.URL+"/feed"))
	w.set("/feed", status(http.StatusGone))
	if stored, _, err = w.refresh(stored.ID); err == nil || stored.State != data.FeedActive {
		t.Errorf("state %q, error %v; want an active feed that failed", stored.State, err)
	}
}
