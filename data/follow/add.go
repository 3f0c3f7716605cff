package follow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"segue/data"
	"segue/data/feed"
)

// Add follows the feed at an address and reads its whole archive. The address may also be
// a page that links to its feed, and "https://" is optional. Add returns the stored feed
// and its changes.
//
// The error wraps [data.ErrBadFeed] if the address has no feed that may be listed. It
// wraps [data.ErrKnownFeed] if the feed is already followed, and Add returns that feed.
// In both cases nothing is stored. After any other error of reading, the feed stays
// stored, and the next refresh continues.
func (f *Follower) Add(ctx context.Context, address string, o data.FollowOptions) (data.Feed, data.FeedChange, error) {
	if o.Gone == "" {
		o.Gone = data.GoneKeep
	}
	if o.Gone != data.GoneKeep && o.Gone != data.GoneRemove {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: add %q: unknown option %q for missing episodes; want %q or %q", address, o.Gone, data.GoneKeep, data.GoneRemove)
	}
	d, stored, err := f.locate(ctx, address)
	if err != nil {
		return stored, data.FeedChange{}, fmt.Errorf("follow: add %q: %w", redacted(address), err)
	}
	stored.FollowOptions = o
	if stored, err = f.catalog.AddFeed(ctx, stored); err != nil {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: %w", err)
	}
	inner, release, err := f.feeds.acquire(ctx, string(stored.ID))
	if err != nil {
		return stored, data.FeedChange{}, fmt.Errorf("follow: add %q: %w", redacted(address), err)
	}
	defer release()
	u := f.newUpdate(stored)
	return u.finish(inner, u.apply(inner, d))
}

// locate fetches the feed of an address, and returns it with its new row. If the feed is
// already followed, it returns the stored row and [data.ErrKnownFeed].
func (f *Follower) locate(ctx context.Context, address string) (feedDownload, data.Feed, error) {
	at, err := parseAddress(address)
	if err != nil {
		return feedDownload{}, data.Feed{}, err
	}
	feeds, err := f.catalog.Feeds(ctx)
	if err != nil {
		return feedDownload{}, data.Feed{}, err
	}
	if other, known := feedAt(feeds, at, ""); known {
		return feedDownload{}, other, fmt.Errorf("%w, as %q", data.ErrKnownFeed, other.ID)
	}
	d, err := f.fetchFeed(ctx, at)
	if err != nil {
		return feedDownload{}, data.Feed{}, err
	}
	for _, found := range []string{d.address, d.url.String()} {
		if other, known := feedAt(feeds, found, ""); known {
			return feedDownload{}, other, fmt.Errorf("%w, as %q", data.ErrKnownFeed, other.ID)
		}
	}
	if d.Blocked {
		return feedDownload{}, data.Feed{}, &failure{text: d.url.Redacted() + " asks not to be listed (itunes:block or podcast:block); only its publisher can change that"}
	}
	stored := data.Feed{URL: d.address, GUID: d.GUID, State: data.FeedActive, Added: f.now(), Next: f.now().Add(minInterval)}
	stored.Show, err = f.showOf(ctx, feeds, d)
	return d, stored, err
}

// fetchFeed fetches the feed at an address, or the feed that a page at the address links
// to. It follows the feed to its newest address.
func (f *Follower) fetchFeed(ctx context.Context, address string) (feedDownload, error) {
	d, _, err := f.fetch(ctx, target{address: address}, nil)
	if page := (*feed.Error)(nil); errors.As(err, &page) && page.Kind == feed.HTMLPage {
		d, err = f.fetchFromPage(ctx, d, err)
	}
	if err != nil {
		return feedDownload{}, err
	}
	d, _, err = f.forward(ctx, d)
	return d, err
}

// maxLinks is the maximum number of feeds of a page that are tried. Most pages link to
// one or two: episodes and comments.
const maxLinks = 5

// fetchFromPage fetches the first feed with audio that a page links to, or else the first
// valid feed.
func (f *Follower) fetchFromPage(ctx context.Context, page feedDownload, reason error) (feedDownload, error) {
	links := feed.Discover(page.body, page.contentType, page.url)
	if len(links) == 0 {
		return feedDownload{}, &failure{text: page.url.Redacted() + ` is a page without a link to a feed (<link rel="alternate">); use the address of the feed itself`, cause: reason}
	}
	var found *feedDownload
	var first error
	for _, link := range links[:min(len(links), maxLinks)] {
		d, _, err := f.fetch(ctx, target{address: link.URL}, nil)
		switch {
		case ctx.Err() != nil:
			return feedDownload{}, context.Cause(ctx)
		case err != nil && first == nil:
			first = err
		case err == nil && hasAudio(d.Feed):
			return d, nil
		case err == nil && found == nil:
			found = &d
		}
	}
	if found == nil {
		return feedDownload{}, &failure{text: page.url.Redacted() + " is a page, and none of its feeds can be read", cause: first}
	}
	return *found, nil
}

func hasAudio(f feed.Feed) bool {
	for _, it := range f.Items {
		if it.Episode.Audio != "" {
			return true
		}
	}
	return false
}

// schemes are the URL schemes that podcast apps use instead of "https:" or before it.
var schemes = []string{"feed", "podcast", "pcast", "itpc"}

// parseAddress returns the http or https address for an address that an owner typed.
func parseAddress(address string) (string, error) {
	s := strings.TrimSpace(address)
	for _, scheme := range schemes {
		if rest, ok := cutFold(s, scheme+":"); ok {
			s = strings.TrimPrefix(rest, "//")
		}
	}
	if !strings.Contains(s, "://") {
		s = "https://" + strings.TrimPrefix(s, "//")
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil && !strings.Contains(address, "://"): // such as "mailto:"
		return "", &failure{text: `invalid address; write it as in "https://example.com/feed"`}
	case u.Scheme != "http" && u.Scheme != "https":
		return "", &failure{text: fmt.Sprintf(`unknown scheme %q; want http or https, as in "https://example.com/feed"`, u.Scheme)}
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), nil
}

func cutFold(s, prefix string) (after string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// redacted returns an address without its password, for messages.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return address
}

// showOf returns the show of a new feed. A stored feed with the same podcast:guid has the
// same show. Otherwise the show is named after the feed's title. If another feed has a
// show with this title, the new feed shares it only if most items are its episodes, as in
// a copy of a feed; otherwise the new show gets a different id. A show without a feed,
// such as an imported archive, becomes the feed's show.
func (f *Follower) showOf(ctx context.Context, feeds []data.Feed, d feedDownload) (data.Show, error) {
	title := d.Show.Title
	if title == "" {
		title = d.url.Hostname()
	}
	id, taken := data.NewShowID(title), false
	for _, other := range feeds {
		if d.GUID != "" && d.GUID == other.GUID {
			return data.Show{ID: other.Show.ID, Title: title}, nil
		}
		taken = taken || other.Show.ID == id
	}
	if taken {
		same, err := f.mostItemsIn(ctx, id, d.Items)
		if err != nil {
			return data.Show{}, err
		}
		if !same {
			id = distinctID(id, d.address)
		}
	}
	return data.Show{ID: id, Title: title}, nil
}

// mostItemsIn reports whether more than half of the items are episodes of a show, by
// their GUID or audio.
func (f *Follower) mostItemsIn(ctx context.Context, id data.ShowID, items []feed.Item) (bool, error) {
	show, err := loadShow(ctx, f.catalog, id)
	if err != nil {
		return false, err
	}
	same := 0
	for _, it := range items {
		if show.byGUID[it.Episode.GUID] != nil && it.Episode.GUID != "" || len(show.byAudio[audioKey(it.Episode.Audio)]) > 0 {
			same++
		}
	}
	return same*2 > len(items), nil
}

// addressDigits is the number of hexadecimal digits of the address's hash in an id.
// 32 bits are enough, because few shows share a title.
const addressDigits = 8

// distinctID returns the id with a hash of the address.
func distinctID(id data.ShowID, address string) data.ShowID {
	sum := sha256.Sum256([]byte(address))
	suffix := "-" + hex.EncodeToString(sum[:])[:addressDigits]
	return data.ShowID(strings.TrimRight(string(id)[:min(len(id), data.MaxIDLength-len(suffix))], "-") + suffix)
}
