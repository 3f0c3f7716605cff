package data

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors about feeds, to be told apart by [errors.Is].
var (
	// ErrUnknownFeed says that the catalogue follows no feed of that id or address.
	ErrUnknownFeed = errors.New("unknown feed")
	// ErrKnownFeed says that the catalogue follows the feed already.
	ErrKnownFeed = errors.New("feed is followed already")
	// ErrBadFeed says that an address gives no feed that can be followed: it cannot be
	// reached, may not be reached, holds something else, or asks not to be listed.
	ErrBadFeed = errors.New("no feed to follow")
)

// FeedID names one feed of a catalogue, in the form of an [EpisodeID].
type FeedID string

// Feed is a feed that a catalogue follows, and what is known of it.
type Feed struct {
	ID FeedID
	// URL is where the feed is fetched. It changes when the publisher moves it.
	URL string
	// Show is the show that the feed's episodes belong to. Its ID stays as it was
	// first, whatever happens to the title.
	Show Show
	// GUID is the show's podcast:guid, empty where there is none.
	GUID  string
	State FeedState
	FollowOptions

	// Added is when following began, Checked when the feed was last asked for,
	// Changed when it last brought something new, Next when it is asked for again.
	// All are in UTC and zero where it has not happened or will not.
	Added, Checked, Changed, Next time.Time
	// Failures counts the attempts in a row that failed, Error says why the last of
	// them did; 0 and empty after one that did not.
	Failures int
	Error    string
	// Episodes counts those that came from the feed and are in the catalogue. It is
	// read and never written.
	Episodes int

	// ETag and LastModified are what the server named the state that was read last.
	ETag, LastModified string
	// Digest is the SHA-256 of the body that was read last, nil before the first.
	Digest []byte
	// TTL is how long the feed asks not to be asked again, 0 where it does not say.
	TTL time.Duration
	// Archive is the page of a paged feed at which reading goes on, empty once all of
	// them were read.
	Archive string
	// Hub and Topic are the addresses with which WebSub is asked to tell of changes,
	// empty where the feed names no hub. HubUntil is when that ends.
	Hub, Topic string
	HubUntil   time.Time
}

// FollowOptions are what an owner decides about a feed.
type FollowOptions struct {
	// Gone says what happens to episodes that are no longer in the feed.
	Gone GonePolicy
	// Transcripts says whether transcripts that the feed names are fetched.
	Transcripts bool
}

// GonePolicy says what happens to episodes that are no longer in their feed.
type GonePolicy string

// The policies. Feeds are often cut at the newest hundred, so episodes are kept
// unless the owner says otherwise.
const (
	GoneKeep   GonePolicy = "keep"
	GoneRemove GonePolicy = "remove"
)

// FeedState says whether a feed is followed.
type FeedState string

// The states of a feed.
const (
	// FeedActive is a feed that is asked for again.
	FeedActive FeedState = "active"
	// FeedEnded is a feed that its publisher has ended for good (410 Gone).
	FeedEnded FeedState = "ended"
	// FeedBlocked is a feed that asks not to be listed.
	FeedBlocked FeedState = "blocked"
)

// FeedItem is an item of a feed and the episode that it became.
type FeedItem struct {
	// Key names the item within its feed: the GUID where it has one.
	Key     string
	Episode EpisodeID
	// Digest is the SHA-256 of what the feed said of the item when it was read last.
	Digest []byte
	// Listed says whether the item was in the feed when it was read last.
	Listed bool
}

// NewID proposes the id of a feed that has none: the slug of its show's title, then
// with the beginning of a hash of the address, then with a number too. Try is how many
// proposals were taken.
func (f Feed) NewID(try int) FeedID {
	id := cmp.Or(Slug(f.Show.Title), "feed")
	if try == 0 {
		return FeedID(id)
	}
	suffix := "-" + hash("feed", f.URL)[:idSuffix]
	if try > 1 {
		suffix += fmt.Sprintf("-%d", try)
	}
	return FeedID(strings.TrimRight(id[:min(len(id), MaxIDLength-len(suffix))], "-") + suffix)
}

// FeedChange is what asking for a feed has brought.
type FeedChange struct {
	Outcome FeedOutcome
	// Added and Updated count episodes that are new or differ, Removed those that were
	// deleted because the feed no longer has them or asks not to list them.
	Added, Updated, Removed int
	// Problems say which items could not be used and why.
	Problems []string
}

// FeedOutcome says in one word how asking for a feed went.
type FeedOutcome string

// The outcomes. A failure is an error instead.
const (
	// FeedChanged says that the feed was read: it differs from what was read before.
	FeedChanged FeedOutcome = "changed"
	// FeedUnchanged says that it has not changed.
	FeedUnchanged FeedOutcome = "unchanged"
	// FeedHasEnded says that the publisher ended it, now or before.
	FeedHasEnded FeedOutcome = "ended"
	// FeedIsBlocked says that it asks not to be listed.
	FeedIsBlocked FeedOutcome = "blocked"
)
