// Package duplicate finds episodes with the same content: an episode in two feeds, a
// re-run, a talk that was published twice with the same text. It also finds series,
// whose parts are not duplicates of each other.
//
// [Sign] computes the signature of an episode without keeping its texts. [Group] and
// [Link] compare the signatures of a whole catalogue. Both are fast enough to run after
// every change.
//
// # Evidence
//
// Two episodes are duplicates if they have the same audio, the same GUID, nearly the
// same text, or if the title of one marks it as a re-run of the other ("Rebroadcast: X"
// and "X" in one show). Anything that many episodes with different titles share is not
// evidence, such as the address of a live stream or a description of the show.
// Different parts are never duplicates. Texts are not evidence if the titles differ
// only in a number or a day.
//
// Vectors are not used. Nearly equal texts have nearly equal vectors, but the reverse
// is false: two talks with one guest about one topic also have similar vectors. And
// groups would change while the embedding is incomplete.
package duplicate

import "slices"

// Reason is the evidence by which an episode is a duplicate.
type Reason string

// The reasons, strongest first. A representative has none.
const (
	NoReason  Reason = ""
	SameAudio Reason = "same audio"
	SameGUID  Reason = "same GUID"
	Rerun     Reason = "re-run title"
	SameText  Reason = "same text"
)

// Groups assigns each episode of a catalogue to one group with its duplicates. Episodes
// are identified by their index in the list passed to [Group]. Groups is immutable and
// safe for concurrent use.
type Groups struct {
	representative []int
	reasons        []Reason
	members        [][]int // by representative; nil if the episode has no duplicates
}

// Len returns the number of episodes.
func (g *Groups) Len() int { return len(g.representative) }

// Representative returns the episode that represents the group of n, preferably the
// original: episodes not marked as a re-run come first, then the earliest, then the
// lowest id. It returns n if n has no duplicates.
func (g *Groups) Representative(n int) int { return g.representative[n] }

// Members returns all episodes of the group of n, the representative first and the
// others in order of preference as representative.
func (g *Groups) Members(n int) []int {
	if all := g.members[g.representative[n]]; all != nil {
		return slices.Clone(all)
	}
	return []int{n}
}

// Reason returns the evidence by which n is a duplicate, or [NoReason] if n is a
// representative. The evidence connects n with the representative or, in a group of
// more than two, with another member.
func (g *Groups) Reason(n int) Reason { return g.reasons[n] }

// Duplicates returns the number of episodes that are not representatives.
func (g *Groups) Duplicates() int {
	count := 0
	for n, r := range g.representative {
		if n != r {
			count++
		}
	}
	return count
}
