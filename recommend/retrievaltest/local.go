package retrievaltest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"

	"segue/data"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/keyphrase"
	"segue/recommend/local"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// Model is the name of the model of the vectors of [Local].
const Model = "model"

// Local keeps episodes in an index of package local.
type Local struct {
	words *words.Index
	index *local.Index
	// loaded is set if the index has loaded its words.
	loaded bool
}

// NewLocal returns an empty store. The test closes it.
func NewLocal(tb testing.TB, engine vectors.Engine) *Local {
	tb.Helper()
	l, err := OpenLocal(engine)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := l.Close(); err != nil {
			tb.Error(err)
		}
	})
	return l
}

// OpenLocal returns an empty store, which the caller closes.
func OpenLocal(engine vectors.Engine) (*Local, error) {
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		return nil, err
	}
	index, err := local.New(w, engine, Model)
	return &Local{words: w, index: index}, err
}

// Close releases the store.
func (l *Local) Close() error { return l.words.Close() }

// Write implements [Store].
func (l *Local) Write(ctx context.Context, episodes []Episode, removed []data.EpisodeID) (recommend.Index, error) {
	var changes []local.Change
	var keys []words.Key
	byID := map[data.EpisodeID]data.Episode{}
	for _, id := range removed {
		changes = append(changes, local.Change{Episode: data.Episode{ID: id}, Removed: true})
	}
	for _, e := range episodes {
		digest := sha256.Sum256(fmt.Appendf(nil, "%#v", e.Episode))
		key := words.Key{ID: e.ID, Digest: fmt.Sprintf("%x", digest)}
		changes = append(changes, local.Change{Episode: e.Episode, Content: digest, Words: key, Signature: duplicate.Sign(e.Episode), Phrases: phrasesOf(e.Episode), Passages: e.Passages})
		keys, byID[e.ID] = append(keys, key), e.Episode
	}
	err := l.words.Apply(ctx, keys, removed, func(_ context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		for _, id := range ids {
			if err := each(byID[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	next, err := l.index.Update(ctx, changes)
	if err == nil && !l.loaded {
		next, err = next.LoadWords()
	}
	if err != nil {
		return nil, err
	}
	l.index, l.loaded = next, true
	return next, nil
}

// phrasesOf returns the candidates for topics of an episode.
func phrasesOf(e data.Episode) *keyphrase.Phrases {
	t := keyphrase.Text{Show: e.Show.Title, Title: e.Title, Description: e.Description, Transcript: e.Transcript, Tags: e.Tags, Language: e.Language}
	return keyphrase.Extract(keyphrase.Input{}, t, words.Analyser(e.Language))
}
