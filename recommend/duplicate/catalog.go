// Package duplicate finds episodes with the same content: an episode in two feeds, a
// re-run, a talk that was published twice with the same text. It also finds series,
// whose parts are not duplicates of each other.
//
// [Sign] computes the signature of an episode without keeping its texts. A [Catalog]
// compares the signatures. [Catalog.Update] compares only the signatures that a change affects.
//
// # Evidence
//
// Two episodes are duplicates if they have the same audio, the same GUID, nearly the
// same text, or if the title of one marks it as a re-run of the other ("Rebroadcast: X"
// and "X" in one show). In one show, the same length is evidence together with a title that
// has all words of the other title, and a similar or missing text: "X" and "X (uncut)". Any
// words may mark such a title, so no list of marks is needed. Anything that many episodes with different titles share is not
// evidence, such as the address of a live stream or a description of the show.
// Different parts are never duplicates. Texts are not evidence if the titles differ
// only in a number or a day.
//
// Vectors are not used. Nearly equal texts have nearly equal vectors, but the reverse
// is false: two talks with one guest about one topic also have similar vectors. And
// groups would change while the embedding is incomplete.
//
// # Updates
//
// Each kind of evidence has a key, such as the audio address. Episodes with equal keys
// form a bucket. Evidence depends only on buckets: on two of their episodes, on the
// number of different titles, and on the first episodes by rank. So a change of an
// episode affects the evidence in its old and its new buckets. An update finds the
// episodes whose evidence changes and groups the components that contain them again. A
// component is a set of episodes that evidence connects.
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
	// SameRecording is the same length with nearly the same title.
	SameRecording Reason = "same title and length"
)

// Catalog assigns each episode of a catalogue to one group with its duplicates, and to at
// most one series. The caller identifies an episode by its slot, a small number from 0
// that stays the same as long as the episode exists and may be reused afterwards. The
// groups depend only on the signatures, not on slots or earlier updates, if ids are
// unique. Catalog is immutable and safe for concurrent use. The zero Catalog is empty.
type Catalog struct {
	episodes table
	indexes  [keyKinds]index
	count    int
}

// New returns the catalogue of the episodes with these signatures. The slot of an episode
// is its index in the list. 100,000 episodes take about a second.
func New(signatures []*Signature) *Catalog {
	changes := make([]Change, len(signatures))
	for slot, s := range signatures {
		changes[slot] = Change{Slot: slot, Signature: s}
	}
	c, _ := new(Catalog).Update(changes)
	return c
}

// Len returns the number of episodes.
func (c *Catalog) Len() int { return c.count }

// Signature returns the signature of an episode, or nil if the slot is empty.
func (c *Catalog) Signature(slot int) *Signature { return c.signature(int32(slot)) }

// Representative returns the episode that represents the group of an episode, preferably
// the original: episodes not marked as a re-run come first, then the earliest, then the
// lowest id. It returns the slot itself if the episode has no duplicates or the slot is
// empty.
func (c *Catalog) Representative(slot int) int {
	return int(c.representative(int32(slot)))
}

func (c *Catalog) representative(slot int32) int32 {
	if g := c.episodes.at(slot).group; g != nil {
		return g.members[0]
	}
	return slot
}

// Members returns all episodes of the group of an episode, the representative first and
// the others in order of preference as representative. Without duplicates the only
// member is the episode itself.
func (c *Catalog) Members(slot int) []int {
	g := c.episodes.at(int32(slot)).group
	if g == nil {
		return []int{slot}
	}
	return toInts(g.members)
}

// Reason returns the evidence by which an episode is a duplicate, or [NoReason] if it is
// a representative. The evidence connects it with the representative or, in a group of
// more than two, with another member.
func (c *Catalog) Reason(slot int) Reason {
	g := c.episodes.at(int32(slot)).group
	if g == nil {
		return NoReason
	}
	return g.reasons[slices.Index(g.members, int32(slot))]
}

// Series returns the series of an episode, nil if it is in none. A duplicate has the
// series of its representative. The pointers of one catalogue are equal if and only if
// the series are.
func (c *Catalog) Series(slot int) *Series {
	return c.episodes.at(c.representative(int32(slot))).series
}

// Part returns the part number in the title of an episode, from 1. It returns 0 if there
// is none or the episode is in no series. A title without a part number is part 1 if it
// begins a series. A duplicate has the part of its representative.
func (c *Catalog) Part(slot int) int {
	s := c.Series(slot)
	if s == nil {
		return 0
	}
	return int(s.parts[slices.Index(s.episodes, c.representative(int32(slot)))])
}

// compare orders two episodes by suitability as representative.
func (c *Catalog) compare(a, b int32) int {
	if order := compare(c.signature(a), c.signature(b)); order != 0 {
		return order
	}
	return int(a - b)
}

func toInts(slots []int32) []int {
	all := make([]int, len(slots))
	for i, n := range slots {
		all[i] = int(n)
	}
	return all
}
