package words

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// phrase returns the episodes that contain words next to each other. The weight of a
// posting is the saturated number of times, for a text of mean length.
func (v *View) phrase(ctx context.Context, words []string) ([]posting, error) {
	key := strings.Join(words, lengthMarker) // no word has this byte
	if cached, ok := v.phrases.get(key); ok {
		return cached, nil
	}
	c := v.cursor()
	defer v.cursors.Put(c)
	var out []posting
	for s := range v.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := c.phrase(s, words)
		if err != nil {
			return nil, err
		}
		if out, err = p.appendTo(out, v.segments[s].slots); err != nil {
			return nil, err
		}
	}
	v.phrases.add(key, out, len(out))
	return out, nil
}

// phraseReader finds the documents of a segment that contain all words of a phrase next
// to each other.
type phraseReader struct {
	words []phraseWord
	// rarest is the number of the word with the fewest documents, common has the numbers
	// of the others, the rarer ones first.
	rarest int
	common []int
}

// phraseWord has the postings of a word of a phrase, twice: documents skips fast and reads
// no positions, positions reads only the documents that have all words.
type phraseWord struct {
	list                 segment.PostingsList
	documents, positions segment.PostingsIterator
	// at is the current document of documents; -1 before the first.
	at int
}

// phrase returns a reader of the documents of segment s that contain words. It has no
// words if the segment lacks one of them.
func (c *cursor) phrase(s int, words []string) (*phraseReader, error) {
	dictionaries, err := c.open(fieldWords)
	if err != nil {
		return nil, err
	}
	p := &phraseReader{words: make([]phraseWord, len(words)), common: make([]int, len(words))}
	for i, word := range words {
		list, err := dictionaries[s].PostingsList([]byte(word), nil, nil)
		if err != nil || list.Count() == 0 {
			return &phraseReader{}, err
		}
		p.words[i], p.common[i] = phraseWord{list: list, at: -1}, i
	}
	for i := range p.words {
		w := &p.words[i]
		w.documents, w.positions = w.list.Iterator(false, false, false, nil), w.list.Iterator(true, true, true, nil)
	}
	slices.SortStableFunc(p.common, func(a, b int) int { return cmp.Compare(p.words[a].list.Count(), p.words[b].list.Count()) })
	if len(words) > 0 {
		p.rarest, p.common = p.common[0], p.common[1:]
	}
	return p, nil
}

// appendTo appends the documents that have a slot.
func (p *phraseReader) appendTo(out []posting, slots []int32) ([]posting, error) {
	if len(p.words) == 0 {
		return out, nil
	}
	rarest := p.words[p.rarest].documents
	for next, err := rarest.Next(); next != nil || err != nil; next, err = rarest.Next() {
		if err != nil {
			return nil, err
		}
		document := int(next.Number())
		if slots[document] < 0 {
			continue
		}
		all, err := p.inAll(document)
		if err != nil {
			return nil, err
		}
		if !all {
			continue
		}
		times, err := p.times(document)
		if err != nil {
			return nil, err
		}
		if times > 0 {
			out = append(out, posting{slots[document], saturate(float32(times), k1)})
		}
	}
	return out, nil
}

// inAll reports whether a document contains all words. Documents must be in ascending
// order.
func (p *phraseReader) inAll(document int) (bool, error) {
	for _, i := range p.common {
		w := &p.words[i]
		if w.at < document {
			next, err := w.documents.Advance(uint64(document))
			if err != nil || next == nil {
				return false, err
			}
			w.at = int(next.Number())
		}
		if w.at != document {
			return false, nil
		}
	}
	return true, nil
}

// times returns how often a document contains the phrase. The document must contain all
// words, and documents must be in ascending order.
func (p *phraseReader) times(document int) (int, error) {
	at := make([][]segment.Location, len(p.words))
	for i, w := range p.words {
		next, err := w.positions.Advance(uint64(document))
		if err != nil {
			return 0, err
		}
		at[i] = next.Locations()
	}
	times := 0
	for _, first := range at[0] {
		follows := true
		for i := 1; i < len(at) && follows; i++ {
			follows = hasPosition(at[i], first.Pos()+uint64(i))
		}
		if follows {
			times++
		}
	}
	return times, nil
}

// hasPosition reports whether positions, which are in ascending order, contain
// position.
func hasPosition(positions []segment.Location, position uint64) bool {
	_, found := sort.Find(len(positions), func(i int) int { return cmp.Compare(position, positions[i].Pos()) })
	return found
}
