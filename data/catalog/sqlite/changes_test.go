package sqlite

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
)

func TestChangesAreNotCompleteAfterTooManyDeletions(t *testing.T) {
	const many = 7 // the revisions from 2 delete "e0", "e1" and so on, the last one deletes two
	type ids = []data.EpisodeID
	bothInternal(t, func(t *testing.T, c *Catalog) {
		var episodes []data.Episode
		for i := range many {
			episodes = append(episodes, data.Episode{ID: data.EpisodeID(fmt.Sprint("e", i)), GUID: fmt.Sprint(i), Title: "Title"})
		}
		if _, err := c.Upsert(t.Context(), episodes); err != nil {
			t.Fatal(err)
		}
		for _, list := range []ids{{"e0"}, {"e1"}, {"e2"}, {"e3", "e4"}} {
			if _, err := c.Delete(t.Context(), list...); err != nil {
				t.Fatal(err)
			}
		}
		complete := func(deleted ...data.EpisodeID) catalog.Changes {
			return catalog.Changes{Revision: 5, Deleted: deleted, Complete: true}
		}
		for _, step := range []struct {
			name  string
			limit int
			since int64
			want  catalog.Changes
		}{
			{"all deletions fit", 5, 1, complete("e0", "e1", "e2", "e3", "e4")},
			{"two deletions are too many", 3, 2, catalog.Changes{Revision: 5}},
			{"the newer deletions stay", 3, 3, complete("e2", "e3", "e4")},
			{"a higher limit does not bring them back", 5, 2, catalog.Changes{Revision: 5}},
			{"the deletions of one revision are too many", 1, 4, catalog.Changes{Revision: 5}},
			{"nothing has changed since the last revision", 1, 5, complete()},
		} {
			if err := c.write(t.Context(), "limit", func(tx *sql.Tx) error { return limitDeletions(t.Context(), tx, step.limit) }); err != nil {
				t.Fatal(err)
			}
			got, err := c.Changes(t.Context(), step.since)
			if d := cmp.Diff(step.want, got); d != "" || err != nil {
				t.Errorf("%s: error %v (-want +got):\n%s", step.name, err, d)
			}
		}
	})
}
