package data

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors about feeds. Callers check them with [errors.Is].
var (
	// ErrUnknownFeed is returned if no followed feed has the given id or address.
	ErrUnknownFeed = errors.New("unknown feed")
	// ErrKnownFeed is returned if the catalogue already follows the feed.
	ErrKnownFeed = errors.New("the feed is already followed")
	// ErrBadFeed is returned if there is no feed to follow at an address: it is
	// unreachable or blocked, has other content, or asks not to be listed.
	ErrBadFeed = errors.New("no feed to follow")
)

// FeedID identifies a feed of a catalogue, in the form of an [EpisodeID].
type FeedID string

// Feed is a feed that a catalogue follows, and its state.
type Feed struct {
	ID FeedID
	// URL is the current address of the feed. It changes if the publisher moves it.
	URL string
	// Show is the show of the feed's episodes. Its ID never changes, even if the title
	// does.
	Show Show
	// GUID is the show's podcast:guid; empty if there is none.
	GUID  string
	State FeedState
	FollowOptions

	// Added is the time of the first poll, Checked of the last poll, Changed of the
	// last poll with new content, and Next of the next poll. All are in UTC, and zero
	// if there is no such poll.
	Added, Checked, Changed, Next time.Time
	// Failures is the number of consecutive failed polls, Error the message of the last
	// one. They are 0 and empty after a successful poll.
	Failures int
	Error    string
	// Episodes is the number of episodes of this feed in the catalogue. The store
	// computes it and ignores it on writes.
	Episodes int

	// ETag and LastModified are the validators of the last document read.
	ETag, LastModified string
	// Digest is the SHA-256 of the last body read; nil before the first.
	Digest []byte
	// TTL is the minimum time between polls that the feed requests; 0 if it has none.
	TTL time.Duration
	// Archive is the next unread page of a paged feed; empty if all pages are read.
	Archive string
	// Hub and Topic are the WebSub addresses of the feed; empty if it has no hub.
	// HubUntil is the end of the subscription.
	Hub, Topic string
	HubUntil   time.Time
}

// FollowOptions are the owner's settings for a feed.
type FollowOptions struct {
	// Gone is the policy for episodes that are no longer in the feed.
	Gone GonePolicy
	// Transcripts is true if the feed's transcripts are fetched.
	Transcripts bool
}

// GonePolicy is the action for episodes that are no longer in their feed.
type GonePolicy string

// All values of GonePolicy. Many feeds list only the newest hundred episodes, so the
// default is to keep the others.
const (
	GoneKeep   GonePolicy = "keep"
	GoneRemove GonePolicy = "remove"
)

// FeedState is the state of a followed feed.
type FeedState string

// The states of a feed.
const (
	// FeedActive is the state of a feed that is polled.
	FeedActive FeedState = "active"
	// FeedEnded is the state of a feed that its publisher has ended (410 Gone).
	FeedEnded FeedState = "ended"
	// FeedBlocked is the state of a feed that asks not to be listed.
	FeedBlocked FeedState = "blocked"
)

// FeedItem links an item of a feed to its episode.
type FeedItem struct {
	// Key identifies the item within its feed: the GUID, if it has one.
	Key     string
	Episode EpisodeID
	// Digest is the SHA-256 of the item's content at the last read.
	Digest []byte
	// Listed is true if the item was in the feed at the last read.
	Listed bool
}

// NewID proposes an id for a new feed. Proposal 0 is the slug of the show's title.
// Proposal 1 adds the beginning of a hash of the address, further ones also a number.
// The caller increments try while the proposed id is taken.
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

// FeedChange is the result of a poll.
type FeedChange struct {
	Outcome FeedOutcome
	// Added, Updated and Removed count episodes. An episode is removed if the feed no
	// longer lists it or asks not to list it.
	Added, Updated, Removed int
	// Problems describe the items that could not be used, with reasons.
	Problems []string
}

// FeedOutcome is the kind of result of a poll.
type FeedOutcome string

// All outcomes of a successful poll. A failed poll returns an error.
const (
	// FeedChanged is the outcome if the feed differs from the last read.
	FeedChanged FeedOutcome = "changed"
	// FeedUnchanged is the outcome if the feed has not changed.
	FeedUnchanged FeedOutcome = "unchanged"
	// FeedHasEnded is the outcome if the publisher has ended the feed.
	FeedHasEnded FeedOutcome = "ended"
	// FeedIsBlocked is the outcome if the feed asks not to be listed.
	FeedIsBlocked FeedOutcome = "blocked"
)
