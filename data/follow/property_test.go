package follow_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/follow"
	"segue/data/testenv"
)

// model is the state of a feed and the expected content of the catalogue.
type model struct {
	remove bool
	// state are the publisher's items; listed is true for those in the feed.
	state  []feedItem
	listed []bool
	// stored are the expected items of the catalogue by number. known marks those that the
	// catalogue counts as listed.
	stored map[int]feedItem
	known  map[int]bool
	ids    map[int]data.EpisodeID
}

func newModel(remove bool) *model {
	m := &model{remove: remove, stored: map[int]feedItem{}, known: map[int]bool{}, ids: map[int]data.EpisodeID{}}
	for n := range 12 {
		e := numbered(100 - n)
		switch {
		case n%4 == 0: // a recurring title
			e.title = "News"
		case n%4 == 1: // no GUID
			e.guid = ""
		}
		m.state, m.listed = append(m.state, e), append(m.listed, n > 2)
	}
	return m
}

// change changes an item. Between two updates it changes either the title, or GUID and
// audio, because an item cannot be recognised if all change.
func (m *model) change(t *rapid.T, n int) {
	e := &m.state[n]
	before, stored := m.stored[n]
	entitled := !stored || before.guid == e.guid && before.audio == e.audio && e.guid != "" && e.title != "News"
	movable := !stored || before.title == e.title
	version := rapid.IntRange(0, 9).Draw(t, "version")
	switch what := rapid.SampledFrom([]string{"list", "notes", "guid", "audio", "host", "title"}).Draw(t, "what"); {
	case what == "list":
		m.listed[n] = !m.listed[n]
	case what == "notes":
		e.notes = fmt.Sprintf("Notes %d.", version)
	case what == "title" && entitled:
		e.title = fmt.Sprintf("Title %d of %d", version, n)
	case !movable || what == "title":
	case what == "guid":
		e.guid = fmt.Sprintf("guid-%d-%d", n, version)
	case what == "audio":
		e.audio = fmt.Sprintf("https://media%d.example/%d.mp3", version, n)
	case what == "host":
		e.guid, e.audio = fmt.Sprintf("moved-%d-%d", n, version), fmt.Sprintf("https://moved%d.example/%d.mp3", version, n)
	}
}

// items returns the listed items in an order.
func (m *model) items(order []int) []feedItem {
	var items []feedItem
	for _, n := range order {
		if m.listed[n] {
			items = append(items, m.state[n])
		}
	}
	return items
}

// read updates the model as an update of the whole feed should.
func (m *model) read() {
	missing, had := 0, len(m.known)
	for n := range m.known {
		if !m.listed[n] {
			missing++
		}
	}
	removes := m.remove && missing*2 <= had
	for n := range m.state {
		switch {
		case m.listed[n]:
			m.stored[n], m.known[n] = m.state[n], true
		case removes:
			delete(m.stored, n)
			delete(m.known, n)
			delete(m.ids, n)
		case !m.remove:
			delete(m.known, n)
		}
	}
}

// check compares the catalogue with the model. An episode must keep the id that it had in
// the first check.
func (m *model) check(t *rapid.T, got []data.Episode) {
	byNumber := map[int]data.Episode{}
	for _, e := range got {
		n := slices.IndexFunc(m.state, func(s feedItem) bool { return s.date.Equal(e.Published) })
		if _, twice := byNumber[n]; twice {
			t.Fatalf("%q is stored twice: %v", e.Title, got)
		}
		byNumber[n] = e
	}
	want := map[int]data.Episode{}
	for n, e := range m.stored {
		episode := e.episode(crumb)
		if m.ids[n] == "" {
			m.ids[n] = byNumber[n].ID
		}
		episode.ID = m.ids[n]
		want[n] = episode
	}
	if d := cmp.Diff(want, byNumber); d != "" {
		t.Fatalf("the catalogue (-want +got):\n%s", d)
	}
}

// TestAnySequenceOfChangesGivesTheLastState changes and reorders the items of a feed at
// random, with server errors in between. After each update the catalogue has every item
// once, with its current content and its first id.
func TestAnySequenceOfChangesGivesTheLastState(t *testing.T) {
	w := newFixture(t, follow.Options{})
	testenv.Check(t, 25, func(t *rapid.T) { anySequence(t, w) })
	w.noEpisodes()
}

// anySequence leaves an empty catalogue. Missing episodes are kept, or they are removed
// from a feed with pages.
func anySequence(rt *rapid.T, w *fixture) {
	w.setTime(start)
	remove := rapid.Bool().Draw(rt, "remove")
	m := newModel(remove)
	o := data.FollowOptions{Gone: data.GoneKeep}
	order := make([]int, len(m.state))
	for n := range order {
		order[n] = n
	}
	serve := func(version int) {
		head := fmt.Sprintf("<lastBuildDate>%s</lastBuildDate>", start.Add(time.Duration(version)*time.Hour).Format(time.RFC1123Z))
		if !remove {
			w.feed(rss{title: "Crumb", head: head, items: m.items(order)})
			return
		}
		w.paged("Crumb", m.items(order), rapid.IntRange(3, 20).Draw(rt, "size"))
		first := w.pages["/feed"]
		w.set("/feed", func(rw http.ResponseWriter, r *http.Request) {
			r.Header.Del("If-None-Match")
			first(rw, r)
			fmt.Fprintf(rw, "<!-- %d -->", version)
		})
	}
	if remove {
		o.Gone = data.GoneRemove
	}
	serve(0)
	id := w.add(o).ID
	defer func() {
		if _, err := w.follower.Remove(w.tb.Context(), id, true); err != nil {
			rt.Error(err)
		}
	}()
	m.read()
	m.check(rt, w.all())
	for version := range rapid.IntRange(1, 8).Draw(rt, "steps") {
		for range rapid.IntRange(0, 6).Draw(rt, "changes") {
			m.change(rt, rapid.IntRange(0, len(m.state)-1).Draw(rt, "item"))
		}
		order = rapid.Permutation(order).Draw(rt, "order")
		fails := rapid.IntRange(0, 3).Draw(rt, "fails") == 0
		if fails {
			w.set("/feed", rapid.SampledFrom([]http.HandlerFunc{status(500), status(404), noETag("<html><body>Back soon</body></html>"), noETag("<rss><channel>")}).Draw(rt, "failure"))
		} else {
			serve(version + 1)
		}
		_, change, err := w.refresh(id)
		if fails != (err != nil) {
			rt.Fatalf("error %v", err)
		}
		if !fails {
			m.read()
		}
		for _, p := range change.Problems {
			if !strings.Contains(p, "missing at once") {
				rt.Fatalf("problem: %s", p)
			}
		}
		m.check(rt, w.all())
	}
}

func (w *fixture) noEpisodes() {
	w.tb.Helper()
	diff(w.tb, "episodes", []data.EpisodeID{}, w.ids())
}
