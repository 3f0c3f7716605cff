package follow

import (
	"context"
	"fmt"
	"strings"

	"segue/data"
	"segue/data/feed"
)

// feedDownload is a downloaded and parsed feed.
type feedDownload struct {
	download
	feed.Feed
	// address is the feed's address for future requests.
	address string
	digest  []byte
}

// fetch requests a feed and parses it. It skips parsing and returns unchanged if the
// server responds with 304 or the body has the known digest.
func (f *Follower) fetch(ctx context.Context, t target, known []byte) (d feedDownload, unchanged bool, err error) {
	t.accept = accept
	got, err := f.get(ctx, t)
	d = feedDownload{download: got, address: t.address}
	if err != nil {
		return d, false, err
	}
	if to := got.moved.String(); feed.StableURL(to) == to { // a signed address expires, even if the status is 301 or 308
		d.address = to
	}
	if got.status != 200 {
		return d, true, nil
	}
	if d.digest = digestOf(got.body); string(d.digest) == string(known) {
		d.body = nil
		return d, true, nil
	}
	if d.Feed, err = feed.Parse(ctx, got.body, got.contentType, got.url, f.now()); err != nil {
		return d, false, notAFeed(ctx, got, err)
	}
	d.body = nil // frees some megabytes
	return d, false, nil
}

func notAFeed(ctx context.Context, got download, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return &failure{text: got.url.Redacted(), cause: err}
}

// maxForwards is the maximum number of new addresses that are followed in one update.
const maxForwards = 5

// forward follows itunes:new-feed-url to the last address with a valid feed. If the
// addresses lead in a circle, it returns start. If an address has no valid feed, forward
// stops before it and returns a problem.
//
// It also refuses a move from https to http, because an attacker on the network could then
// redirect the feed. For the same reason it ignores the new address in a document that was
// fetched over http after a redirect from https.
func (f *Follower) forward(ctx context.Context, start feedDownload) (at feedDownload, problem string, err error) {
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
			return at, fmt.Sprintf("the new address in itunes:new-feed-url has no valid feed, so the old address is used: %v", err), nil
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

// insecureMove returns the problem of a move that is refused. It is empty if the feed
// only names its own address without https, as many feeds do.
func insecureMove(from, to string) string {
	if data.PageKey(from) == data.PageKey(to) {
		return ""
	}
	return fmt.Sprintf("the new address in itunes:new-feed-url, %s, has no https, so the old address is used", redacted(to))
}

// feedAt returns the feed with an address, or false. It ignores the feed self. Addresses
// are compared by [data.PageKey], so that "http:" and "https:" are equal.
func feedAt(feeds []data.Feed, address string, self data.FeedID) (data.Feed, bool) {
	key := data.PageKey(address)
	for _, other := range feeds {
		if other.ID != self && data.PageKey(other.URL) == key {
			return other, true
		}
	}
	return data.Feed{}, false
}
