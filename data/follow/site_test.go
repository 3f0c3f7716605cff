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

// set makes a page of the site.
func (s *site) set(path string, page http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = page
}

// asked returns what was asked for since it was called last.
func (s *site) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := append([]string{}, s.requests...)
	s.requests = nil
	return asked
}

// body serves a text, with an ETag that names it.
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

// noETag serves a text and ignores conditions.
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

// rss is a feed to be written, head what stands in it beside the title and the items.
type rss struct {
	title, head string
	items       []entry
}

// entry is an item of a feed.
type entry struct {
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

// start is when the tests begin.
var start = time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)

// numbered is the n-th item of a weekly show.
func numbered(n int) entry {
	return entry{guid: fmt.Sprintf("guid-%d", n), title: fmt.Sprintf("Episode %d", n), notes: fmt.Sprintf("Notes of episode %d.", n),
		audio: fmt.Sprintf("https://media.example/%d.mp3", n), date: start.AddDate(0, 0, 7*(n-100))}
}

// from lists the items of a show from the newest to the oldest.
func from(newest, oldest int) []entry {
	var list []entry
	for n := newest; n >= oldest; n-- {
		list = append(list, numbered(n))
	}
	return list
}

// with returns a changed copy.
func (e entry) with(change func(*entry)) entry {
	change(&e)
	return e
}

// episode is what an item becomes in the catalogue.
func (e entry) episode(show data.Show) data.Episode {
	return data.Episode{ID: data.EpisodeID(data.Slug(e.title)), GUID: e.guid, Title: e.title, Description: e.notes, Audio: e.audio, Published: e.date, Show: show,
		Removed: []data.Removal{}, People: []data.Person{}, Tags: []string{}, Links: []string{}, Transcripts: []data.Resource{}, Chapters: []data.Resource{}, Soundbites: []data.Soundbite{}}
}

func episodes(show data.Show, entries []entry) []data.Episode {
	list := []data.Episode{}
	for _, e := range entries {
		list = append(list, e.episode(show))
	}
	return list
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) turn(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// world is a site, a catalogue and who follows the one for the other.
type world struct {
	tb testing.TB
	*site
	*clock
	catalog  catalog.Store
	follower *follow.Follower
}

func newWorld(tb testing.TB, o follow.Options) *world {
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
	w := &world{tb: tb, site: newSite(tb), clock: &clock{now: start}, catalog: c}
	o.Now, o.Jitter, o.Log = w.Now, func() float64 { return .5 }, slog.New(slog.DiscardHandler)
	w.follower = follow.New(c, &http.Client{Timeout: time.Minute}, o)
	return w
}

// feed serves a feed at "/feed".
func (w *world) feed(f rss) { w.set("/feed", body(f.String())) }

func (w *world) add(o data.FollowOptions) data.Feed {
	w.tb.Helper()
	kept, change, err := w.follower.Add(w.tb.Context(), w.URL+"/feed", o)
	if err != nil {
		w.tb.Fatal(err)
	}
	w.noProblems(change)
	return kept
}

func (w *world) noProblems(change data.FeedChange) {
	w.tb.Helper()
	for _, p := range change.Problems {
		w.tb.Errorf("problem: %s", p)
	}
}

// refresh moves the clock to when the feed is due and asks for it.
func (w *world) refresh(id data.FeedID) (data.Feed, data.FeedChange, error) {
	w.tb.Helper()
	if next := w.kept(id).Next; next.After(w.Now()) {
		w.clock.turn(next)
	}
	return w.follower.Refresh(w.tb.Context(), id)
}

// mustRefresh is a refresh without error and problems.
func (w *world) mustRefresh(id data.FeedID) (data.Feed, data.FeedChange) {
	w.tb.Helper()
	kept, change, err := w.refresh(id)
	if err != nil {
		w.tb.Fatal(err)
	}
	w.noProblems(change)
	return kept, change
}

func (w *world) kept(id data.FeedID) data.Feed {
	w.tb.Helper()
	kept, err := w.catalog.Feed(w.tb.Context(), id)
	if err != nil {
		w.tb.Fatal(err)
	}
	return kept
}

func (w *world) revision() int64 {
	w.tb.Helper()
	revision, err := w.catalog.Revision(w.tb.Context())
	if err != nil {
		w.tb.Fatal(err)
	}
	return revision
}

// all returns the catalogue's episodes, newest first, with transcripts.
func (w *world) all() []data.Episode {
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

func (w *world) ids() []data.EpisodeID {
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

func concat(lists ...[]entry) []entry { return slices.Concat(lists...) }
