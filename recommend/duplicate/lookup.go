package duplicate

import "slices"

// lookup finds the buckets of one version of a catalogue and keeps them.
type lookup struct {
	*Catalog
	known map[bucketID]*bucket
	// complete is set if all buckets are known.
	complete bool
}

// bucketID identifies a bucket.
type bucketID struct {
	kind keyKind
	key  uint64
}

// bucket is two or more episodes with equal keys, by rank.
type bucket struct {
	slots []int32
	// titles is the number of their different titles, at most maxTitles+1; 0 before it is
	// counted.
	titles int
	// expanded is set if the bucket was added to a component.
	expanded bool
}

// noBucket is the bucket of an episode without others.
var noBucket bucket

func newLookup(c *Catalog) *lookup { return &lookup{Catalog: c, known: map[bucketID]*bucket{}} }

// signature returns the signature of a slot, nil if the slot is empty.
func (c *Catalog) signature(slot int32) *Signature { return c.episodes.at(slot).signature }

// bucketOf returns the bucket of an episode by its key of a kind.
func (l *lookup) bucketOf(kind keyKind, slot int32) *bucket {
	return l.bucket(bucketID{kind, l.signature(slot).key(kind)})
}

func (l *lookup) bucket(id bucketID) *bucket {
	if id.key == 0 {
		return &noBucket
	}
	if b, ok := l.known[id]; ok {
		return b
	}
	if l.complete {
		return &noBucket
	}
	b := &noBucket
	keyOf := func(slot int32) uint64 { return l.signature(slot).key(id.kind) }
	if slots := l.indexes[id.kind].equal(id.key, keyOf); len(slots) > 1 {
		b = &bucket{slots: slots}
	}
	l.known[id] = b
	return b
}

// isEvidence reports whether a bucket of a kind that is evidence by itself has few
// enough titles. Texts are compared with the title.
func (l *lookup) isEvidence(kind keyKind, b *bucket) bool {
	if len(b.slots) < 2 {
		return false
	}
	if kind != byText && b.titles == 0 {
		b.titles = l.countTitles(b.slots)
	}
	return b.titles <= maxTitles && (kind <= byText || len(b.slots) <= maxCopies)
}

// countTitles returns the number of different titles, at most maxTitles+1.
func (l *lookup) countTitles(slots []int32) int {
	var seen []uint64
	for _, n := range slots {
		s := l.signature(n)
		if t := mix(s.core + uint64(s.part)); !slices.Contains(seen, t) {
			if seen = append(seen, t); len(seen) > maxTitles {
				break
			}
		}
	}
	return len(seen)
}

// compared returns the episodes of a bucket with which an episode is compared: the first
// maxCompared, or all if it is one of these. The episode itself may be among them.
func (b *bucket) compared(slot int32) []int32 {
	first := b.slots[:min(len(b.slots), maxCompared)]
	if slices.Contains(first, slot) {
		return b.slots
	}
	return first
}
