package duplicate

// chunkSize is the number of episodes in a chunk. At 100,000 episodes, a change of one
// copies 2 KB and a list of 12 KB.
const chunkSize = 64

// record is the state of one slot. It is zero if the slot has no episode.
type record struct {
	signature *Signature
	group     *group  // nil if the episode has no duplicates
	series    *Series // of a representative; nil if there is none
	// boilerplate is set if episodes with too many different titles have nearly this text.
	boilerplate bool
}

// table has the records of all slots. Chunks are immutable and shared between versions.
type table []*[chunkSize]record

var noRecord record

// at returns the record of a slot, which must not be changed.
func (t table) at(slot int32) *record {
	c := int(slot) / chunkSize
	if slot < 0 || c >= len(t) {
		return &noRecord
	}
	return &t[c][slot%chunkSize]
}

// tableEditor changes a copy of a table.
type tableEditor struct {
	table
	copied map[int]bool // chunks that belong to the copy
}

func newTableEditor(t table) tableEditor {
	return tableEditor{append(make(table, 0, len(t)+1), t...), map[int]bool{}}
}

// edit returns the record of a slot, which may be changed.
func (t *tableEditor) edit(slot int32) *record {
	c := int(slot) / chunkSize
	for len(t.table) <= c {
		t.copied[len(t.table)] = true
		t.table = append(t.table, &[chunkSize]record{})
	}
	if !t.copied[c] {
		chunk := *t.table[c]
		t.table[c], t.copied[c] = &chunk, true
	}
	return &t.table[c][slot%chunkSize]
}
