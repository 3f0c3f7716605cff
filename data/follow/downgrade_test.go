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

// A man in the middle controls what is sent without TLS, here the plain server. In the
// table, SECURE and PLAIN stand for the addresses of the two servers.
func TestAFeedIsNotMovedByWhatCameWithoutTLS(t *testing.T) {
	genuine := rss{title: "Crumb", items: from(101, 98)}
	naming := func(address string) string {
		return rss{title: "Crumb", head: "<itunes:new-feed-url>" + address + "</itunes:new-feed-url>", items: from(101, 98)}.String()
	}
	for _, tt := range []struct {
		name          string
		secure, plain map[string]string // what a path redirects to for good, or serves
		start, want   string
		problem       string
	}{
		{"stays where http redirects on", map[string]string{"/feed": "PLAIN/feed"}, map[string]string{"/feed": "PLAIN/evil", "/evil": genuine.String()}, "SECURE/feed", "SECURE/feed", ""},
		{"stays where http redirects to https elsewhere", map[string]string{"/feed": "PLAIN/feed", "/evil": genuine.String()}, map[string]string{"/feed": "SECURE/evil"}, "SECURE/feed", "SECURE/feed", ""},
		{"stays where http gives the feed", map[string]string{"/feed": "PLAIN/feed"}, map[string]string{"/feed": genuine.String()}, "SECURE/feed", "SECURE/feed", ""},
		{"stays where a feed by http names a new address", map[string]string{"/feed": "PLAIN/feed"}, map[string]string{"/feed": naming("SECURE/evil"), "/evil": genuine.String()}, "SECURE/feed", "SECURE/feed", ""},
		{"stays where the feed names an address without https", map[string]string{"/feed": naming("PLAIN/new")}, map[string]string{"/new": genuine.String()}, "SECURE/feed", "SECURE/feed", "new address without https, PLAIN/new"},
		{"moves as far as https goes", map[string]string{"/feed": "SECURE/new", "/new": "PLAIN/feed"}, map[string]string{"/feed": genuine.String()}, "SECURE/feed", "SECURE/new", ""},
		{"moves within https", map[string]string{"/feed": "SECURE/new", "/new": genuine.String()}, nil, "SECURE/feed", "SECURE/new", ""},
		{"moves from http to https", map[string]string{"/new": genuine.String()}, map[string]string{"/feed": "SECURE/new"}, "PLAIN/feed", "SECURE/new", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, secure := newWorld(t, follow.Options{}), newSecureSite(t)
			addresses := strings.NewReplacer("SECURE", secure.URL, "PLAIN", w.URL)
			w.follower = follow.New(w.catalog, secure.Client(), follow.Options{Now: w.Now, Jitter: func() float64 { return .5 }})
			for _, s := range []*site{secure, w.site} {
				s.set("/feed", body(rss{title: "Crumb", items: from(100, 98)}.String()))
			}
			kept, _, err := w.follower.Add(t.Context(), addresses.Replace(tt.start), data.FollowOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for s, pages := range map[*site]map[string]string{secure: tt.secure, w.site: tt.plain} {
				for path, page := range pages {
					s.set(path, serve(addresses.Replace(page)))
				}
			}
			kept, change, err := w.refresh(kept.ID)
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "address", addresses.Replace(tt.want), kept.URL)
			if tt.problem == "" {
				w.noProblems(change)
			} else {
				problem(t, change, addresses.Replace(tt.problem))
			}
			diff(t, "episodes of this time", 4, len(w.all()))
		})
	}
}

// serve redirects to an address for good, and serves any other text.
func serve(page string) http.HandlerFunc {
	if strings.HasPrefix(page, "http") {
		return redirect(http.StatusMovedPermanently, page)
	}
	return body(page)
}

func TestAFeedIsNotEndedByWhatCameWithoutTLS(t *testing.T) {
	w, secure := newWorld(t, follow.Options{}), newSecureSite(t)
	w.follower = follow.New(w.catalog, secure.Client(), follow.Options{Now: w.Now})
	secure.set("/feed", body(rss{title: "Crumb", items: from(100, 98)}.String()))
	kept, _, err := w.follower.Add(t.Context(), secure.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	secure.set("/feed", redirect(http.StatusMovedPermanently, w.URL+"/feed"))
	w.set("/feed", status(http.StatusGone))
	if kept, _, err = w.refresh(kept.ID); err == nil || kept.State != data.FeedActive {
		t.Errorf("state %q, error %v; want an active feed that failed", kept.State, err)
	}
}
