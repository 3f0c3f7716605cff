// Package feed parses podcast feeds: RSS 2.0, RSS 1.0, Atom and JSON Feed, with the iTunes
// and Podcasting 2.0 namespaces. It does not fetch them.
//
// Feeds are untrusted. Before gofeed parses a document, its text is converted to UTF-8, and
// a scanner that builds no tree checks depth, names and entities and repairs text that
// breaks parsers: unclosed items, elements and CDATA sections, invalid attributes, and text
// before the feed. An item that cannot be used is skipped, and an invalid field of an item
// is dropped. Both are listed in [Feed.Problems]; everything else is read. A body that is
// not a feed gives an [*Error].
//
// # Keys and digests of items
//
// [Item.Key] is the GUID. For an item without a GUID it is the audio address, else the page
// address, else title and date, with the prefix "audio:", "link:" or "title:", so it differs
// from all GUIDs. If several items have the same key, the oldest keeps it, and the others
// get a suffix, a hash of their differences. Equal items are merged.
//
// [Item.Digest] does not change while the content of the item is the same. It ignores the
// parts of addresses that servers change at every request: see [StableURL].
package feed

import (
	"context"
	"net/url"
	"time"

	"segue/data"
	"segue/data/clean"
)

const (
	// MaxBody is the maximum size of a body in bytes. The largest podcast feeds, with
	// thousands of episodes and show notes, have about 30 MB.
	MaxBody = 64 << 20
	// MaxItems is the maximum number of items, from the beginning of the feed. Thirty
	// years of a daily show have half as many.
	MaxItems = 20_000
	// MaxField is the maximum size of one element within an item in bytes. That is more
	// than the text of a book, because some texts contain inline images.
	MaxField = 4 << 20
	// MaxDepth is the maximum depth of elements. Feeds need 6, and XHTML in an Atom
	// entry some dozens more.
	MaxDepth = 100
	// MaxTime is the maximum time for parsing a feed. The largest feeds take ten seconds
	// on one core of a desktop, mostly to clean notes, and several times as long on a
	// small board.
	MaxTime = 2 * time.Minute
)

// Feed is the content of a feed.
type Feed struct {
	// Show has only a title; empty if neither the feed nor its address has one. The
	// follower of the feed assigns the ID.
	Show data.Show
	// GUID is the podcast:guid.
	GUID string
	// Language is in the form of [data.ParseLanguage].
	Language string
	// Serial is true if the episodes should be heard in order.
	Serial   bool
	Explicit data.Explicitness
	// Image is the show's image, Link its website. Both are absolute.
	Image, Link string
	// People are the people of the channel. Every item without people of its own gets
	// them.
	People []data.Person
	// Blocked is true if the publisher does not want the show to be listed. The items
	// are still read.
	Blocked bool
	// Hub is the WebSub hub, Topic the feed's own address, for a subscription.
	Hub, Topic string
	// Next is the address of the page with older items, PrevArchive of the previous
	// archive (RFC 5005).
	Next, PrevArchive string
	// TTL is the minimum time between fetches that the feed requests, at most [MaxTTL];
	// 0 if it has none.
	TTL time.Duration
	// NewURL is the new address of a moved feed.
	NewURL string
	// Complete is true if there will be no more episodes.
	Complete bool
	// Items are in the order of the feed.
	Items []Item
	// Truncated is true if the body ends within an element. Items has the complete items.
	Truncated bool
	// Problems lists the skipped and repaired parts of the feed.
	Problems []Problem
}

// Item is one item of a feed.
type Item struct {
	// Key identifies the item within its feed; see the package comment.
	Key string
	// Episode has no ID and no Show. If an older item has the same GUID, its GUID is the
	// Key.
	Episode data.Episode
	// Blocked is true if the publisher does not want the episode to be listed.
	Blocked bool
	// Digest is a SHA-256 of all data read from the item. It does not depend on other
	// items. It changes if a new version of this package reads more data.
	Digest [32]byte
}

// Problem is a part of a feed that was skipped or repaired.
type Problem struct {
	// Item is the position of the item in the feed, from 1; 0 for the feed itself.
	Item int
	// Reason describes the mistake.
	Reason string
	// Lost is true if an item could not be read, so that it is missing from the items.
	Lost bool
}

// Parse parses a feed. contentType is the HTTP header's and may be empty; only its charset
// is used. Relative addresses are resolved against base. If base is nil, they are dropped.
// A date that is too far ahead of now is unknown; see [data.MaxAhead].
//
// Equal arguments give equal feeds. The error is an [*Error], or the error of ctx.
func Parse(ctx context.Context, body []byte, contentType string, base *url.URL, now time.Time) (Feed, error) {
	if len(body) > MaxBody {
		return Feed{}, newError(TooLarge, "the feed has %d MB; the maximum is %d: split it into pages (rel=\"next\") or shorten its notes", len(body)>>20, MaxBody>>20)
	}
	limited, cancel := context.WithTimeoutCause(ctx, MaxTime, errTooSlow)
	defer cancel()
	text, err := clean.Decode(body, contentType)
	if err != nil {
		return Feed{}, newError(Malformed, "the feed's %v", err)
	}
	src, err := read(limited, text)
	if err != nil {
		return Feed{}, err
	}
	return newReader(src, base, now).feed(limited)
}

var errTooSlow = newError(TooSlow, "parsing the feed took longer than %v; simplify its structure", MaxTime)
