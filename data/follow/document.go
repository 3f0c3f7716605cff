package follow

import (
	"context"
	"fmt"
	"strings"

	"segue/data"
	"segue/data/feed"
)

// document is a feed as it was fetched.
type document struct {
	answer
	feed.Feed
	// address is the feed's address for future requests.
	address string
	digest  []byte
}

// fetch requests a feed and parses it. It does not parse a feed that is unchanged by
// the server's answer or by the known digest.
func (f *Follower) fetch(ctx context.Context, w target, known []byte) (d document, unchanged bool, err error) {
	w.accept = accept
	a, err := f.get(ctx, w)
	d = document{answer: a, address: w.address}
	if err != nil {
		return d, false, err
	}
	if to := a.moved.String(); feed.StableURL(to) == to { // an address with a signature expires, whatever the status promises
		d.address = to
	}
	if a.status != 200 {
		return d, true, nil
	}
	if d.digest = digestOf(a.body); string(d.digest) == string(known) {
		d.body = nil
		return d, true, nil
	}
	if d.Feed, err = feed.Parse(ctx, a.body, a.contentType, a.url); err != nil {
		return d, false, notAFeed(ctx, a, err)
	}
	d.body = nil // some megabytes that are not needed any more
	return d, false, nil
}

func notAFeed(ctx context.Context, a answer, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return &failure{text: a.url.Redacted(), cause: err}
}

// maxForwards bounds new addresses that name newer ones.
const maxForwards = 5

// forward follows itunes:new-feed-url to the last address that gives a feed. An address
// that leads back or gives no feed changes nothing; the problem reports the latter. Nor
// does a move from https to http, because anyone on the way could then move the feed on:
// neither a document that came over http nor an address without https is trusted.
func (f *Follower) forward(ctx context.Context, start document) (at document, problem string, err error) {
	at = start
	visited := map[string]bool{at.address: true, at.url.String(): true}
	for range maxForwards {
		to := at.NewURL
		switch {
		case to == "" || to == at.address || to == at.url.String() || at.leftHTTPS:
			return at, "", nil
		case insecure(at.address, to):
			return at, insecureMove(at.address, to), nil
		case visited[to]:
			return start, "", nil
		}
		next, _, err := f.fetch(ctx, target{address: to}, nil)
		switch {
		case ctx.Err() != nil:
			return start, "", context.Cause(ctx)
		case err != nil:
			return at, fmt.Sprintf("the feed names a new address that gives no feed, and is still read at the old one: %v", err), nil
		case visited[next.address]:
			return start, "", nil
		}
		visited[to], visited[next.address], visited[next.url.String()] = true, true, true
		at = next
	}
	return at, "", nil
}

// insecure reports whether a move would leave https.
func insecure(from, to string) bool {
	return strings.HasPrefix(from, "https:") && !strings.HasPrefix(to, "https:")
}

// insecureMove describes a move that is not followed. Many feeds name their own address
// as it was before https, which is no problem.
func insecureMove(from, to string) string {
	if data.PageKey(from) == data.PageKey(to) {
		return ""
	}
	return fmt.Sprintf("the feed names a new address without https, %s, and is still read at the old one", shown(to))
}

// elsewhere returns the feed that is followed at an address already, or false. The
// addresses are compared as pages are, so "http:" and "https:" are one.
func elsewhere(feeds []data.Feed, address string, self data.FeedID) (data.Feed, bool) {
	key := data.PageKey(address)
	for _, other := range feeds {
		if other.ID != self && data.PageKey(other.URL) == key {
			return other, true
		}
	}
	return data.Feed{}, false
}
