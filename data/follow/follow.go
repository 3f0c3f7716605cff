// Package follow keeps a catalogue current from feeds: it finds them, asks for them
// when something new is likely, and makes what they say what the catalogue holds.
//
// # Order
//
// What is known of a feed is written after its episodes, which are written a hundred
// at a time with the items that they came from. A process that is killed reads the
// feed again and finds what it has stored: nothing is lost, doubled or half.
//
// # What an unchanged feed costs
//
// One conditional request, and one write of the feed's own row. Where a server
// ignores the condition, the body's digest is compared instead. An item whose digest
// is unchanged is never written, so what an owner changed stays as the owner wants it.
//
// # Which episode an item is
//
// The one that it became before; else, within the show, the one with its GUID, its
// audio, or its title and date. Two items of a feed never become one episode. See
// [Follower.Refresh].
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

// Options say how feeds are followed. The zero value does.
type Options struct {
	// Now is the clock, [time.Now] if nil.
	Now func() time.Time
	// Log is told of what happens to feeds while [Follower.Run] runs; nil for nobody.
	Log *slog.Logger
	// Callback is the public address of this service, under which hubs reach
	// [Follower.Callback]; empty for feeds to be asked alone.
	Callback string
	// Concurrent is the most feeds that are read at once, [DefaultConcurrent] below 1.
	Concurrent int
	// Jitter returns numbers of [0, 1) that spread the times at which feeds are asked,
	// random ones if nil. It is called by several goroutines at once.
	Jitter func() float64
}

// DefaultConcurrent is the number of feeds that are read at once: most of the time is
// spent waiting for their servers, and a body of some megabytes each is in memory.
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
	// feeds allows one update of a feed at a time, hosts one request to a host.
	feeds, hosts locks
	// saving makes reading and writing a feed's row one step.
	saving sync.Mutex
	// wake tells Run that a feed has become due.
	wake chan struct{}
	hubs hubs
}

// New returns a Follower of a catalogue's feeds. All requests go through the client,
// which bounds time and bodies and decides what may be reached.
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

// Remove stops following a feed, and with episodes also deletes those that it alone
// has brought; it returns how many these were. An update in progress is cancelled.
// A hub is asked to tell no more, but whether it hears that does not matter. The error
// wraps [data.ErrUnknownFeed] where there is no such feed.
func (f *Follower) Remove(ctx context.Context, id data.FeedID, episodes bool) (deleted int, err error) {
	f.feeds.interrupt(string(id), errRemoved)
	ctx, release, err := f.feeds.acquire(ctx, string(id))
	if err != nil {
		return 0, err
	}
	defer release()
	kept, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("follow: remove: %w", err)
	}
	if deleted, err = f.catalog.RemoveFeed(ctx, id, episodes); err != nil {
		return 0, fmt.Errorf("follow: remove: %w", err)
	}
	f.unsubscribe(ctx, kept)
	return deleted, nil
}

var errRemoved = errors.New("the feed is being removed")

// now is in the form in which the catalogue keeps times.
func (f *Follower) now() time.Time { return f.o.Now().UTC().Truncate(time.Microsecond) }

// save writes a feed's row, where only this package decides about it: the owner's
// options, and what a hub has confirmed or told meanwhile, stay. Planned is the Next
// that the row had; a row that has another one became due meanwhile.
func (f *Follower) save(ctx context.Context, mine data.Feed, planned time.Time) (data.Feed, error) {
	f.saving.Lock()
	defer f.saving.Unlock()
	kept, err := f.catalog.Feed(ctx, mine.ID)
	if err != nil {
		return data.Feed{}, err
	}
	mine.FollowOptions, mine.Episodes, mine.HubUntil = kept.FollowOptions, kept.Episodes, time.Time{}
	if mine.Hub == kept.Hub && mine.Topic == kept.Topic {
		mine.HubUntil = kept.HubUntil
	}
	if !kept.Next.Equal(planned) && kept.Next.Before(mine.Next) {
		mine.Next = kept.Next
	}
	err = f.catalog.SaveFeed(ctx, mine)
	if errors.Is(err, data.ErrKnownFeed) { // somebody added the new address meanwhile
		mine.URL = kept.URL
		err = f.catalog.SaveFeed(ctx, mine)
	}
	return mine, err
}
