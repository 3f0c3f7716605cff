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
	// Followed feeds are fetched regularly. Failing ones are Followed feeds whose
	// last attempt failed.
	Followed, Failing int
	// Ended feeds are not fetched any more: their publishers have ended them, or they
	// ask not to be listed.
	Ended int
}
