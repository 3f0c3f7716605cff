package follow_test

import (
	"net/http"
	"strings"
	"testing"

	"segue/data"
	"segue/data/follow"
)

func TestTheAddressOfAFeed(t *testing.T) {
	const page = "<!doctype html><html><head><title>Sold</title></head><body><p>This domain is for sale.</p></body></html>"
	text := rss{title: "Crumb", items: from(101, 98)}.String()
	names := func(address string) string {
		return rss{title: "Crumb", head: "<itunes:new-feed-url>" + address + "</itunes:new-feed-url>", items: from(101, 98)}.String()
	}
	for _, tt := range []struct {
		name    string
		pages   map[string]http.HandlerFunc
		want    string
		problem string
		fails   string
	}{
		{"moves with 301", map[string]http.HandlerFunc{"/feed": redirect(301, "/new"), "/new": body(text)}, "/new", "", ""},
		{"moves with 308 after 301", map[string]http.HandlerFunc{"/feed": redirect(301, "/b"), "/b": redirect(308, "/new"), "/new": body(text)}, "/new", "", ""},
		{"moves if nothing else changes", map[string]http.HandlerFunc{"/feed": redirect(301, "/new"), "/new": body(rss{title: "Crumb", items: from(100, 98)}.String())}, "/new", "", ""},
		{"stays if the new address has a signature", map[string]http.HandlerFunc{"/feed": redirect(301, "/new?expires=1767605400&signature=abc"), "/new?expires=1767605400&signature=abc": body(text)}, "/feed", "", ""},
		{"stays with 302", map[string]http.HandlerFunc{"/feed": redirect(302, "/new"), "/new": body(text)}, "/feed", "", ""},
		{"moves to the last permanent redirect with 307 after 301", map[string]http.HandlerFunc{"/feed": redirect(301, "/b"), "/b": redirect(307, "/new"), "/new": body(text)}, "/b", "", ""},
		{"stays if the new address is a page", map[string]http.HandlerFunc{"/feed": redirect(301, "/new"), "/new": noETag(page)}, "/feed", "", "page"},
		{"stays if another feed has the new address", map[string]http.HandlerFunc{"/feed": redirect(301, "/other")}, "/feed", `of feed "other"; remove one of the two`, ""},
		{"moves if the feed names a new address", map[string]http.HandlerFunc{"/feed": body(names("/new")), "/new": body(text)}, "/new", "", ""},
		{"moves to the last of several new addresses", map[string]http.HandlerFunc{"/feed": body(names("/b")), "/b": body(names("/new")), "/new": body(text)}, "/new", "", ""},
		{"stays if the feed names its own address", map[string]http.HandlerFunc{"/feed": body(names("/feed"))}, "/feed", "", ""},
		{"stays if two feeds name each other", map[string]http.HandlerFunc{"/feed": body(names("/new")), "/new": body(names("/feed"))}, "/feed", "", ""},
		{"stays if the new address redirects back", map[string]http.HandlerFunc{"/feed": body(names("/new")), "/new": redirect(301, "/feed")}, "/feed", "", ""},
		{"stays if the new address has no feed", map[string]http.HandlerFunc{"/feed": body(names("/new"))}, "/feed", "the new address in itunes:new-feed-url has no valid feed", ""},
		{"stays if the feed names the address of another feed", map[string]http.HandlerFunc{"/feed": body(names("/other"))}, "/feed", `of feed "other"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.set("/other", body(rss{title: "Other", items: from(20, 20)}.String()))
			if _, _, err := w.follower.Add(t.Context(), w.URL+"/other", data.FollowOptions{}); err != nil {
				t.Fatal(err)
			}
			w.feed(rss{title: "Crumb", items: from(100, 98)})
			id := w.add(data.FollowOptions{}).ID
			for path, page := range tt.pages {
				w.set(path, page)
			}
			stored, change, err := w.refresh(id)
			if tt.fails == "" && err != nil || tt.fails != "" && (err == nil || !strings.Contains(err.Error(), tt.fails)) {
				t.Fatalf("error %v, want one with %q", err, tt.fails)
			}
			diff(t, "address", w.URL+tt.want, stored.URL)
			if tt.problem == "" {
				w.noProblems(change)
			} else {
				problem(t, change, tt.problem)
			}
			w.takeRequests()
			if _, _, err := w.refresh(id); err != nil && tt.fails == "" {
				t.Fatal(err)
			}
			if requests := w.takeRequests(); requests[0] != "GET "+tt.want {
				t.Errorf("requests afterwards: %q", requests)
			}
			if stored := w.stored(id); stored.URL != w.URL+tt.want {
				t.Errorf("address afterwards: %q", stored.URL)
			}
		})
	}
}
