package words

import (
	"math"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Values of segmentView.slots for a document without a slot.
const (
	// noSlot marks a document whose episode or state is not in the slot table.
	noSlot = -1
	// deleted marks a deleted document.
	deleted = -2
)

// segmentView maps the documents of one segment to slots. Its slices are indexed by the
// number of the document in the segment. Views share them, so a view that changes a
// slice copies it first.
type segmentView struct {
	// id identifies the segment. Bleve keeps it when it writes a segment to a file.
	id uint64
	// slots is the slot of each document, or noSlot or deleted.
	slots []int32
	// lengths is the number of words in each scored field.
	lengths [len(scoredFields)][]uint32
	// totals are the totals of the documents that are not deleted.
	totals [len(scoredFields)]fieldTotal
	// deletions is the number of deleted documents.
	deletions uint64
	// postings caches the postings of the segment, including deleted documents.
	postings *postingsCache[cacheKey, []rawPosting]
}

// fieldTotal counts the documents in which a field is not empty, and its words in them.
type fieldTotal struct{ documents, words int }

// size returns the number of documents, including the deleted ones.
func (s *segmentView) size() int { return len(s.slots) }

// readSegment reads the tables of a segment. No document has a slot yet.
func readSegment(in *scorch.SegmentSnapshot) (segmentView, error) {
	s := segmentView{id: in.Id(), slots: make([]int32, in.FullSize()), postings: &postingsCache[cacheKey, []rawPosting]{}}
	for d := range s.slots {
		s.slots[d] = noSlot
	}
	for field := range scoredFields {
		var err error
		if s.lengths[field], err = readLengths(in.Segment(), scoredFields[field].name, s.size()); err != nil {
			return s, err
		}
		for _, length := range s.lengths[field] {
			s.totals[field].add(length, 1)
		}
	}
	s.delete(in)
	return s, nil
}

// readLengths reads the length of a field in each document of a segment.
func readLengths(in segment.Segment, field string, size int) ([]uint32, error) {
	lengths := make([]uint32, size)
	dictionary, err := in.Dictionary(field)
	if err != nil {
		return nil, err
	}
	postings, err := dictionary.PostingsList([]byte(lengthMarker), nil, nil)
	if err != nil {
		return nil, err
	}
	iterator := postings.Iterator(true, true, false, nil)
	for p, err := iterator.Next(); p != nil || err != nil; p, err = iterator.Next() {
		if err != nil {
			return nil, err
		}
		norm := p.Norm() // 1/√length
		lengths[p.Number()] = uint32(math.Round(1 / (norm * norm)))
	}
	return lengths, nil
}

// add adds times documents with the given length of the field.
func (t *fieldTotal) add(length uint32, times int) {
	if length > 0 {
		t.documents += times
		t.words += times * int(length)
	}
}

// delete marks the deleted documents in slots, which must not be shared. It returns the
// slots that these documents had.
func (s *segmentView) delete(in *scorch.SegmentSnapshot) (freed []int32) {
	bitmap := in.Deleted()
	if bitmap == nil {
		return nil
	}
	s.deletions = bitmap.GetCardinality()
	for i := bitmap.Iterator(); i.HasNext(); {
		d := i.Next()
		if s.slots[d] == deleted {
			continue
		}
		if s.slots[d] != noSlot {
			freed = append(freed, s.slots[d])
		}
		s.slots[d] = deleted
		for field := range s.totals {
			s.totals[field].add(s.lengths[field][d], -1)
		}
	}
	return freed
}

// deletionsOf returns the number of deleted documents of a segment.
func deletionsOf(in *scorch.SegmentSnapshot) uint64 {
	if in.Deleted() == nil {
		return 0
	}
	return in.Deleted().GetCardinality()
}
