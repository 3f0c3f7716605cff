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
)

// model is what a feed has had, and what the catalogue should hold of it.
type model struct {
	remove bool
	// state is each item as the publisher has it now, listed those of the feed.
	state  []entry
	listed []bool
	// kept is what the catalogue holds, by the item's number, known which of these it
	// counts as listed.
	kept  map[int]entry
	known map[int]bool
	ids   map[int]data.EpisodeID
}

func newModel(remove bool) *model {
	m := &model{remove: remove, kept: map[int]entry{}, known: map[int]bool{}, ids: map[int]data.EpisodeID{}}
	for n := range 12 {
		e := numbered(100 - n)
		switch {
		case n%4 == 0: // a title that comes again
			e.title = "News"
		case n%4 == 1: // no GUID
			e.guid = ""
		}
		m.state, m.listed = append(m.state, e), append(m.listed, n > 2)
	}
	return m
}

// change lets the publisher do something to an item: of title on the one side, and GUID
// and audio on the other, only one between two readings, as nobody could know it then.
func (m *model) change(t *rapid.T, n int) {
	e := &m.state[n]
	before, kept := m.kept[n]
	entitled := !kept || before.guid == e.guid && before.audio == e.audio && e.guid != "" && e.title != "News"
	movable := !kept || before.title == e.title
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

// items are those of the feed, in an order.
func (m *model) items(order []int) []entry {
	var items []entry
	for _, n := range order {
		if m.listed[n] {
			items = append(items, m.state[n])
		}
	}
	return items
}

// read is what a reading of the whole feed should do.
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
			m.kept[n], m.known[n] = m.state[n], true
		case removes:
			delete(m.kept, n)
			delete(m.known, n)
			delete(m.ids, n)
		case !m.remove:
			delete(m.known, n)
		}
	}
}

// check compares the catalogue with the model, whose ids are those that the catalogue
// gave first.
func (m *model) check(t *rapid.T, got []data.Episode) {
	byNumber := map[int]data.Episode{}
	for _, e := range got {
		n := slices.IndexFunc(m.state, func(s entry) bool { return s.date.Equal(e.Published) })
		if _, twice := byNumber[n]; twice {
			t.Fatalf("%q is there twice: %v", e.Title, got)
		}
		byNumber[n] = e
	}
	want := map[int]data.Episode{}
	for n, e := range m.kept {
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

// Whatever a publisher does to a feed, in whatever order it lists its items, and
// whatever its server does meanwhile: after each reading the catalogue holds every item
// once, as the feed says it, under the id that it got first.
func TestAnySequenceOfStatesGivesTheLast(t *testing.T) {
	w := newWorld(t, follow.Options{})
	rapid.Check(t, func(t *rapid.T) { anySequence(t, w) })
	w.noEpisodes()
}

// anySequence leaves an empty catalogue behind. What is gone is kept, or is removed
// from a feed in pages.
func anySequence(rt *rapid.T, w *world) {
	w.turn(start)
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

func (w *world) noEpisodes() {
	w.tb.Helper()
	diff(w.tb, "episodes", []data.EpisodeID{}, w.ids())
}
