package duplicate

import (
	"iter"
	"slices"
)

// hasSimilarText reports whether two different titles have nearly the same text.
func hasSimilarText(a, b *Signature) bool {
	return a.core != b.core && resemblance(&a.sketch, &b.sketch) >= otherTitle
}

// candidates returns the episodes whose text may be similar to the text of one episode. They
// are found with the bands of the sketches (locality-sensitive hashing). The episode
// itself is among them, and episodes may repeat.
func (l *lookup) candidates(slot int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for kind := byBand; kind < keyKinds; kind++ {
			for _, m := range l.bucketOf(kind, slot).compared(slot) {
				if !yield(m) {
					return
				}
			}
		}
	}
}

// isBoilerplate reports whether too many different titles have nearly the text of an
// episode.
func (l *lookup) isBoilerplate(slot int32) bool {
	s := l.signature(slot)
	titles := append(make([]uint64, 0, maxTitles+1), s.core)
	for m := range l.candidates(slot) {
		other := l.signature(m)
		if slices.Contains(titles, other.core) || !hasSimilarText(s, other) {
			continue
		}
		if titles = append(titles, other.core); len(titles) > maxTitles {
			return true
		}
	}
	return false
}

// expandTexts adds the evidence of nearly equal texts. Episodes with equal titles are
// compared with each other, others if they are candidates and no boilerplate.
func (l *lookup) expandTexts(c *component, slot int32) {
	for _, m := range l.bucketOf(byTitle, slot).compared(slot) {
		if m != slot {
			l.addTextEdge(c, slot, m)
		}
	}
	l.expandRecordings(c, slot)
	if l.episodes.at(slot).boilerplate {
		return
	}
	for m := range l.candidates(slot) {
		if l.episodes.at(m).boilerplate {
			continue
		}
		l.addRecordingEdge(c, slot, m)
		if hasSimilarText(l.signature(slot), l.signature(m)) {
			l.addTextEdge(c, slot, m)
		}
	}
}

// expandRecordings adds the evidence of titles and lengths: episodes of one show with the same
// description, or with the same title apart from numbers.
func (l *lookup) expandRecordings(c *component, slot int32) {
	for _, kind := range recordingKinds {
		b := l.bucketOf(kind, slot)
		if !l.isEvidence(kind, b) {
			continue
		}
		for _, m := range b.compared(slot) {
			l.addRecordingEdge(c, slot, m)
		}
	}
}

// addRecordingEdge adds two episodes if their titles and lengths are evidence.
func (l *lookup) addRecordingEdge(c *component, a, b int32) {
	if a != b && sameRecording(l.signature(a), l.signature(b)) {
		c.edges = append(c.edges, edge{later: a, earlier: b, why: SameRecording})
		c.reach(b)
	}
}

// addTextEdge adds two episodes if their texts are evidence.
func (l *lookup) addTextEdge(c *component, a, b int32) {
	if r, same := sameText(l.signature(a), l.signature(b)); same {
		c.edges = append(c.edges, edge{a, b, SameText, r})
		c.reach(b)
	}
}
