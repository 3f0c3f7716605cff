package duplicate

import "slices"

// hasSimilarText reports whether two different titles have nearly the same text.
func hasSimilarText(a, b *Signature) bool {
	return a.core != b.core && resemblance(&a.sketch, &b.sketch) >= otherTitle
}

// isBoilerplate reports whether too many different titles have nearly the text of an
// episode. Candidates are found with the bands of the sketches (locality-sensitive
// hashing).
func (l *lookup) isBoilerplate(slot int32) bool {
	s := l.signature(slot)
	titles := make([]uint64, 1, maxTitles+1)
	titles[0] = s.core
	for kind := byBand; kind < keyKinds; kind++ {
		for _, m := range l.bucketOf(kind, slot).compared(slot) {
			other := l.signature(m)
			if slices.Contains(titles, other.core) || !hasSimilarText(s, other) {
				continue
			}
			if titles = append(titles, other.core); len(titles) > maxTitles {
				return true
			}
		}
	}
	return false
}

// eachSimilar calls do for the episodes with nearly the text of an episode and different
// titles. It may repeat them.
func (l *lookup) eachSimilar(slot int32, do func(other int32)) {
	s := l.signature(slot)
	for kind := byBand; kind < keyKinds; kind++ {
		for _, m := range l.bucketOf(kind, slot).compared(slot) {
			if hasSimilarText(s, l.signature(m)) {
				do(m)
			}
		}
	}
}

// expandTexts adds the evidence of nearly equal texts. Episodes with equal titles are
// compared with each other, others if they are candidates and no boilerplate.
func (l *lookup) expandTexts(c *component, slot int32) {
	s := l.signature(slot)
	for _, m := range l.bucketOf(byTitle, slot).compared(slot) {
		if m != slot {
			l.addTextEdge(c, slot, m)
		}
	}
	if l.episodes.at(slot).boilerplate {
		return
	}
	for kind := byBand; kind < keyKinds; kind++ {
		for _, m := range l.bucketOf(kind, slot).compared(slot) {
			if !l.episodes.at(m).boilerplate && hasSimilarText(s, l.signature(m)) {
				l.addTextEdge(c, slot, m)
			}
		}
	}
}

// addTextEdge adds two episodes if their texts are evidence.
func (l *lookup) addTextEdge(c *component, a, b int32) {
	if r, same := sameText(l.signature(a), l.signature(b)); same {
		c.edges = append(c.edges, edge{a, b, SameText, r})
		c.reach(b)
	}
}
