package boilerplate

import (
	"cmp"
	"maps"
	"slices"

	"segue/data"
)

// Finder finds the boilerplate of episodes and lists it. It keeps their descriptions;
// who only strips needs [Read] and [Find].
type Finder struct {
	sketches []Sketch
	// texts are the descriptions of each show by episode.
	texts map[data.ShowID]map[data.EpisodeID]string
}

// Add gives the finder an episode, whose id must not have been given before.
func (f *Finder) Add(e data.Episode) {
	if f.texts == nil {
		f.texts = map[data.ShowID]map[data.EpisodeID]string{}
	}
	if f.texts[e.Show.ID] == nil {
		f.texts[e.Show.ID] = map[data.EpisodeID]string{}
	}
	f.texts[e.Show.ID][e.ID] = e.Description
	f.sketches = append(f.sketches, Read(e))
}

// Find returns the boilerplate of all episodes that were added. Their order does not
// matter.
func (f *Finder) Find() *Set { return Find(f.sketches) }

// Shows are those of the episodes that were added, by id.
func (f *Finder) Shows() []data.ShowID { return slices.Sorted(maps.Keys(f.texts)) }

// Paragraph is a text that repeats across the episodes of a show: a whole paragraph,
// or sentences within one.
type Paragraph struct {
	// Text is one example, that of the episode with the smallest id.
	Text string
	// Episodes is how many have it, also with other numbers in it, and Share the same
	// as a share of the show's episodes, above 0 to 1.
	Episodes int
	Share    float64
}

// Paragraphs returns what set strips of a show's episodes, most frequent first, then
// by text.
func (f *Finder) Paragraphs(set *Set, show data.ShowID) []Paragraph {
	texts, found := f.texts[show], map[uint64]*Paragraph{}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		seen := map[uint64]bool{} // in this episode
		for _, text := range set.Removed(show, texts[id]) {
			key := unitKey(appendWords(nil, text))
			if seen[key] {
				continue
			}
			seen[key] = true
			if found[key] == nil {
				found[key] = &Paragraph{Text: text}
			}
			found[key].Episodes++
		}
	}
	list := make([]Paragraph, 0, len(found))
	for _, p := range found {
		p.Share = float64(p.Episodes) / float64(len(texts))
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b Paragraph) int {
		return cmp.Or(cmp.Compare(b.Episodes, a.Episodes), cmp.Compare(a.Text, b.Text))
	})
	return list
}
