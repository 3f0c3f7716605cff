package words

import (
	"cmp"
	"context"
	"sort"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// match is an episode with the number of times that it contains a phrase.
type match struct {
	episode int32
	times   int
}

// phrase returns the episodes that contain words next to each other, in no order.
func (v *View) phrase(ctx context.Context, words []string) ([]match, error) {
	cursors := make([]*cursor, len(words))
	for i, w := range words {
		cursors[i] = v.cursor()
		defer v.cursors.Put(cursors[i])
		if n, err := cursors[i].find(fieldWords, w); n == 0 || err != nil {
			return nil, err
		}
	}
	var out []match
	if len(words) == 0 {
		return out, nil
	}
	for s := range v.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		iterator := newPhraseIterator(cursors, s)
		for {
			document, err := iterator.next()
			if err != nil {
				return nil, err
			}
			if document < 0 {
				break
			}
			if n, times := v.segments[s].episodes[document], iterator.times(); n >= 0 && times > 0 {
				out = append(out, match{n, times})
			}
		}
	}
	return out, nil
}

// phraseIterator iterates over the documents of a segment that contain all words of a
// phrase.
type phraseIterator struct {
	postings []segment.PostingsIterator
	// at is the current posting of each iterator.
	at []segment.Posting
}

func newPhraseIterator(cursors []*cursor, segmentNumber int) *phraseIterator {
	r := &phraseIterator{at: make([]segment.Posting, len(cursors))}
	for _, c := range cursors {
		r.postings = append(r.postings, c.iterator(segmentNumber, true))
	}
	return r
}

// next moves to the next document that contains all words. It returns -1 at the end.
func (r *phraseIterator) next() (document int, err error) {
	target := uint64(0)
	if r.at[0] != nil {
		target = r.at[0].Number() + 1
	}
	for aligned := 0; aligned < len(r.at); {
		for i, p := range r.postings {
			if r.at[i] == nil || r.at[i].Number() < target {
				posting, err := p.Advance(target)
				if err != nil || posting == nil {
					return -1, err
				}
				r.at[i] = posting
			}
			if number := r.at[i].Number(); number > target {
				target, aligned = number, 1
			} else {
				aligned++
			}
		}
	}
	return int(target), nil
}

// times returns how often the current document contains the phrase.
func (r *phraseIterator) times() int {
	times := 0
	for _, first := range r.at[0].Locations() {
		follows := true
		for i := 1; i < len(r.at) && follows; i++ {
			follows = hasPosition(r.at[i].Locations(), first.Pos()+uint64(i))
		}
		if follows {
			times++
		}
	}
	return times
}

// hasPosition reports whether positions, which are in ascending order, contain
// position.
func hasPosition(positions []segment.Location, position uint64) bool {
	_, found := sort.Find(len(positions), func(i int) int { return cmp.Compare(position, positions[i].Pos()) })
	return found
}
