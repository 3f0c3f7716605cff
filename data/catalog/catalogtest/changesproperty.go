package catalogtest

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segue/data"
	"segue/data/catalog"
)

// state has the digests of the episodes of a catalogue.
type state = map[data.EpisodeID][32]byte

// history has the states of a catalogue by revision.
type history struct {
	store  catalog.Store
	feeds  []data.FeedID
	states map[int64]state
	last   int64
}

// testChangesLeadToThePresentState makes random writes. Then it applies the changes since
// each revision to the state of that revision, and compares with the present state.
func testChangesLeadToThePresentState(t *testing.T, open Open) {
	c := open(t)
	rapid.Check(t, func(r *rapid.T) {
		deleteAll(t, c)
		h := &history{store: c, states: map[int64]state{}}
		for n := range 2 {
			f, err := c.AddFeed(t.Context(), data.Feed{URL: fmt.Sprintf("https://example.com/%d", n), State: data.FeedActive})
			if err != nil {
				r.Fatal(err)
			}
			h.feeds = append(h.feeds, f.ID)
		}
		h.record(t)
		for range rapid.IntRange(1, 12).Draw(r, "writes") {
			h.write(t, r)
			h.record(t)
		}
		for since := range h.states {
			h.check(t, r, since)
		}
		for _, f := range h.feeds {
			if _, err := c.RemoveFeed(t.Context(), f, false); err != nil {
				r.Fatal(err)
			}
		}
	})
}

// record stores the present state.
func (h *history) record(t *testing.T) {
	t.Helper()
	now := state{}
	revision, err := h.store.Read(t.Context(), catalog.WithoutTranscripts, func(e catalog.Stored) error {
		now[e.ID] = e.Digest
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.states[revision], h.last = now, revision
}

// write makes a random write.
func (h *history) write(t *testing.T, r *rapid.T) {
	t.Helper()
	feed := rapid.SampledFrom(h.feeds).Draw(r, "feed")
	var err error
	switch what := rapid.SampledFrom([]string{"upsert", "upsert", "items", "items", "delete", "list", "drop", "remove", "setting"}).Draw(r, "write"); what {
	case "upsert":
		_, err = h.store.Upsert(t.Context(), drawVersions(r))
	case "items":
		var list []catalog.FeedEpisode
		for _, e := range drawVersions(r) {
			list = append(list, catalog.FeedEpisode{Episode: e, Key: e.GUID, Digest: []byte{1}})
		}
		_, err = h.store.UpsertItems(t.Context(), feed, list)
	case "delete":
		_, err = h.store.Delete(t.Context(), drawIDs(r)...)
	case "list":
		_, err = h.store.ListItems(t.Context(), feed, keysOf(drawIDs(r)), rapid.Bool().Draw(r, "remove"))
	case "drop":
		_, err = h.store.DropItems(t.Context(), feed, keysOf(drawIDs(r)))
	case "remove":
		var f data.Feed
		if f, err = h.store.Feed(t.Context(), feed); err != nil {
			break
		}
		if _, err = h.store.RemoveFeed(t.Context(), feed, rapid.Bool().Draw(r, "episodes")); err == nil {
			_, err = h.store.AddFeed(t.Context(), f)
		}
	case "setting":
		err = h.store.SetSetting(t.Context(), "k", fmt.Sprint(h.last))
	}
	if err != nil {
		r.Fatal(err)
	}
}

// drawIDs draws ids of drawVersions.
func drawIDs(r *rapid.T) []data.EpisodeID {
	return rapid.SliceOfNDistinct(rapid.SampledFrom([]data.EpisodeID{"a", "b", "c", "d", "e"}), 0, 4, rapid.ID).Draw(r, "ids")
}

// drawVersions draws different episodes, each with one of three contents.
func drawVersions(r *rapid.T) []data.Episode {
	var list []data.Episode
	for _, id := range drawIDs(r) {
		list = append(list, With(WithGUID(WithID(Titled("Title"), id), string(id)), func(e *data.Episode) {
			e.Transcript = rapid.SampledFrom([]string{"", "One.", "Two."}).Draw(r, "transcript")
		}))
	}
	return list
}

func keysOf(ids []data.EpisodeID) []string {
	keys := []string{}
	for _, id := range ids {
		keys = append(keys, string(id))
	}
	return keys
}

// check compares the changes since a revision with the recorded states.
func (h *history) check(t *testing.T, r *rapid.T, since int64) {
	t.Helper()
	want := catalog.Changes{Revision: h.last, Changed: h.changedSince(since), Deleted: h.deletedSince(since), Complete: true}
	got := Changes(t, h.store, since)
	Diff(t, fmt.Sprintf("changes since revision %d", since), want, got)
	applied, now := maps.Clone(h.states[since]), h.states[h.last]
	for _, id := range got.Deleted {
		delete(applied, id)
	}
	for _, id := range got.Changed {
		applied[id] = now[id]
	}
	Diff(t, fmt.Sprintf("state of revision %d with the changes", since), now, applied)
	if t.Failed() {
		r.FailNow()
	}
}

// changedSince returns the present episodes that differ between two consecutive states.
func (h *history) changedSince(since int64) (changed []data.EpisodeID) {
	for id := range h.states[h.last] {
		for revision := since + 1; revision <= h.last; revision++ {
			before, existed := h.states[revision-1][id]
			if now, exists := h.states[revision][id]; existed != exists || before != now {
				changed = append(changed, id)
				break
			}
		}
	}
	slices.Sort(changed)
	return changed
}

// deletedSince returns the other episodes that an earlier state has.
func (h *history) deletedSince(since int64) (deleted []data.EpisodeID) {
	all := state{}
	for revision := since; revision <= h.last; revision++ {
		maps.Copy(all, h.states[revision])
	}
	for id := range all {
		if _, exists := h.states[h.last][id]; !exists {
			deleted = append(deleted, id)
		}
	}
	slices.Sort(deleted)
	return deleted
}
