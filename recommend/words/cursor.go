package words

import (
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// cursor reads postings. Bleve's TermFieldReader does the same, but opens every
// dictionary for every term and does not reuse memory; for a hundred terms this costs
// several times as much as the postings. A cursor is not safe for concurrent use.
type cursor struct {
	segments []*scorch.SegmentSnapshot
	// dictionaries are opened at first use, by field.
	dictionaries map[string][]segment.TermDictionary
	// postings are the postings of the last term passed to find, by segment.
	postings  []segment.PostingsList
	iterators []segment.PostingsIterator
}

func newCursor(snapshot *scorch.IndexSnapshot) *cursor {
	segments := snapshot.Segments()
	return &cursor{
		segments:     segments,
		dictionaries: map[string][]segment.TermDictionary{},
		postings:     make([]segment.PostingsList, len(segments)),
		iterators:    make([]segment.PostingsIterator, len(segments)),
	}
}

// find looks up a term and returns its document frequency. Its postings are read with
// iterator until the next call of find.
func (c *cursor) find(field, term string) (documents int, err error) {
	dictionaries, err := c.open(field)
	if err != nil {
		return 0, err
	}
	name := []byte(term)
	for i, d := range dictionaries {
		c.postings[i], err = d.PostingsList(name, c.segments[i].Deleted(), c.postings[i])
		if err != nil {
			return 0, err
		}
		documents += int(c.postings[i].Count())
	}
	return documents, nil
}

func (c *cursor) open(field string) ([]segment.TermDictionary, error) {
	if open, ok := c.dictionaries[field]; ok {
		return open, nil
	}
	dictionaries := make([]segment.TermDictionary, len(c.segments))
	for i, s := range c.segments {
		d, err := s.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		dictionaries[i] = d
	}
	c.dictionaries[field] = dictionaries
	return dictionaries, nil
}

// iterator returns the postings of the last term passed to find, in segment i.
func (c *cursor) iterator(i int, positions bool) segment.PostingsIterator {
	c.iterators[i] = c.postings[i].Iterator(true, true, positions, c.iterators[i])
	return c.iterators[i]
}
