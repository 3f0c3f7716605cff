// Package follow updates a catalogue from feeds: it finds feeds, requests each one
// when a new episode is likely, and stores its episodes.
//
// # Order of writes
//
// Episodes are stored with their items, a hundred in one transaction. The feed's row
// is saved after them. A process that is killed reads the feed again and recognises
// the stored items, so that no episode is lost, duplicated or incomplete.
//
// # Cost of an unchanged feed
//
// An unchanged feed costs one conditional request and one write of its row. If the
// server ignores the condition, the digest of the body is compared. An item with an
// unchanged digest is not written, so that the owner's edits stay.
//
// # Matching items to episodes
//
// An item matches the episode that it was stored as. Otherwise it matches an episode
// of the show with its GUID, its audio, or its title and date. Two items of a feed
// never match one episode. See [Follower.Refresh].
package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"segue/data"
	"segue/data/catalog"
)

// Options configure a [Follower]. The zero value is valid.
type Options struct {
	// Now is the clock, [time.Now] if nil.
	Now func() time.Time
	// Log receives the events of [Follower.Run]; nothing is logged if it is nil.
	Log *slog.Logger
	// Callback is the public address of this service, at which hubs reach
	// [Follower.Callback]. If it is empty, no hub is used and feeds are only polled.
	Callback string
	// Concurrent is the maximum number of feeds that are read at once; below 1 it means
	// [DefaultConcurrent].
	Concurrent int
	// Jitter returns numbers in [0, 1) that vary the times of requests; random numbers
	// if nil. Several goroutines may call it at once.
	Jitter func() float64
}

// DefaultConcurrent is the default number of feeds that are read at once. Most of the
// time is spent waiting for servers, and each body takes some megabytes of memory.
const DefaultConcurrent = 8

// Catalog is the part of a [catalog.Store] that a [Follower] uses.
type Catalog interface {
	catalog.Reader
	catalog.Writer
	catalog.Settings
	catalog.FeedStore
}

// Follower follows the feeds of a catalogue. Its methods may be called by several
// goroutines at once, and several processes may follow the feeds of one catalogue.
type Follower struct {
	catalog Catalog
	client  *http.Client
	o       Options
	// feeds allows one update per feed at a time, hosts one request per host.
	feeds, hosts locks
	// rowMu makes reading and writing a feed's row atomic.
	rowMu sync.Mutex
	// wake wakes Run, because a feed has become due.
	wake chan struct{}
	hubs hubs
}

// New returns a Follower of a catalogue's feeds. The client sends all requests; it
// limits their time and bodies, and decides which hosts are allowed.
func New(c Catalog, client *http.Client, o Options) *Follower {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Concurrent < 1 {
		o.Concurrent = DefaultConcurrent
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	return &Follower{catalog: c, client: client, o: o, wake: make(chan struct{}, 1)}
}

// Remove stops following a feed. If episodes is true, it also deletes the episodes
// that came from this feed only, and returns their number. It cancels an update in
// progress. It also unsubscribes from the feed's hub; a failure is only logged. The error
// wraps [data.ErrUnknownFeed] if there is no such feed.
func (f *Follower) Remove(ctx context.Context, id data.FeedID, episodes bool) (deleted int, err error) {
	f.feeds.interrupt(string(id), errRemoved)
	ctx, release, err := f.feeds.acquire(ctx, string(id))
	if err != nil {
		return 0, err
	}
	defer release()
	stored, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("follow: remove: %w", err)
	}
	if deleted, err = f.catalog.RemoveFeed(ctx, id, episodes); err != nil {
		return 0, fmt.Errorf("follow: remove: %w", err)
	}
	f.unsubscribe(ctx, stored)
	return deleted, nil
}

var errRemoved = errors.New("the feed is being removed")

// now returns the time with the precision of the catalogue.
func (f *Follower) now() time.Time { return f.o.Now().UTC().Truncate(time.Microsecond) }

// save writes a feed's row. It preserves fields that others may have changed during
// the update: the owner's options, and the subscription to the hub. The parameter
// planned is the Next of the row before the update. If the row has an earlier Next now,
// a hub has made the feed due, and that Next stays.
func (f *Follower) save(ctx context.Context, updated data.Feed, planned time.Time) (data.Feed, error) {
	f.rowMu.Lock()
	defer f.rowMu.Unlock()
	stored, err := f.catalog.Feed(ctx, updated.ID)
	if err != nil {
		return data.Feed{}, err
	}
	updated.FollowOptions, updated.Episodes, updated.HubUntil = stored.FollowOptions, stored.Episodes, time.Time{}
	if updated.Hub == stored.Hub && updated.Topic == stored.Topic {
		updated.HubUntil = stored.HubUntil
	}
	if !stored.Next.Equal(planned) && stored.Next.Before(updated.Next) {
		updated.Next = stored.Next
	}
	err = f.catalog.SaveFeed(ctx, updated)
	if errors.Is(err, data.ErrKnownFeed) { // another feed with the new address was added meanwhile
		updated.URL = stored.URL
		err = f.catalog.SaveFeed(ctx, updated)
	}
	return updated, err
}
