package catalog

import (
	"time"

	"segue/data"
)

// FeedEpisode is an episode as an item of a feed describes it.
type FeedEpisode struct {
	data.Episode
	// Key and Digest are the fields of [data.FeedItem].
	Key    string
	Digest []byte
}

// FeedCounts counts feeds by their state.
type FeedCounts struct {
	// Followed counts the feeds that are fetched regularly. Failing counts the
	// ones whose last attempt failed.
	Followed, Failing int
	// Ended counts the other feeds: their publishers have ended them, or they ask not
	// to be listed. The latter are still checked now and then.
	Ended int
	// Due counts the followed feeds whose next fetch should have begun.
	Due int
	// Oldest is the time of the last check of the followed feed that was checked longest
	// ago, or the time at which it was added if it was never checked. It is zero if no feed
	// is followed.
	Oldest time.Time
}
