package follow_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
	"segue/data/testenv"
)

// run runs the follower until the test ends.
func (w *fixture) run(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { w.follower.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
}

func TestRunRefreshesDueFeeds(t *testing.T) {
	w := newFixture(t, follow.Options{})
	for _, name := range []string{"a", "b", "c"} {
		w.set("/"+name, body(rss{title: name, items: from(100, 99)}.String()))
		if _, _, err := w.follower.Add(t.Context(), w.URL+"/"+name, data.FollowOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	w.set("/c", status(http.StatusGone))
	if _, _, err := w.follower.Refresh(t.Context(), "c"); err != nil {
		t.Fatal(err)
	}
	w.takeRequests()
	w.set("/a", body(rss{title: "a", items: from(101, 99)}.String()))
	other, err := w.catalog.Feed(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	other.Next = start.Add(1000 * time.Hour)
	if err := w.catalog.SaveFeed(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	w.setTime(w.stored("a").Next)
	w.run(t)
	testenv.Wait(t, "reading the feed that is due", func() bool { return w.stored("a").Next.After(w.Now()) })
	diff(t, "episodes", 7, len(w.all()))
	diff(t, "requests", []string{"GET /a"}, w.takeRequests())
}

func TestRunRecordsAFailure(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 99)})
	id := w.add(data.FollowOptions{}).ID
	w.set("/feed", status(http.StatusInternalServerError))
	w.setTime(w.stored(id).Next)
	w.run(t)
	testenv.Wait(t, "the failure", func() bool { return w.stored(id).Failures == 1 })
}

// busy counts concurrent requests, in total and by host.
type busy struct {
	mu                sync.Mutex
	now, most         int
	byHost, hostMost  map[string]int
	hold              chan struct{}
	started, answered atomic.Int64
}

func (b *busy) RoundTrip(r *http.Request) (*http.Response, error) {
	b.count(r.URL.Host, 1)
	defer b.count(r.URL.Host, -1)
	b.started.Add(1)
	select {
	case <-b.hold:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	b.answered.Add(1)
	return nil, errors.New("the network is down")
}

func (b *busy) count(host string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now += n
	b.byHost[host] += n
	b.most = max(b.most, b.now)
	b.hostMost[host] = max(b.hostMost[host], b.byHost[host])
}

func TestConcurrentRequestsAreLimitedInTotalAndByHost(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(context.Context, *follow.Follower)
	}{
		{"of Run", func(ctx context.Context, f *follow.Follower) { f.Run(ctx) }},
		{"of RefreshAll", func(ctx context.Context, f *follow.Follower) {
			f.RefreshAll(ctx, func(data.Feed, data.FeedChange, error) {})
		}},
		{"of concurrent calls of Refresh", func(ctx context.Context, f *follow.Follower) {
			var wg sync.WaitGroup
			for host := range 3 {
				for n := range 10 {
					wg.Go(func() { f.Refresh(ctx, data.FeedID(fmt.Sprintf("feed-%d-%d", host, n))) })
				}
			}
			wg.Wait()
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			for host := range 3 {
				for n := range 10 {
					_, err := w.catalog.AddFeed(t.Context(), data.Feed{ID: data.FeedID(fmt.Sprintf("feed-%d-%d", host, n)), URL: fmt.Sprintf("https://host%d.example/%d", host, n), State: data.FeedActive, Next: start})
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			network := &busy{byHost: map[string]int{}, hostMost: map[string]int{}, hold: make(chan struct{})}
			f := follow.New(w.catalog, &http.Client{Transport: network}, follow.Options{Now: w.Now, Concurrent: 2})
			ctx, cancel := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			wg.Go(func() { tt.do(ctx, f) })
			free := tt.name == "of concurrent calls of Refresh"
			testenv.Wait(t, "the first requests", func() bool { return network.started.Load() == 2 || free && network.started.Load() == 3 })
			close(network.hold)
			testenv.Wait(t, "the last response", func() bool { return network.answered.Load() == 30 })
			cancel()
			wg.Wait()
			if !free {
				diff(t, "most at once", 2, network.most)
			}
			diff(t, "most per host", map[string]int{"host0.example": 1, "host1.example": 1, "host2.example": 1}, network.hostMost)
			diff(t, "requests at the end", 0, network.now)
		})
	}
}

func TestRefreshAllReportsEveryFeed(t *testing.T) {
	w := newFixture(t, follow.Options{})
	for _, name := range []string{"new", "same", "failing", "ended"} {
		w.set("/"+name, body(rss{title: name, items: from(100, 99)}.String()))
		if _, _, err := w.follower.Add(t.Context(), w.URL+"/"+name, data.FollowOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	w.set("/ended", status(http.StatusGone))
	if _, _, err := w.follower.Refresh(t.Context(), "ended"); err != nil {
		t.Fatal(err)
	}
	w.set("/failing", status(http.StatusInternalServerError))
	w.set("/new", body(rss{title: "new", items: from(101, 99)}.String()))
	w.takeRequests()
	got := []string{}
	err := w.follower.RefreshAll(t.Context(), func(stored data.Feed, change data.FeedChange, err error) {
		got = append(got, fmt.Sprintf("%s: %s, %d added, failed: %v", stored.ID, change.Outcome, change.Added, err != nil))
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	diff(t, "reports", []string{"ended: ended, 0 added, failed: false", "failing: , 0 added, failed: true", "new: changed, 1 added, failed: false", "same: unchanged, 0 added, failed: false"}, got)
	requests := w.takeRequests()
	slices.Sort(requests)
	diff(t, "requests", []string{"GET /failing", "GET /new", "GET /same"}, requests)
}

func TestRemoveCancelsAnUpdate(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 99)})
	id := w.add(data.FollowOptions{}).ID
	arrived := make(chan struct{})
	w.set("/feed", func(_ http.ResponseWriter, r *http.Request) { close(arrived); <-r.Context().Done() })
	failed := make(chan error)
	go func() {
		_, _, err := w.follower.Refresh(context.WithoutCancel(t.Context()), id)
		failed <- err
	}()
	<-arrived
	deleted, err := w.follower.Remove(t.Context(), id, true)
	if deleted != 2 || err != nil {
		t.Errorf("deleted %d, error %v", deleted, err)
	}
	if err := <-failed; err == nil || !strings.Contains(err.Error(), "is being removed") {
		t.Errorf("error %v of the update", err)
	}
	diff(t, "episodes", 0, len(w.all()))
	for _, err := range []error{second(w.follower.Remove(t.Context(), id, true)), third(w.follower.Refresh(t.Context(), id))} {
		if !errors.Is(err, data.ErrUnknownFeed) {
			t.Errorf("error %v for a removed feed", err)
		}
	}
}

func second[A any](_ A, err error) error        { return err }
func third[A, B any](_ A, _ B, err error) error { return err }

func TestOptionsThatChangeDuringAnUpdateStay(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 99)})
	id := w.add(data.FollowOptions{}).ID
	want := data.FollowOptions{Gone: data.GoneRemove, Transcripts: true}
	w.set("/feed", func(rw http.ResponseWriter, r *http.Request) {
		stored := w.stored(id)
		stored.FollowOptions = want
		if err := w.catalog.SaveFeed(r.Context(), stored); err != nil {
			t.Error(err)
		}
		body(rss{title: "Crumb", items: from(101, 99)}.String())(rw, r)
	})
	stored, _ := w.mustRefresh(id)
	diff(t, "options", want, stored.FollowOptions)
	diff(t, "options in the catalogue", want, w.stored(id).FollowOptions)
}

func TestACancelledUpdateIsNotAFailure(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 99)})
	stored := w.add(data.FollowOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	w.set("/feed", func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	if _, _, err := w.follower.Refresh(ctx, stored.ID); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	diff(t, "feed", stored, w.stored(stored.ID))
}

func TestATimeoutIsAFailure(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 99)})
	id := w.add(data.FollowOptions{}).ID
	w.set("/feed", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	withTimeout := follow.New(w.catalog, &http.Client{Timeout: 50 * time.Millisecond}, follow.Options{Now: w.Now})
	stored, _, err := withTimeout.Refresh(t.Context(), id)
	if !errors.Is(err, data.ErrBadFeed) || stored.Failures != 1 {
		t.Errorf("error %v, %d failures", err, stored.Failures)
	}
	diff(t, "episodes", 2, len(w.all()))
}
