package duplicate

import "slices"

const (
	// minWords is the least number of different words of title and description that
	// can tell an episode: with fewer, equal texts say little ("Join us again").
	minWords = 12
	// minOwnWords is the least with which a text tells an episode whatever its title.
	minOwnWords = 30
	// sameTitle is the least resemblance of two texts that are the same, beside equal
	// titles in different shows. Among 13,883 talks, of 60 pairs between 0.35 and 0.43
	// 59 are one talk.
	sameTitle = 0.4
	// otherTitle is the least beside different titles, and within one show, whose
	// descriptions end in the same lines. Between 0.5 and 0.8, pairs in one show are
	// nearly all different talks in the same frame.
	otherTitle = 0.8
	// sharedTopic is the least share of the words of the shorter of two different
	// titles that the other has too. Of 84 talks found without it, it drops 20, of
	// which most stand under a description that is not theirs.
	sharedTopic = 0.6
	// maxLengths is how many times as long one of two recordings of the same may be:
	// a talk is held in 25 and in 45 minutes, but a trailer is not its episode.
	maxLengths = 3
	// equalLengths is the share by which two copies of a recording differ in length,
	// as advertisements come and go.
	equalLengths = 0.1
	// maxCompared is how many of a bucket an episode is compared with, the first by
	// rank. It bounds the cost of buckets that boilerplate fills.
	maxCompared = 16
)

// guidOfShow is the key of episodes that have the same GUID in one show.
func (s *Signature) guidOfShow() uint64 {
	if s.guid == 0 {
		return 0
	}
	return mix(s.guid + s.show)
}

// guidOfWorld is the key of episodes that have the same GUID anywhere. A short
// GUID needs an equal title beside it.
func (s *Signature) guidOfWorld() uint64 {
	if s.guid == 0 || s.globalGUID {
		return s.guid
	}
	return mix(s.guid + s.core)
}

// wholeText is the key of episodes that have the same title and description.
func (s *Signature) wholeText() uint64 {
	if s.form() || s.words < minWords {
		return 0
	}
	return mix(mix(s.core+s.text) + uint64(s.part))
}

// differentParts reports whether two titles name different parts. Numbers that may
// count episodes say so only within one show, where no re-run has a new number. A title
// without a part is the first beside one that is called the second.
func differentParts(a, b *Signature) bool {
	switch {
	case a.part == b.part:
		return false
	case a.part == 0 || b.part == 0:
		return a.stem == b.stem && (a.part > 1 && a.sure || b.part > 1 && b.sure)
	case a.sure && b.sure:
		return true
	default:
		return a.show == b.show && !a.marked() && !b.marked()
	}
}

// differentCounts reports whether two titles are equal but for numbers or days.
func differentCounts(a, b *Signature) bool { return a.core != b.core && a.plain == b.plain }

// differentLengths reports whether two lengths are known and too different.
func differentLengths(a, b *Signature) bool {
	return a.duration > 0 && b.duration > 0 && max(a.duration, b.duration) > maxLengths*min(a.duration, b.duration)
}

// sameLength reports whether two lengths are known and about equal.
func sameLength(a, b *Signature) bool {
	most := max(a.duration, b.duration)
	return a.duration > 0 && b.duration > 0 && float64(most-min(a.duration, b.duration)) <= equalLengths*float64(most)
}

// differentTopics reports whether two titles are about different things.
func differentTopics(a, b *Signature) bool {
	shared := 0
	for _, w := range a.topic {
		if slices.Contains(b.topic, w) {
			shared++
		}
	}
	return float64(shared) < sharedTopic*float64(min(len(a.topic), len(b.topic)))
}

// sameText reports whether two texts are alike enough to be of one episode, and how
// alike they are.
func sameText(a, b *Signature) (float64, bool) {
	r, least := resemblance(&a.sketch, &b.sketch), otherTitle
	if a.core == b.core && a.show != b.show {
		least = sameTitle
	}
	return r, r >= least && !differentTexts(a, b) && !differentTopics(a, b)
}

// differentTexts reports whether texts, however alike, are of different episodes.
func differentTexts(a, b *Signature) bool {
	return a.form() || b.form() || a.words < minWords || b.words < minWords ||
		differentParts(a, b) || differentCounts(a, b) || differentLengths(a, b)
}

// reruns is the evidence of titles: an episode that is marked as a re-run, and the
// only one of its show that has the title and is not. Where there is none, marked
// ones are re-runs of the first of them.
func (g *grouping) reruns() []edge {
	var edges []edge
	for _, same := range g.buckets(func(s *Signature) uint64 {
		if s.form() {
			return 0
		}
		return mix(s.core + s.show)
	}) {
		originals := 0 // the unmarked come first
		for originals < len(same) && !g.list[same[originals]].marked() {
			originals++
		}
		for _, n := range same[originals:] {
			if of, found := g.original(same[:originals], n); found {
				edges = append(edges, edge{later: n, earlier: of, why: Rerun})
			} else if first := same[0]; originals == 0 && first != n && g.repeats(first, n) {
				edges = append(edges, edge{later: n, earlier: first, why: Rerun})
			}
		}
	}
	return edges
}

// original is the only one of the unmarked that n can be a re-run of.
func (g *grouping) original(unmarked []int32, n int32) (int32, bool) {
	found, leader := int32(-1), int32(-1)
	for _, o := range unmarked[:min(len(unmarked), maxCompared+1)] {
		switch {
		case !g.repeats(o, n) || g.find(o) == leader:
		case found >= 0:
			return 0, false // two have the title, and only the text can tell
		default:
			found, leader = o, g.find(o)
		}
	}
	return found, found >= 0 && len(unmarked) <= maxCompared
}

// repeats reports whether n, which is marked and has o's title, is o again.
func (g *grouping) repeats(o, n int32) bool {
	a, b := &g.list[o], &g.list[n]
	if differentParts(a, b) || differentLengths(a, b) {
		return false
	}
	if b.rerun == sureRerun || b.told || sameLength(a, b) {
		return true
	}
	return min(a.words, b.words) >= minWords && resemblance(&a.sketch, &b.sketch) >= sameTitle
}
