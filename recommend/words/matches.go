package words

// Matches is the result of a search by words. Its zero value is ready for use. Use it for
// one search after another: this is faster than a new one.
type Matches struct {
	// Slots are the slots of the episodes that match and are not excluded.
	Slots []int32
	// Scores has the score of each slot, 0 for all but Slots.
	Scores []float32
	// Excluded has the slots of the episodes that must not be results, also if they match in
	// meaning. It is nil if the search has no phrase and no excluded word.
	Excluded []bool
	// shares are the shares of Share; counted has the number of the last telling word that was
	// counted for a slot, from 1. Both are empty if the matches have no shares.
	shares  []float32
	counted []uint8
	// Spoken is the share of the transcripts in the scores of a search, 0 to 1, if all
	// frequencies were equal. It is 0 if no word of the search is in a transcript.
	Spoken float64
}

// Share returns the share of the telling words that a slot of Slots has, see
// [recommend.WordQuery.Telling]. It is 0 for the result of [View.Like].
func (m *Matches) Share(slot int32) float32 {
	if int(slot) >= len(m.shares) {
		return 0
	}
	return m.shares[slot]
}

// Reset empties m for a table of size slots.
func (m *Matches) Reset(size int) {
	for _, slot := range m.Slots {
		m.Scores[slot] = 0
	}
	m.shares = m.shares[:0]
	m.Slots, m.Excluded, m.Spoken = m.Slots[:0], nil, 0
	if cap(m.Scores) < size {
		m.Scores = make([]float32, size)
	}
	m.Scores = m.Scores[:size]
}
