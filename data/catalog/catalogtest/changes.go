package catalogtest

import (
	"testing"

	"segue/data"
	"segue/data/catalog"
)

// ids are ids of episodes.
type ids = []data.EpisodeID

// Changes returns the changes since a revision.
func Changes(tb testing.TB, c catalog.Store, since int64) catalog.Changes {
	tb.Helper()
	changes, err := c.Changes(tb.Context(), since)
	if err != nil {
		tb.Fatal(err)
	}
	return changes
}

// testChangesOfEveryWriter calls the writers one after the other, and compares the changes
// since the revision before each of them.
func testChangesOfEveryWriter(t *testing.T, open Open) {
	c := open(t)
	one, two := addFeed(t, c, followed("https://a.example")).ID, addFeed(t, c, followed("https://b.example")).ID
	upsert := func(episodes ...data.Episode) func() error {
		return func() error { _, err := c.Upsert(t.Context(), episodes); return err }
	}
	upsertItems := func(feed data.FeedID, items ...catalog.FeedEpisode) func() error {
		return func() error { _, err := c.UpsertItems(t.Context(), feed, items); return err }
	}
	removeFeed := func(feed data.FeedID, episodes bool) func() error {
		return func() error { _, err := c.RemoveFeed(t.Context(), feed, episodes); return err }
	}
	own, heard := Titled("Own"), With(Titled("Own"), func(e *data.Episode) { e.Transcript = "Hello." })
	for _, step := range []struct {
		name             string
		write            func() error
		changed, deleted ids
	}{
		{"Upsert adds episodes", upsert(Titled("X"), own), ids{"own", "x"}, nil},
		{"Upsert finds the same episodes", upsert(Titled("X"), own), nil, nil},
		{"Upsert changes a transcript", upsert(Titled("X"), heard), ids{"own"}, nil},
		{"Upsert changes an episode three times", upsert(own, Titled("Y"), heard, own), ids{"own", "y"}, nil},
		{"Delete", func() error { _, err := c.Delete(t.Context(), "y", "x", "unknown"); return err }, nil, ids{"x", "y"}},
		{"Delete deletes nothing", func() error { _, err := c.Delete(t.Context(), "x"); return err }, nil, nil},
		{"Upsert adds a deleted episode again", upsert(Titled("X")), ids{"x"}, nil},
		{"UpsertItems adds episodes", upsertItems(one, item("A"), item("B"), item("C"), item("D"), item("E")), ids{"a", "b", "c", "d", "e"}, nil},
		{"UpsertItems finds an episode of another feed", upsertItems(two, item("E")), nil, nil},
		{"ListItems deletes an episode", func() error {
			_, err := c.ListItems(t.Context(), one, []string{"key B", "key C", "key D", "key E"}, true)
			return err
		}, nil, ids{"a"}},
		{"DropItems deletes an episode", func() error { _, err := c.DropItems(t.Context(), one, []string{"key B"}); return err }, nil, ids{"b"}},
		{"RemoveFeed deletes the episodes of no other feed", removeFeed(one, true), nil, ids{"c", "d"}},
		{"RemoveFeed keeps the episodes", removeFeed(two, false), nil, nil},
		{"SetSetting", func() error { return c.SetSetting(t.Context(), "k", "v") }, nil, nil},
		{"SetModel", func() error { return c.SetModel(t.Context(), "m", "") }, nil, nil},
	} {
		before := Revision(t, c)
		if err := step.write(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		want := catalog.Changes{Revision: Revision(t, c), Changed: step.changed, Deleted: step.deleted, Complete: true}
		Diff(t, step.name, want, Changes(t, c, before))
	}
	want := catalog.Changes{Revision: Revision(t, c), Changed: ids{"e", "own", "x"}, Deleted: ids{"a", "b", "c", "d", "y"}, Complete: true}
	Diff(t, "all changes", want, Changes(t, c, 0))
}

// testChangesAfterChangingBack changes an episode in one transaction and back, which does
// not raise the revision. Its earlier change must still be listed.
func testChangesAfterChangingBack(t *testing.T, open Open) {
	c := open(t)
	Upsert(t, c, Titled("A"))
	Upsert(t, c, With(Titled("A"), func(e *data.Episode) { e.Description = "Other." }), Titled("A"))
	Diff(t, "changes", catalog.Changes{Revision: 1, Changed: ids{"a"}, Complete: true}, Changes(t, c, 0))
}

func testChangesOfUnknownRevisions(t *testing.T, open Open) {
	c := open(t)
	Diff(t, "a new catalogue", catalog.Changes{Complete: true}, Changes(t, c, 0))
	Upsert(t, c, Titled("A"))
	for name, since := range map[string]int64{"a negative revision": -1, "a later revision": 2} {
		Diff(t, name, catalog.Changes{Revision: 1}, Changes(t, c, since))
	}
}
