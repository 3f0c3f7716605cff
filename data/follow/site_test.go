package follow_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/follow"
)

// site is a publisher's server.
type site struct {
	*httptest.Server
	mu       sync.Mutex
	pages    map[string]http.HandlerFunc
	requests []string
}

func newSite(tb testing.TB) *site {
	s := &site{pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(s)
	tb.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
	page := s.pages[r.URL.RequestURI()]
	s.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

// set sets the handler of a path.
func (s *site) set(path string, page http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = page
}

// takeRequests returns the requests since its last call.
func (s *site) takeRequests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := append([]string{}, s.requests...)
	s.requests = nil
	return requests
}

// body serves a text with an ETag.
func body(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(text))
		etag := `"` + hex.EncodeToString(sum[:8]) + `"`
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, text)
	}
}

// noETag serves a text without an ETag, and ignores conditional requests.
func noETag(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

func redirect(code int, to string) http.HandlerFunc {
	return status(code, "Location", to)
}

// rss is the content of a feed. The head is additional XML before the items.
type rss struct {
	title, head string
	items       []feedItem
}

// feedItem is an item of a feed.
type feedItem struct {
	guid, title, notes, audio string
	date                      time.Time
	more                      string
}

func (f rss) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>%s</title>%s`, html.EscapeString(f.title), f.head)
	for _, it := range f.items {
		b.WriteString("<item>")
		element(&b, "title", it.title)
		element(&b, "description", it.notes)
		if it.guid != "" {
			fmt.Fprintf(&b, `<guid isPermaLink="false">%s</guid>`, html.EscapeString(it.guid))
		}
		if !it.date.IsZero() {
			element(&b, "pubDate", it.date.UTC().Format(time.RFC1123Z))
		}
		if it.audio != "" {
			fmt.Fprintf(&b, `<enclosure url="%s" type="audio/mpeg" length="1"/>`, html.EscapeString(it.audio))
		}
		b.WriteString(it.more + "</item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func element(b *strings.Builder, name, text string) {
	if text != "" {
		fmt.Fprintf(b, "<%s>%s</%s>", name, html.EscapeString(text), name)
	}
}

// start is the initial time of the clock.
var start = time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)

// numbered returns the n-th item of a weekly show.
func numbered(n int) feedItem {
	return feedItem{guid: fmt.Sprintf("guid-%d", n), title: fmt.Sprintf("Episode %d", n), notes: fmt.Sprintf("Notes of episode %d.", n),
		audio: fmt.Sprintf("https://media.example/%d.mp3", n), date: start.AddDate(0, 0, 7*(n-400))}
}

// from returns the items with the numbers from newest down to oldest.
func from(newest, oldest int) []feedItem {
	var list []feedItem
	for n := newest; n >= oldest; n-- {
		list = append(list, numbered(n))
	}
	return list
}

// with returns a changed copy.
func (e feedItem) with(change func(*feedItem)) feedItem {
	change(&e)
	return e
}

// episode returns the expected episode of an item.
func (e feedItem) episode(show data.Show) data.Episode {
	return data.Episode{ID: data.EpisodeID(data.Slug(e.title)), GUID: e.guid, Title: e.title, Description: e.notes, Audio: e.audio, Published: e.date, Show: show,
		Removed: []data.Removal{}, People: []data.Person{}, Tags: []string{}, Links: []string{}, Transcripts: []data.Resource{}, ChapterFiles: []data.Resource{}, Soundbites: []data.Soundbite{}}
}

func episodes(show data.Show, items []feedItem) []data.Episode {
	list := []data.Episode{}
	for _, e := range items {
		list = append(list, e.episode(show))
	}
	return list
}

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) setTime(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// fixture is a site, a catalogue and a follower between them.
type fixture struct {
	tb testing.TB
	*site
	*clock
	catalog  catalog.Store
	follower *follow.Follower
}

func newFixture(tb testing.TB, o follow.Options) *fixture {
	tb.Helper()
	c, err := sqlite.OpenMemory(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	w := &fixture{tb: tb, site: newSite(tb), clock: &clock{now: start}, catalog: c}
	o.Now, o.Jitter, o.Log = w.Now, func() float64 { return .5 }, slog.New(slog.DiscardHandler)
	w.follower = follow.New(c, &http.Client{Timeout: time.Minute}, o)
	return w
}

// feed serves a feed at "/feed".
func (w *fixture) feed(f rss) { w.set("/feed", body(f.String())) }

func (w *fixture) add(o data.FollowOptions) data.Feed {
	w.tb.Helper()
	stored, change, err := w.follower.Add(w.tb.Context(), w.URL+"/feed", o)
	if err != nil {
		w.tb.Fatal(err)
	}
	w.noProblems(change)
	return stored
}

func (w *fixture) noProblems(change data.FeedChange) {
	w.tb.Helper()
	for _, p := range change.Problems {
		w.tb.Errorf("problem: %s", p)
	}
}

// refresh sets the clock to the time at which the feed is due, and refreshes it.
func (w *fixture) refresh(id data.FeedID) (data.Feed, data.FeedChange, error) {
	w.tb.Helper()
	if next := w.stored(id).Next; next.After(w.Now()) {
		w.clock.setTime(next)
	}
	return w.follower.Refresh(w.tb.Context(), id)
}

// mustRefresh is a refresh without error and problems.
func (w *fixture) mustRefresh(id data.FeedID) (data.Feed, data.FeedChange) {
	w.tb.Helper()
	stored, change, err := w.refresh(id)
	if err != nil {
		w.tb.Fatal(err)
	}
	w.noProblems(change)
	return stored, change
}

func (w *fixture) stored(id data.FeedID) data.Feed {
	w.tb.Helper()
	stored, err := w.catalog.Feed(w.tb.Context(), id)
	if err != nil {
		w.tb.Fatal(err)
	}
	return stored
}

func (w *fixture) revision() int64 {
	w.tb.Helper()
	revision, err := w.catalog.Revision(w.tb.Context())
	if err != nil {
		w.tb.Fatal(err)
	}
	return revision
}

// all returns the catalogue's episodes, newest first, with transcripts.
func (w *fixture) all() []data.Episode {
	w.tb.Helper()
	return all(w.tb, w.catalog)
}

func all(tb testing.TB, c catalog.Store) []data.Episode {
	tb.Helper()
	list := []data.Episode{}
	_, err := c.Read(context.WithoutCancel(tb.Context()), catalog.WithTranscripts, func(e catalog.Stored) error {
		list = append(list, e.Episode)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

func (w *fixture) ids() []data.EpisodeID {
	w.tb.Helper()
	ids := []data.EpisodeID{}
	for _, e := range w.all() {
		ids = append(ids, e.ID)
	}
	return ids
}

func diff(tb testing.TB, what string, want, got any) {
	tb.Helper()
	if d := cmp.Diff(want, got); d != "" {
		tb.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func concat(lists ...[]feedItem) []feedItem { return slices.Concat(lists...) }
