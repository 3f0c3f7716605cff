// Package duplicate finds episodes that are one recording, or as good as one: an
// episode that two feeds carry, a re-run, a talk that was announced twice in the
// same words. It also says which episodes are parts of one series, which are no
// duplicates of each other.
//
// [Sign] reads one episode and forgets its texts; [Group] and [Link] compare the
// signatures of a whole catalogue. Both are cheap enough to run at every change.
//
// # What counts
//
// Two episodes are the same if they have the same audio, the same GUID, a title
// that says so ("Rebroadcast: X" beside an X of the same show), or nearly the same
// text. What many episodes with different titles share is no evidence: the address
// of a live stream, or a description that says only what the show is. Parts 1 and
// 2 are never the same, whatever they share, nor are texts whose titles differ only
// in a number or a day.
//
// Vectors are not asked. Texts that are nearly the same have nearly the same
// vector, but not the other way round: two talks with one guest about one thing are
// near to each other too. And groups would change while a model still embeds.
package duplicate

import "slices"

// Reason says why an episode is a duplicate.
type Reason string

// The reasons, the strongest first. An episode that stands for itself has none.
const (
	NoReason  Reason = ""
	SameAudio Reason = "same audio"
	SameGUID  Reason = "same GUID"
	Rerun     Reason = "re-run title"
	SameText  Reason = "same text"
)

// Groups are the episodes of a catalogue, each in one group with its duplicates.
// Episodes are named by their number in the list that was grouped. Groups do not
// change and may be read by many goroutines.
type Groups struct {
	representative []int
	reasons        []Reason
	members        [][]int // by representative; nil where an episode is alone
}

// Len is the number of episodes.
func (g *Groups) Len() int { return len(g.representative) }

// Representative is the episode that stands for the group of n: the original, as
// far as can be told. That is one that is not marked as a re-run, of these the
// earliest, then the one of the lowest id. It is n itself if n is alone.
func (g *Groups) Representative(n int) int { return g.representative[n] }

// Members are all episodes of the group of n, its representative first, the
// others in the order in which they would represent it.
func (g *Groups) Members(n int) []int {
	if all := g.members[g.representative[n]]; all != nil {
		return slices.Clone(all)
	}
	return []int{n}
}

// Reason says why n is not its own representative; it is [NoReason] if it is. The
// reason holds for n and the representative or, where more than two are the same,
// another member of the group.
func (g *Groups) Reason(n int) Reason { return g.reasons[n] }

// Duplicates is the number of episodes that another one represents.
func (g *Groups) Duplicates() int {
	count := 0
	for n, r := range g.representative {
		if n != r {
			count++
		}
	}
	return count
}
