package words

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"segue/data"
)

// Apply writes the changed episodes in these states and deletes their other states and
// the removed episodes. It leaves all other episodes as they are, so its time is
// proportional to the number of changes. An episode may occur once. Apply reads and
// writes like [Index.Sync].
func (x *Index) Apply(ctx context.Context, changed []Key, removed []data.EpisodeID, read Read) error {
	x.syncing.Lock()
	defer x.syncing.Unlock()
	w, err := x.changes(changed, removed)
	if err != nil {
		return fmt.Errorf("reading the word index: %w", err)
	}
	w.read = read
	if err := w.run(ctx); err != nil {
		return fmt.Errorf("updating the word index: %w", err)
	}
	return nil
}

// changes compares the changed and removed episodes with the index.
func (x *Index) changes(changed []Key, removed []data.EpisodeID) (*syncRun, error) {
	w := &syncRun{index: x, gone: map[data.EpisodeID][]string{}, batch: index.NewBatch()}
	snapshot, err := x.snapshot()
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	states := stateReader{cursor: newCursor(snapshot), snapshot: snapshot}
	for _, key := range changed {
		has, err := states.compare(w, key.ID, key.String())
		if err != nil {
			return nil, err
		}
		if !has {
			w.missing = append(w.missing, key)
		}
	}
	for _, id := range removed {
		if _, err := states.compare(w, id, ""); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// stateReader finds the documents of an episode.
type stateReader struct {
	cursor   *cursor
	snapshot *scorch.IndexSnapshot
}

// compare adds the documents of an episode to w.gone, except the wanted one. It reports
// whether the index has the wanted one.
func (r stateReader) compare(w *syncRun, id data.EpisodeID, want string) (has bool, err error) {
	dictionaries, err := r.cursor.open(fieldID)
	if err != nil {
		return false, err
	}
	first, after := []byte(string(id)+"@"), []byte(string(id)+string(rune('@'+1)))
	for s, segment := range r.snapshot.Segments() {
		names := dictionaries[s].AutomatonIterator(nil, first, after)
		for e, err := names.Next(); e != nil || err != nil; e, err = names.Next() {
			if err != nil {
				return false, err
			}
			list, err := dictionaries[s].PostingsList([]byte(e.Term), segment.Deleted(), nil)
			if err != nil {
				return false, err
			}
			switch {
			case list.Count() == 0: // deleted
			case e.Term == want:
				has = true
			default:
				w.gone[id] = append(w.gone[id], e.Term)
			}
		}
	}
	return has, nil
}
