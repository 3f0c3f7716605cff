package duplicate

import "slices"

// originals returns the number of unmarked episodes of a bucket of [byShowTitle], which
// come first. If there are none, the first marked episode is the original. The result is
// 0 if there are too many to find the original of a re-run, or no re-run.
func (l *lookup) originals(b *bucket) int {
	if len(b.slots) == 0 || !l.signature(b.slots[len(b.slots)-1]).marked() {
		return 0
	}
	count := 0
	for count <= maxCompared && !l.signature(b.slots[count]).marked() {
		count++
	}
	if count > maxCompared {
		return 0
	}
	return max(count, 1)
}

// expandReruns adds the evidence of titles: a marked re-run joins the only unmarked
// episode of its show with the same title. If there is no unmarked episode, marked ones
// join the first of them.
func (l *lookup) expandReruns(c *component, slot int32) {
	b := l.bucketOf(byShowTitle, slot)
	count := l.originals(b)
	if slices.Contains(b.slots[:count], slot) {
		l.expandOriginal(c, slot, b.slots[count:])
	} else {
		l.expandRerun(c, slot, b.slots[:count])
	}
}

// expandOriginal adds the re-runs of an episode. They add the evidence.
func (l *lookup) expandOriginal(c *component, slot int32, marked []int32) {
	for _, n := range marked {
		if isRerunOf(l.signature(slot), l.signature(n)) {
			c.reach(n)
		}
	}
}

// expandRerun adds the possible originals of a marked episode.
func (l *lookup) expandRerun(c *component, slot int32, originals []int32) {
	for _, o := range originals {
		if isRerunOf(l.signature(o), l.signature(slot)) {
			c.reruns = append(c.reruns, edge{later: slot, earlier: o, why: Rerun})
			c.reach(o)
		}
	}
}
