package follow_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/data/follow"
	"segue/data/testenv"
)

// With these variables the test binary is a process that adds a feed to a catalogue, or
// refreshes it.
const (
	pathVariable = "FOLLOW_TEST_PATH"
	feedVariable = "FOLLOW_TEST_FEED"
)

func TestMain(m *testing.M) {
	path := os.Getenv(pathVariable)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := addOrRefresh(context.Background(), path, os.Getenv(feedVariable)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func addOrRefresh(ctx context.Context, path, address string) error {
	c, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer c.Close()
	f := follow.New(c, http.DefaultClient, follow.Options{})
	stored, _, err := f.Add(ctx, address, data.FollowOptions{})
	if errors.Is(err, data.ErrKnownFeed) {
		_, _, err = f.Refresh(ctx, stored.ID)
	}
	return err
}

// TestAKilledUpdateIsContinued kills processes that read an archive of 1,200 episodes in
// pages at random times. After each kill every stored episode is complete and stored once.
// At the end no episode is missing.
func TestAKilledUpdateIsContinued(t *testing.T) {
	w := newFixture(t, follow.Options{})
	items := from(1200, 1)
	for i := range items {
		items[i].date = start.Add(-time.Duration(i) * time.Hour)
	}
	w.paged("Crumb", items, 60)
	path := filepath.Join(t.TempDir(), "segue.db")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range testenv.Times(2, 40) {
		w.takeRequests()
		w.kill(path, 1+random.IntN(4), time.Duration(random.Int64N(int64(20*time.Millisecond))))
		check(t, path, items, false)
	}
	if err := addOrRefresh(t.Context(), path, w.URL+"/feed"); err != nil {
		t.Fatal(err)
	}
	check(t, path, items, true)
}

// kill kills a process some time after it has requested a number of pages.
func (w *fixture) kill(path string, pages int, after time.Duration) {
	w.tb.Helper()
	self, err := os.Executable()
	if err != nil {
		w.tb.Fatal(err)
	}
	cmd := exec.CommandContext(w.tb.Context(), self)
	cmd.Env = append(os.Environ(), pathVariable+"="+path, feedVariable+"="+w.URL+"/feed")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		w.tb.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		close(ended)
	}()
	testenv.Wait(w.tb, "a request for a page", func() bool {
		select {
		case <-ended:
			return true
		default:
			return w.count() >= pages
		}
	})
	time.Sleep(after)
	cmd.Process.Kill() // it may have ended
	<-ended
}

func (w *fixture) count() int {
	w.site.mu.Lock()
	defer w.site.mu.Unlock()
	return len(w.requests)
}

// check compares the episodes of a catalogue with the items.
func check(t *testing.T, path string, items []feedItem, whole bool) {
	t.Helper()
	c, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got := all(t, c)
	t.Logf("%d episodes", len(got))
	if len(got) > len(items) || whole && len(got) < len(items) {
		t.Fatalf("%d episodes of %d items", len(got), len(items))
	}
	diff(t, "episodes", episodes(crumb, items[:len(got)]), got) // the newest come first
	feeds, err := c.Feeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, stored := range feeds {
		if stored.Episodes != len(got) || whole && stored.Archive != "" {
			t.Errorf("the feed has %d episodes, the catalogue %d; the archive continues at %q", stored.Episodes, len(got), stored.Archive)
		}
	}
}

func TestACancelledUpdateIsContinued(t *testing.T) {
	for n := 1; n <= 4; n++ {
		t.Run(fmt.Sprintf("at request %d", n), func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.paged("Crumb", from(100, 1), 25)
			page := w.pages[pagePath(n)]
			ctx, cancel := context.WithCancel(t.Context())
			w.set(pagePath(n), func(rw http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
			stored, _, err := w.follower.Add(ctx, w.URL+"/feed", data.FollowOptions{})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
			w.set(pagePath(n), page)
			if n == 1 {
				stored = w.add(data.FollowOptions{})
			} else {
				diff(t, "episodes", episodes(crumb, from(100, 101-25*(n-1))), w.all())
				w.takeRequests()
				w.mustRefresh(stored.ID)
				diff(t, "requests", 1+5-n, len(w.takeRequests()))
			}
			diff(t, "episodes at the end", episodes(crumb, from(100, 1)), w.all())
			diff(t, "problem", "", w.stored(stored.ID).Error)
		})
	}
}
