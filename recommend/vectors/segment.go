package vectors

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/philippgille/chromem-go"

	"segue/data"
)

// segment is a collection of chromem-go with the passages of some episodes. It is immutable.
//
// An update adds a segment with the passages that have new rows. Their former documents stay in
// older segments. A document is current if its vector is the memory of the passage's row; the
// search ignores all others.
type segment struct {
	documents *chromem.Collection
	// slots are the episodes in the collection.
	slots []int32
}

const (
	// segmentRatio is the minimum ratio between the number of documents of a segment and the
	// next one. So there are few segments, and a document is rarely added again.
	segmentRatio = 2
	// maxStale is the number of documents per passage above which all segments are merged.
	// The search then compares at most one former document per current one.
	maxStale = 2
)

// Metadata of a document, for conditions that chromem-go evaluates.
const (
	showKey     = "show"
	languageKey = "language"
)

// withSegment returns the segments after the passages of some slots have got new rows.
func (x *Index) withSegment(ctx context.Context, rewritten map[int32]bool) ([]*segment, error) {
	kept, slots, size := x.segments, maps.Clone(rewritten), x.passagesOf(rewritten)
	if len(kept) == 0 || documents(kept)+size > maxStale*x.passages {
		kept, slots = nil, x.occupied()
	}
	if len(slots) == 0 {
		return kept, nil
	}
	for len(kept) > 0 {
		last := kept[len(kept)-1]
		if last.documents.Count() >= segmentRatio*size {
			break
		}
		size += last.documents.Count()
		for _, slot := range last.slots {
			slots[slot] = true
		}
		kept = kept[:len(kept)-1]
	}
	added, err := x.newSegment(ctx, slices.Sorted(maps.Keys(slots)))
	if err != nil {
		return nil, err
	}
	return append(slices.Clip(kept), added), nil
}

// documents returns the number of documents of some segments.
func documents(segments []*segment) int {
	n := 0
	for _, s := range segments {
		n += s.documents.Count()
	}
	return n
}

// passagesOf returns the number of passages of some slots.
func (x *Index) passagesOf(slots map[int32]bool) int {
	n := 0
	for slot := range slots {
		n += len(x.episodes.get(slot).rows)
	}
	return n
}

// occupied returns the slots that are not empty.
func (x *Index) occupied() map[int32]bool {
	slots := make(map[int32]bool, x.embedded)
	for n, p := range x.episodes {
		if p == nil {
			continue
		}
		for i, e := range p {
			if e != nil {
				slots[int32(n*pageSlots+i)] = true
			}
		}
	}
	return slots
}

// newSegment adds the passages of the episodes in slots to a collection. It adds them one by
// one, because AddDocuments of chromem-go starts one goroutine per document at once.
func (x *Index) newSegment(ctx context.Context, slots []int32) (*segment, error) {
	c, err := chromem.NewDB().CreateCollection("passages", nil, NoEmbedding)
	if err != nil {
		return nil, fmt.Errorf("vectors: collection: %w", err)
	}
	metadata := sharedMetadata{}
	for _, slot := range slots {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("vectors: %w", err)
		}
		e := x.episodes.get(slot)
		if e == nil {
			continue
		}
		for i, r := range e.rows {
			d := chromem.Document{ID: documentID(owner{slot, int32(i)}), Metadata: metadata.of(e), Embedding: x.row(r)}
			if err := c.AddDocument(ctx, d); err != nil {
				return nil, fmt.Errorf("vectors: document %q: %w", d.ID, err)
			}
		}
	}
	return &segment{c, slots}, nil
}

// sharedMetadata has the metadata of documents. Episodes with the same show and language share
// a map, which chromem-go does not change.
type sharedMetadata map[[2]string]map[string]string

func (m sharedMetadata) of(e *episode) map[string]string {
	key := [2]string{string(e.show), e.language}
	if m[key] == nil {
		m[key] = map[string]string{showKey: string(e.show), languageKey: e.language}
	}
	return m[key]
}

// where returns the conditions of a query in the form of chromem-go.
func where(show data.ShowID, language string) map[string]string {
	conditions := map[string]string{}
	if show != "" {
		conditions[showKey] = string(show)
	}
	if language != "" {
		conditions[languageKey] = language
	}
	return conditions
}

func documentID(o owner) string {
	return strconv.Itoa(int(o.slot)) + "/" + strconv.Itoa(int(o.passage))
}

// parseDocumentID is the inverse of documentID.
func parseDocumentID(id string) (owner, error) {
	slot, passage, _ := strings.Cut(id, "/")
	s, err := strconv.Atoi(slot)
	if err != nil {
		return owner{}, fmt.Errorf("document %q: %w", id, err)
	}
	p, err := strconv.Atoi(passage)
	if err != nil {
		return owner{}, fmt.Errorf("document %q: %w", id, err)
	}
	return owner{int32(s), int32(p)}, nil
}

// NoEmbedding is the embedding function of all collections. It returns an error, so that
// chromem-go calls no model: package embed computes the
// vectors.
func NoEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors: the collection cannot embed texts; use package embed")
}
