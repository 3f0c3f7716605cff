package indexer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend/keyphrase"
	"segue/recommend/words"
)

// phraseKind is the kind of stored phrases in [catalog.DerivedStore]. Phrases are stored under
// their input.
var phraseKind = fmt.Sprint("phrases ", keyphrase.EncodingVersion)

// phraseInput identifies the text of an episode without boilerplate by the key of its words, which
// depends on all fields and the transcript.
func phraseInput(key words.Key) keyphrase.Input { return sha256.Sum256([]byte(key.Digest)) }

// findPhrases sets the phrases of the waiting changes. It computes and stores the phrases that the
// catalogue does not have.
func (r *catalogReader) findPhrases(ctx context.Context) error {
	inputs := make([][32]byte, len(r.waiting))
	for i, w := range r.waiting {
		inputs[i] = phraseInput(w.Words)
	}
	stored, err := r.catalog.Derived(ctx, phraseKind, inputs)
	if err != nil {
		return err
	}
	missing := map[data.EpisodeID]*waiting{}
	for i := range r.waiting {
		w, found := &r.waiting[i], new(keyphrase.Phrases)
		if value := stored[inputs[i]]; value != nil && found.UnmarshalBinary(value) == nil && found.Of(inputs[i]) {
			w.Phrases = found
		} else {
			missing[w.Episode.ID] = w
		}
	}
	return r.computePhrases(ctx, missing)
}

// computePhrases computes the phrases of episodes, for which it reads their transcripts, and stores
// them. An episode that has changed since its words were read gets none; the next read finds it.
func (r *catalogReader) computePhrases(ctx context.Context, missing map[data.EpisodeID]*waiting) error {
	if len(missing) == 0 {
		return nil
	}
	ids := make([]data.EpisodeID, 0, len(missing))
	for _, w := range r.waiting {
		if missing[w.Episode.ID] != nil {
			ids = append(ids, w.Episode.ID)
		}
	}
	values := map[[32]byte][]byte{}
	err := r.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
		w := missing[e.ID]
		if keyOf(e.Episode, e.Digest, w.Episode.Description, w.names) != w.Words {
			return nil
		}
		input := phraseInput(w.Words)
		w.Phrases = keyphrase.Extract(input, w.phraseText(e.Episode), words.Analyser(e.Language))
		value, err := w.Phrases.MarshalBinary()
		values[input] = value
		return err
	})
	if err != nil {
		return err
	}
	return r.storeDerived(ctx, phraseKind, values)
}

// phraseText returns the text of an episode for its phrases: its description without boilerplate, and
// the transcript and the chapters of the stored episode.
func (w *waiting) phraseText(stored data.Episode) keyphrase.Text {
	e := w.Episode
	text := keyphrase.Text{
		Show: e.Show.Title, Title: e.Title, Description: e.Description, Boilerplate: strings.Join(w.boilerplate(), "\n"),
		Transcript: stored.Transcript, Tags: e.Tags, Language: e.Language,
	}
	for _, c := range stored.Chapters {
		text.Chapters = append(text.Chapters, c.Title)
	}
	return text
}
