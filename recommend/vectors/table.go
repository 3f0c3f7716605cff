package vectors

import (
	"segue/data"
	"segue/recommend/cosine"
)

// pageSlots is the number of slots of a page. An update copies 4 kB per changed page, and a
// list of 200 pages for 100,000 episodes.
const pageSlots = 512

// maxSlot is the highest slot. Slots are reused, so a catalogue has about as many as episodes;
// the vectors of 16 million episodes do not fit into memory.
const maxSlot = 1<<24 - 1

// episode is the entry of a slot. It is immutable.
type episode struct {
	show     data.ShowID
	language string
	// rows are the rows of the passages, in their order.
	rows []int32
	// embedding has the vectors of these rows.
	embedding cosine.Embedding
}

// page has the episodes of consecutive slots; nil for an empty slot.
type page [pageSlots]*episode

// table maps slots to episodes. Indexes share its pages.
type table []*page

// get returns the episode in a slot, or nil if the slot is empty.
func (t table) get(slot int32) *episode {
	if slot < 0 || int(slot)/pageSlots >= len(t) {
		return nil
	}
	p := t[slot/pageSlots]
	if p == nil {
		return nil
	}
	return p[slot%pageSlots]
}
