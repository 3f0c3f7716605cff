package catalog

import "segue/data"

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
}
