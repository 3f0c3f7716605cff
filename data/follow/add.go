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

// Add follows the feed at an address, with its whole archive. The address may be that
// of a page which names its feed, and may lack "https://". It returns the feed as it is
// kept and what it brought.
//
// The error wraps [data.ErrBadFeed] where the address gives no feed that may be listed,
// and [data.ErrKnownFeed], with the feed, where it is followed already; nothing is kept
// then. After any other error the feed is kept, and read on when it is due.
func (f *Follower) Add(ctx context.Context, address string, o data.FollowOptions) (data.Feed, data.FeedChange, error) {
	if o.Gone == "" {
		o.Gone = data.GoneKeep
	}
	if o.Gone != data.GoneKeep && o.Gone != data.GoneRemove {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: add %q: episodes that are gone can be %q or %q, and not %q", address, data.GoneKeep, data.GoneRemove, o.Gone)
	}
	d, kept, err := f.locate(ctx, address)
	if err != nil {
		return kept, data.FeedChange{}, fmt.Errorf("follow: add %q: %w", shown(address), err)
	}
	kept.FollowOptions = o
	if kept, err = f.catalog.AddFeed(ctx, kept); err != nil {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: %w", err)
	}
	inner, release, err := f.feeds.acquire(ctx, string(kept.ID))
	if err != nil {
		return kept, data.FeedChange{}, fmt.Errorf("follow: add %q: %w", shown(address), err)
	}
	defer release()
	u := f.newUpdate(kept)
	return u.finish(inner, u.apply(inner, d))
}

// locate finds the feed that an address means, and makes the row of it.
func (f *Follower) locate(ctx context.Context, address string) (document, data.Feed, error) {
	at, err := parseAddress(address)
	if err != nil {
		return document{}, data.Feed{}, err
	}
	feeds, err := f.catalog.Feeds(ctx)
	if err != nil {
		return document{}, data.Feed{}, err
	}
	if other, known := elsewhere(feeds, at, ""); known {
		return document{}, other, fmt.Errorf("it is feed %q: %w", other.ID, data.ErrKnownFeed)
	}
	d, err := f.fetchFeed(ctx, at)
	if err != nil {
		return document{}, data.Feed{}, err
	}
	for _, found := range []string{d.address, d.url.String()} {
		if other, known := elsewhere(feeds, found, ""); known {
			return document{}, other, fmt.Errorf("it leads to feed %q: %w", other.ID, data.ErrKnownFeed)
		}
	}
	if d.Blocked {
		return document{}, data.Feed{}, &failure{text: d.url.Redacted() + " asks not to be listed (itunes:block or podcast:block): only its publisher can change that"}
	}
	kept := data.Feed{URL: d.address, GUID: d.GUID, State: data.FeedActive, Added: f.now(), Next: f.now().Add(minInterval)}
	kept.Show, err = f.showOf(ctx, feeds, d)
	return d, kept, err
}

// fetchFeed fetches the feed at an address, or that of the page there, at its newest
// address.
func (f *Follower) fetchFeed(ctx context.Context, address string) (document, error) {
	d, _, err := f.fetch(ctx, target{address: address}, nil)
	if page := (*feed.Error)(nil); errors.As(err, &page) && page.Kind == feed.HTMLPage {
		d, err = f.fetchFromPage(ctx, d, err)
	}
	if err != nil {
		return document{}, err
	}
	d, _, err = f.forward(ctx, d)
	return d, err
}

// maxLinks is the most feeds of a page that are tried. Pages name one or two: the
// episodes, and comments.
const maxLinks = 5

// fetchFromPage fetches the first feed with audio that a page names, or else the first feed.
func (f *Follower) fetchFromPage(ctx context.Context, page document, reason error) (document, error) {
	links := feed.Discover(page.body, page.contentType, page.url)
	if len(links) == 0 {
		return document{}, &failure{text: page.url.Redacted() + ` is a page that names no feed by <link rel="alternate">: give the address of the feed itself`, cause: reason}
	}
	var found *document
	var first error
	for _, link := range links[:min(len(links), maxLinks)] {
		d, _, err := f.fetch(ctx, target{address: link.URL}, nil)
		switch {
		case ctx.Err() != nil:
			return document{}, context.Cause(ctx)
		case err != nil && first == nil:
			first = err
		case err == nil && hasAudio(d.Feed):
			return d, nil
		case err == nil && found == nil:
			found = &d
		}
	}
	if found == nil {
		return document{}, &failure{text: page.url.Redacted() + " is a page, and none of the feeds that it names can be read", cause: first}
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

// schemes are what applications write in place of "https:" or before it.
var schemes = []string{"feed", "podcast", "pcast", "itpc"}

// parseAddress makes an address of http or https of what an owner typed.
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
	case err != nil || u.Hostname() == "" || u.User != nil && !strings.Contains(address, "://"): // as "mailto:" has it
		return "", &failure{text: `it is no address: write it as in "https://example.com/feed"`}
	case u.Scheme != "http" && u.Scheme != "https":
		return "", &failure{text: fmt.Sprintf(`feeds are read by http and https, and not by %q: write the address as in "https://example.com/feed"`, u.Scheme)}
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

// shown is an address without a password, for messages.
func shown(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return address
}

// showOf returns the show that a new feed's episodes belong to: that of a feed with the
// same podcast:guid, and otherwise one of its own, named after the title. Another feed's
// show with this title is only the same where most items are its episodes already, as
// with a copy of a feed. Episodes of a show that no feed has brought, such as those of an
// archive, are taken for the feed's.
func (f *Follower) showOf(ctx context.Context, feeds []data.Feed, d document) (data.Show, error) {
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
		same, err := f.mostlyOf(ctx, id, d.Items)
		if err != nil {
			return data.Show{}, err
		}
		if !same {
			id = distinct(id, d.address)
		}
	}
	return data.Show{ID: id, Title: title}, nil
}

// mostlyOf reports whether more than half of the items are episodes of a show, by their
// GUID or their audio.
func (f *Follower) mostlyOf(ctx context.Context, id data.ShowID, items []feed.Item) (bool, error) {
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

// addressDigits is the number of hexadecimal digits that set shows of one title apart:
// 32 bits, for the few shows that share a title.
const addressDigits = 8

func distinct(id data.ShowID, address string) data.ShowID {
	sum := sha256.Sum256([]byte(address))
	suffix := "-" + hex.EncodeToString(sum[:])[:addressDigits]
	return data.ShowID(strings.TrimRight(string(id)[:min(len(id), data.MaxIDLength-len(suffix))], "-") + suffix)
}
