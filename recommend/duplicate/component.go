package duplicate

// component is a set of episodes that evidence connects, and the evidence. No evidence
// connects it with other episodes, so it can be grouped alone.
type component struct {
	slots   []int32
	visited map[int32]bool // shared with other components
	// buckets are evidence by themselves.
	buckets []bucketID
	// reruns are the possible originals of marked episodes.
	reruns []edge
	// edges are nearly equal texts. They may repeat.
	edges []edge
}

// edge is evidence that two episodes are the same.
type edge struct {
	later, earlier int32
	why            Reason
	resemblance    float64
}

// reach adds an episode, unless it is known.
func (c *component) reach(slot int32) {
	if !c.visited[slot] {
		c.visited[slot] = true
		c.slots = append(c.slots, slot)
	}
}

// clear removes all episodes and evidence.
func (c *component) clear() {
	c.slots, c.buckets, c.reruns, c.edges = c.slots[:0], c.buckets[:0], c.reruns[:0], c.edges[:0]
}

// fill adds an episode and all that evidence connects with it.
func (l *lookup) fill(c *component, slot int32) {
	c.reach(slot)
	for i := 0; i < len(c.slots); i++ {
		l.expand(c, c.slots[i])
	}
}

// expand adds the evidence of an episode and the episodes that it connects.
func (l *lookup) expand(c *component, slot int32) {
	for kind := range evidentKinds {
		id := bucketID{kind, l.signature(slot).key(kind)}
		b := l.bucket(id)
		if b.expanded || !l.isEvidence(kind, b) {
			continue
		}
		b.expanded = true
		c.buckets = append(c.buckets, id)
		for _, m := range b.slots {
			c.reach(m)
		}
	}
	l.expandReruns(c, slot)
	l.expandTexts(c, slot)
}
