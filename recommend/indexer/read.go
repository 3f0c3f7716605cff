package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"segue/data"
	"segue/data/boilerplate"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/passage"
	"segue/recommend/words"
)

// textKey is a hash of the texts that are embedded for an episode.
type textKey [sha256.Size]byte

// lookupTexts is the number of texts that are looked up in one query of the cache. With more,
// the texts of a large catalogue would fill the memory.
const lookupTexts = 1000

// read reads the episodes of the catalogue. It keeps the vectors of unchanged texts and takes
// others from the embedder's cache. Episodes without vectors become pending.
func (x *modelIndex) read(ctx context.Context) error {
	next, revision, err := x.readEpisodes(ctx)
	var weights recommend.Weights
	if err == nil {
		weights, err = x.readWeights(ctx)
	}
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	view, err := x.readWords(ctx, next.keys, next.boilerplate.Set())
	if err != nil {
		return err
	}
	x.revision, x.content = revision, hex.EncodeToString(next.content.Sum(nil))
	x.episodes, x.pending, x.vectors = next.episodes, next.pending, next.vectors
	x.keys, x.view, x.weights, x.signatures = next.keys, view, weights, next.signatures
	x.textKeys, x.boilerplate = next.textKeys, next.boilerplate
	if x.oldestFirst {
		slices.Reverse(x.pending)
	}
	return nil
}

// catalogReader builds the next contents in one pass over the catalogue.
type catalogReader struct {
	index      *modelIndex
	content    hash.Hash
	episodes   []data.Episode
	keys       []words.Key
	vectors    map[data.EpisodeID]embedded
	pending    []job
	signatures map[data.EpisodeID]duplicate.Signature
	// waiting has the jobs to look up in the cache; texts is the number of their texts.
	waiting     []job
	texts       int
	textKeys    map[data.EpisodeID]textKeys
	boilerplate boilerplate.Reader
}

func (x *modelIndex) newCatalogReader() *catalogReader {
	return &catalogReader{
		index: x, content: sha256.New(), vectors: map[data.EpisodeID]embedded{},
		signatures: map[data.EpisodeID]duplicate.Signature{}, textKeys: make(map[data.EpisodeID]textKeys, len(x.textKeys)),
	}
}

// add adds an episode. It strips the boilerplate of an unchanged episode only if the text must
// be embedded.
func (r *catalogReader) add(ctx context.Context, read boilerplate.Episode) error {
	fmt.Fprintf(r.content, "%s %x\n", read.ID, read.Digest)
	e, stripped := read.Episode, ""
	keys := r.index.textKeys[e.ID]
	if read.Unchanged {
		r.signatures[e.ID] = r.index.signatures[e.ID]
	} else {
		stripped = read.Stripped()
		keys = textKeys{keyOf(e, read.Digest, stripped), sha256.Sum256([]byte(e.Title + "\x00" + stripped))}
		e.Description = stripped
		r.sign(e)
	}
	r.textKeys[e.ID] = keys
	r.keys = append(r.keys, keys.words)
	e.Description, e.Removed, e.Links = "", nil, nil
	r.episodes = append(r.episodes, e)
	if known, ok := r.index.vectors[e.ID]; ok && known.text == keys.text {
		r.vectors[e.ID] = known
		return nil
	}
	if refused, ok := r.index.refused[e.ID]; ok && refused == keys.text {
		return nil
	}
	if read.Unchanged {
		stripped = read.Stripped()
	}
	j := job{id: e.ID, text: keys.text, texts: passage.Texts(e.Title, stripped)}
	r.waiting = append(r.waiting, j)
	if r.texts += len(j.texts); r.texts >= lookupTexts {
		return r.flush(ctx)
	}
	return nil
}

// sign adds the signature of an episode. It reuses the last one if that is still valid.
func (r *catalogReader) sign(e data.Episode) {
	signature, known := r.index.signatures[e.ID]
	if !known || !signature.Of(e) {
		signature = duplicate.Sign(e)
	}
	r.signatures[e.ID] = signature
}

// flush looks up the vectors of the waiting jobs in the cache.
func (r *catalogReader) flush(ctx context.Context) error {
	texts := make([]string, 0, r.texts)
	for _, j := range r.waiting {
		texts = append(texts, j.texts...)
	}
	found, err := r.index.model.Cached(ctx, texts)
	if err != nil {
		return err
	}
	for _, j := range r.waiting {
		passages := found[:len(j.texts)]
		found = found[len(j.texts):]
		if complete(passages) {
			r.vectors[j.id] = embedded{text: j.text, passages: passages}
		} else {
			r.pending = append(r.pending, j)
		}
	}
	r.waiting, r.texts = nil, 0
	return nil
}

func complete(passages [][]float32) bool {
	for _, p := range passages {
		if p == nil {
			return false
		}
	}
	return true
}
