package catalogtest

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	feeds := []data.FeedID{addFeed(t, c, followed("https://a.example")).ID, addFeed(t, c, followed("https://b.example")).ID}
	rapid.Check(t, func(r *rapid.T) {
		h := &history{store: c, feeds: feeds, states: map[int64]state{}}
		deleteAll(t, c)
		for _, f := range feeds {
			if err := h.replaceFeed(t, f, false); err != nil {
				r.Fatal(err)
			}
		}
		h.record(t)
		for range rapid.IntRange(1, 12).Draw(r, "writes") {
			h.write(t, r)
			h.record(t)
		}
		for since := range h.states {
			h.check(t, r, since)
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
	writers := map[string]func() error{
		"upsert": func() error { _, err := h.store.Upsert(t.Context(), drawVersions(r)); return err },
		"items":  func() error { _, err := h.store.UpsertItems(t.Context(), feed, drawItems(r)); return err },
		"delete": func() error { _, err := h.store.Delete(t.Context(), drawIDs(r)...); return err },
		"list": func() error {
			_, err := h.store.ListItems(t.Context(), feed, keysOf(drawIDs(r)), rapid.Bool().Draw(r, "remove"))
			return err
		},
		"drop":    func() error { _, err := h.store.DropItems(t.Context(), feed, keysOf(drawIDs(r))); return err },
		"remove":  func() error { return h.replaceFeed(t, feed, rapid.Bool().Draw(r, "episodes")) },
		"setting": func() error { return h.store.SetSetting(t.Context(), "k", fmt.Sprint(h.last)) },
	}
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(writers))).Draw(r, "writer")
	if err := writers[name](); err != nil {
		r.Fatal(err)
	}
}

// replaceFeed removes a feed and adds it again without items.
func (h *history) replaceFeed(t *testing.T, id data.FeedID, episodes bool) error {
	t.Helper()
	f, err := h.store.Feed(t.Context(), id)
	if err != nil {
		return err
	}
	if _, err := h.store.RemoveFeed(t.Context(), id, episodes); err != nil {
		return err
	}
	_, err = h.store.AddFeed(t.Context(), f)
	return err
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

// drawItems draws items with the episodes of drawVersions. Their keys are the ids.
func drawItems(r *rapid.T) []catalog.FeedEpisode {
	var list []catalog.FeedEpisode
	for _, e := range drawVersions(r) {
		list = append(list, catalog.FeedEpisode{Episode: e, Key: string(e.ID), Digest: []byte{1}})
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
	if d := cmp.Diff(want, got); d != "" {
		r.Fatalf("changes since revision %d (-want +got):\n%s", since, d)
	}
	applied, now := maps.Clone(h.states[since]), h.states[h.last]
	for _, id := range got.Deleted {
		delete(applied, id)
	}
	for _, id := range got.Changed {
		applied[id] = now[id]
	}
	if d := cmp.Diff(now, applied); d != "" {
		r.Fatalf("revision %d with the changes (-present +changed):\n%s", since, d)
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
