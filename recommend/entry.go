package recommend

import (
	"cmp"
	"slices"
	"strings"

	"segue/data"
	"segue/data/text"
)

// Entry has the data of an episode that ranking needs. It is immutable.
type Entry struct {
	// Episode has no texts.
	data.Episode
	// Slot is a number of the index that returned the entry. Only that index uses it.
	Slot int32
	// Embedded reports whether the index has vectors of the episode.
	Embedded bool
	// Guests are the names of the people without hosts, who are in every episode of a show.
	// They and FoldedTags are folded with [text.Fold].
	Guests, FoldedTags []string
	Group              Group
	Series             Series
}

// Group is the place of an episode among its duplicates. The zero Group is an episode without
// duplicates.
type Group struct {
	// ID is the id of the representative.
	ID data.EpisodeID
	// Rank is the place in the group: 0 for the representative.
	Rank int
	// Others are the other episodes of the group in their order.
	Others []Duplicate
}

// Series is the place of an episode in a series. The zero Series is no series.
type Series struct {
	// ID identifies the series in its revision.
	ID string
	// Name is the common text of the titles.
	Name string
	// Part is the number in the title, from 1; 0 if there is none.
	Part int
}

// NewEntry returns an entry of an episode, without duplicates, series and vectors.
func NewEntry(e data.Episode, slot int32) *Entry {
	e.Description, e.Transcript, e.Removed, e.Links, e.Segments, e.Chapters = "", "", nil, nil, nil, nil
	entry := &Entry{Episode: e, Slot: slot}
	for _, p := range e.People {
		if p.Role != data.RoleHost {
			entry.Guests = appendNew(entry.Guests, text.Fold(p.Name))
		}
	}
	for _, tag := range e.Tags {
		entry.FoldedTags = appendNew(entry.FoldedTags, text.Fold(tag))
	}
	return entry
}

// appendNew appends s unless the list has it or s is empty.
func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// TitleKey is equal for titles that differ only in case, spacing and surrounding punctuation.
func TitleKey(title string) string {
	return text.Fold(strings.Trim(strings.Join(strings.Fields(title), " "), ` .?!"“”`))
}

// CompareEntries orders entries: newest first, then by id.
func CompareEntries(a, b *Entry) int {
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
}
