package follow

import (
	"context"
	"fmt"
	"slices"
	"time"

	"segue/data"
)

// reading is one asking for a feed at work.
type reading struct {
	f *Follower
	// feed is what will be kept of the feed, planned the Next that its row has.
	feed    data.Feed
	planned time.Time
	change  data.FeedChange
	// untold counts problems that are not told one by one.
	untold int
	// fresh is how long the server says that nothing changes.
	fresh time.Duration

	// items are those that the catalogue knows, by key.
	items map[string]data.FeedItem
	// seen are the keys of this reading, with what tells their items apart, in order.
	seen map[string]string
	keys []string
	// had counts the items that were listed before and have an episode.
	had int
	// whole says that every page of the feed was read, from the first to the last.
	whole bool
	// unusable says that an item could not be used, so that what is missing may be it.
	unusable bool
	// lenient says that an item may be an episode that another item was which may be on
	// a page that was not read.
	lenient bool
	// claimed are the episodes that items of this reading are, with their keys.
	claimed map[data.EpisodeID]string
	// owners are the keys under which the catalogue knows an episode and which it
	// lists.
	owners map[data.EpisodeID][]string
	// keysOf counts the keys under which it knows an episode.
	keysOf map[data.EpisodeID]int
	// show is loaded when it is needed, title the one that its episodes have.
	show  *show
	title string
}

func (f *Follower) newReading(kept data.Feed) *reading {
	return &reading{f: f, feed: kept, planned: kept.Next, title: kept.Show.Title, seen: map[string]string{}, claimed: map[data.EpisodeID]string{}, owners: map[data.EpisodeID][]string{}, keysOf: map[data.EpisodeID]int{}}
}

// recall reads what the catalogue knows of the feed's items.
func (r *reading) recall(ctx context.Context) (err error) {
	r.items, err = r.f.catalog.Items(ctx, r.feed.ID)
	for key, item := range r.items {
		r.keysOf[item.Episode]++
		if item.Listed && item.Episode != "" {
			r.owners[item.Episode] = append(r.owners[item.Episode], key)
			r.had++
		}
	}
	return err
}

// end is for a feed that its publisher has ended. Its episodes stay.
func (r *reading) end() error {
	r.feed.State, r.change.Outcome = data.FeedEnded, data.FeedHasEnded
	return nil
}

// unchanged is for a feed that says what it said. A part of its archive that was not
// read before may be left.
func (r *reading) unchanged(ctx context.Context, d document) error {
	if _, err := r.move(ctx, d.address); err != nil {
		return err
	}
	r.named(d)
	r.feed.State, r.change.Outcome = data.FeedActive, data.FeedUnchanged
	if r.feed.Archive == "" {
		return nil
	}
	if err := r.recall(ctx); err != nil {
		return err
	}
	if err := r.archive(ctx, r.feed.Archive); err != nil {
		return err
	}
	if r.change.Added+r.change.Updated+r.change.Removed > 0 {
		r.change.Outcome = data.FeedChanged
	}
	return r.list(ctx)
}

// named keeps how the server names the state that was read.
func (r *reading) named(d document) {
	r.feed.ETag, r.feed.LastModified, r.fresh = d.etag, d.lastModified, d.fresh
}

// take stores what a feed says that differs from what is known.
func (r *reading) take(ctx context.Context, d document) error {
	if err := r.recall(ctx); err != nil {
		return err
	}
	if d.Blocked {
		return r.block(ctx)
	}
	first := len(r.feed.Digest) == 0
	r.describe(d)
	r.feed.State, r.change.Outcome = data.FeedActive, data.FeedChanged
	read := r.again
	if first {
		read = r.first
	}
	if err := read(ctx, d); err != nil {
		return err
	}
	return r.list(ctx)
}

// describe takes over what the feed says of itself.
func (r *reading) describe(d document) {
	if d.Show.Title != "" {
		r.feed.Show.Title = d.Show.Title
	}
	r.feed.GUID, r.feed.TTL = d.GUID, d.TTL
	if d.Complete {
		r.feed.TTL = max(r.feed.TTL, maxInterval)
	}
	r.feed.Hub, r.feed.Topic = d.Hub, ""
	if d.Hub != "" {
		r.feed.Topic = d.Topic
		if d.Topic == "" {
			r.feed.Topic = r.feed.URL
		}
	}
}

// known keeps that the first page was read.
func (r *reading) known(d document) {
	r.named(d)
	r.feed.Digest = d.digest
}

// block is for a feed that asks not to be listed: its episodes are deleted, and its
// items forgotten, so that they come back when it may be listed again.
func (r *reading) block(ctx context.Context) error {
	var keys []string
	for key, item := range r.items {
		if item.Episode != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) > 0 {
		slices.Sort(keys)
		removed, err := r.f.catalog.DropItems(ctx, r.feed.ID, keys)
		if err != nil {
			return err
		}
		r.change.Removed += removed
	}
	r.feed.State, r.change.Outcome = data.FeedBlocked, data.FeedIsBlocked
	r.feed.ETag, r.feed.LastModified, r.feed.Digest, r.feed.Archive = "", "", nil, ""
	return nil
}

// move makes address the feed's own, unless another feed has it: ok is false then.
func (r *reading) move(ctx context.Context, address string) (ok bool, err error) {
	if address == r.feed.URL {
		return true, nil
	}
	feeds, err := r.f.catalog.Feeds(ctx)
	if err != nil {
		return false, err
	}
	if other, taken := elsewhere(feeds, address, r.feed.ID); taken {
		r.note(fmt.Sprintf("the feed has moved to the address of feed %q, which is followed too: remove one of the two", other.ID))
		return false, nil
	}
	r.feed.URL = address
	return true, nil
}
