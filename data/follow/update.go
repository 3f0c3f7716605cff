package follow

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"segue/data"
)

// update is one update of a feed, from the request to the saved result.
type update struct {
	f *Follower
	// feed is the row to save.
	feed data.Feed
	// planned is the Next of the stored row.
	planned time.Time
	change  data.FeedChange
	// unlisted counts the problems that are not listed one by one.
	unlisted int
	// fresh is the max-age of the response.
	fresh time.Duration

	// items are the stored items by key.
	items map[string]data.FeedItem
	// seen maps the keys of this update to the fingerprints of their items.
	seen map[string]string
	// keys are the keys of this update, except for blocked items, in order.
	keys []string
	// listedBefore counts the items with an episode that were listed before the update.
	listedBefore int
	// whole is set if every page of the feed was read.
	whole bool
	// unusable is set if an item could not be used: it may be one of the missing items.
	unusable bool
	// truncated is set if a page ends within an element, so that items may be missing.
	truncated bool
	// lenient is set if a new item may match the episode of a listed item that is not on
	// the pages that were read.
	lenient bool
	// claimed maps the episodes that items of this update have matched to the items' keys.
	claimed map[data.EpisodeID]string
	// owners maps an episode to the keys of its listed items.
	owners map[data.EpisodeID][]string
	// keysOf counts the stored items of an episode.
	keysOf map[data.EpisodeID]int
	// show is loaded on first use.
	show *show
	// title is the stored title of the show.
	title string
}

func (f *Follower) newUpdate(stored data.Feed) *update {
	return &update{f: f, feed: stored, planned: stored.Next, title: stored.Show.Title, seen: map[string]string{}, claimed: map[data.EpisodeID]string{}, owners: map[data.EpisodeID][]string{}, keysOf: map[data.EpisodeID]int{}}
}

// loadItems reads the stored items of the feed.
func (u *update) loadItems(ctx context.Context) (err error) {
	u.items, err = u.f.catalog.Items(ctx, u.feed.ID)
	for key, item := range u.items {
		u.keysOf[item.Episode]++
		if item.Listed && item.Episode != "" {
			u.owners[item.Episode] = append(u.owners[item.Episode], key)
			u.listedBefore++
		}
	}
	return err
}

// markEnded handles a feed that its publisher has ended. Its episodes stay.
func (u *update) markEnded() error {
	u.feed.State, u.change.Outcome = data.FeedEnded, data.FeedHasEnded
	return nil
}

// applyUnchanged handles an unchanged feed. It reads the rest of an incomplete archive.
func (u *update) applyUnchanged(ctx context.Context, d feedDownload) error {
	if _, err := u.moveTo(ctx, d.address); err != nil {
		return err
	}
	u.truncated = d.status == http.StatusOK && u.feed.ETag+u.feed.LastModified == "" // perhaps; see saveValidators
	u.saveValidators(d)
	u.feed.State, u.change.Outcome = data.FeedActive, data.FeedUnchanged
	if u.feed.Archive == "" {
		return nil
	}
	if err := u.loadItems(ctx); err != nil {
		return err
	}
	if err := u.readArchive(ctx, u.feed.Archive); err != nil {
		return err
	}
	if u.change.Added+u.change.Updated+u.change.Removed > 0 {
		u.change.Outcome = data.FeedChanged
	}
	return u.saveListing(ctx)
}

// saveValidators stores the validators of the response for the next conditional request.
// The next request for a truncated feed is not conditional, because the truncated response
// may have the validators of the complete feed.
func (u *update) saveValidators(d feedDownload) {
	if u.truncated {
		d.etag, d.lastModified = "", ""
	}
	u.feed.ETag, u.feed.LastModified, u.fresh = d.etag, d.lastModified, d.fresh
}

// apply stores the changes of a feed that was read.
func (u *update) apply(ctx context.Context, d feedDownload) error {
	if err := u.loadItems(ctx); err != nil {
		return err
	}
	if d.Blocked {
		return u.markBlocked(ctx)
	}
	first := len(u.feed.Digest) == 0
	u.describe(d)
	u.feed.State, u.change.Outcome = data.FeedActive, data.FeedChanged
	read := u.readAgain
	if first {
		read = u.readFirstTime
	}
	if err := read(ctx, d); err != nil {
		return err
	}
	return u.saveListing(ctx)
}

// describe copies the properties of the feed.
func (u *update) describe(d feedDownload) {
	if d.Show.Title != "" {
		u.feed.Show.Title = d.Show.Title
	}
	u.feed.GUID, u.feed.TTL = d.GUID, d.TTL
	if d.Complete {
		u.feed.TTL = max(u.feed.TTL, maxInterval)
	}
	u.feed.Hub, u.feed.Topic = d.Hub, ""
	if d.Hub != "" {
		u.feed.Topic = d.Topic
		if d.Topic == "" {
			u.feed.Topic = u.feed.URL
		}
	}
}

// markFirstPageRead makes the next request conditional on the state of the first page.
func (u *update) markFirstPageRead(d feedDownload) {
	u.saveValidators(d)
	u.feed.Digest = d.digest
}

// markBlocked handles a feed that asks not to be listed. It deletes the episodes. It also
// deletes the items, so that the episodes can come back.
func (u *update) markBlocked(ctx context.Context) error {
	var keys []string
	for key, item := range u.items {
		if item.Episode != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) > 0 {
		slices.Sort(keys)
		removed, err := u.f.catalog.DropItems(ctx, u.feed.ID, keys)
		if err != nil {
			return err
		}
		u.change.Removed += removed
	}
	u.feed.State, u.change.Outcome = data.FeedBlocked, data.FeedIsBlocked
	u.feed.ETag, u.feed.LastModified, u.feed.Digest, u.feed.Archive = "", "", nil, ""
	return nil
}

// moveTo changes the feed's address. It returns false if another feed has the address.
func (u *update) moveTo(ctx context.Context, address string) (ok bool, err error) {
	if address == u.feed.URL {
		return true, nil
	}
	feeds, err := u.f.catalog.Feeds(ctx)
	if err != nil {
		return false, err
	}
	if other, taken := feedAt(feeds, address, u.feed.ID); taken {
		u.addProblem(fmt.Sprintf("the feed has moved to the address of feed %q; remove one of the two", other.ID))
		return false, nil
	}
	u.feed.URL = address
	return true, nil
}
