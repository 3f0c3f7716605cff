// Package feed reads podcast feeds: RSS 2.0, RSS 1.0, Atom and JSON Feed, with the
// iTunes and the Podcasting 2.0 namespace. It reads what was fetched and fetches
// nothing itself.
//
// A feed is hostile until it is read. Its bytes are brought to UTF-8, and a scan
// that builds nothing checks nesting, names and entities and mends what breaks
// parsers, before gofeed sees the document. An item that cannot be used is left
// out and named in [Feed.Problems]; the rest is read. A body that is no feed at all
// gives an [*Error].
//
// # What an item is known by
//
// [Item.Key] is the GUID. An item without one is known by its audio address, else by
// its page, else by title and date; the key then begins with "audio:", "link:" or
// "title:", so that it is none of the GUIDs. Where several items have one key, the
// oldest keeps it and the others get a hash of what tells them apart. Equal items
// are one.
//
// [Item.Digest] is equal as long as the item says the same. What servers put into
// addresses anew at every request does not count: see [StableURL].
package feed

import (
	"context"
	"net/url"
	"time"

	"segue/data"
	"segue/data/clean"
)

const (
	// MaxBody is the largest body in bytes that is read. The largest podcast feeds,
	// with thousands of episodes and their show notes, have some 30 MB.
	MaxBody = 64 << 20
	// MaxItems is the most items that are read of one feed, the first of it: thirty
	// years of a daily show have half as many.
	MaxItems = 20_000
	// MaxField bounds one element within an item, in bytes. A text of a million
	// letters is a book; the rest is room for images that are written into the notes.
	MaxField = 4 << 20
	// MaxDepth is the most elements within each other. Feeds need 6; XHTML in an Atom
	// entry some dozens more.
	MaxDepth = 100
	// MaxTime bounds the reading of one feed. The largest take ten seconds of a desktop's
	// core, most of it for cleaning notes, and some times that on a small board.
	MaxTime = 2 * time.Minute
)

// Feed is what a feed says.
type Feed struct {
	// Show has the title alone, empty where neither the feed nor its address gives
	// one. Whoever follows the feed assigns the ID.
	Show data.Show
	// GUID is the podcast:guid.
	GUID string
	// Language is in the form of [data.ParseLanguage].
	Language string
	// Serial says that episodes are meant to be heard in their order.
	Serial   bool
	Explicit data.Explicitness
	// Image and Link, the show's site, are absolute.
	Image, Link string
	// People are those of the channel. They are in every item that names none.
	People []data.Person
	// Blocked says that the publisher does not want the show to be listed. The items
	// are read nevertheless.
	Blocked bool
	// Hub and Topic are for WebSub: where to subscribe, and to what. Topic is the
	// feed's own address where it gives one.
	Hub, Topic string
	// Next is the address of the page with older items, PrevArchive that of the
	// archive before this one (RFC 5005).
	Next, PrevArchive string
	// TTL is how long the feed asks not to be fetched again, at most [MaxTTL]; 0
	// where it does not say.
	TTL time.Duration
	// NewURL is where the feed has moved to.
	NewURL string
	// Complete says that no more episodes will come.
	Complete bool
	// Items are in the order of the feed.
	Items []Item
	// Problems say what of the feed was left out.
	Problems []Problem
}

// Item is one item of a feed.
type Item struct {
	// Key names the item within its feed; see the package comment.
	Key string
	// Episode has neither ID nor Show. Its GUID is the Key of an item whose GUID an
	// older item has too.
	Episode data.Episode
	// Blocked says that the publisher does not want this episode to be listed.
	Blocked bool
	// Digest is a SHA-256 of all that was read of the item. It does not depend on
	// other items, and changes where this package learns to read more.
	Digest [32]byte
}

// Problem says what of a feed was left out.
type Problem struct {
	// Item is the item's place in the feed, from 1; 0 for the feed itself.
	Item int
	// Reason says what is wrong with it.
	Reason string
}

// Parse reads a feed. The content type is the HTTP header's, of which only the
// charset is used, and may be empty; base is the address that relative ones are
// resolved against, and may be nil. A relative address without a base is left out.
//
// Equal bodies give equal feeds. The error is an [*Error], or that of ctx.
func Parse(ctx context.Context, body []byte, contentType string, base *url.URL) (Feed, error) {
	if len(body) > MaxBody {
		return Feed{}, bad(TooLarge, "the feed has %d MB, at most %d are read: offer it in pages (rel=\"next\"), or with shorter notes", len(body)>>20, MaxBody>>20)
	}
	limited, cancel := context.WithTimeoutCause(ctx, MaxTime, errTooSlow)
	defer cancel()
	text, err := clean.Decode(body, contentType)
	if err != nil {
		return Feed{}, bad(Malformed, "the feed's %v", err)
	}
	src, err := read(limited, text)
	if err != nil {
		return Feed{}, err
	}
	return newReader(src, base).feed(limited)
}

var errTooSlow = bad(TooSlow, "the feed took longer than %v to read: it is built in a way that no parser reads fast", MaxTime)
