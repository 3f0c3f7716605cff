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
	// Text is one example, the most frequent.
	Text string
	// Episodes is how many have it or nearly the same, and Share the same as a share of
	// the show's episodes, above 0 to 1.
	Episodes int
	Share    float64
}

// Paragraphs returns what set strips of a show's episodes, most frequent first, then
// by text. Texts that are nearly the same are one.
func (f *Finder) Paragraphs(set *Set, show data.ShowID) []Paragraph {
	texts := f.texts[show]
	var variants []*variant
	byWords := map[uint64]*variant{}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		for _, text := range set.Removed(show, texts[id]) {
			words := appendWords(nil, text)
			v := byWords[unitKey(words)]
			if v == nil {
				v = &variant{text: text, shingles: setOf(shinglesOf(words)), episodes: map[data.EpisodeID]bool{}}
				byWords[unitKey(words)] = v
				variants = append(variants, v)
			}
			v.episodes[id] = true
		}
	}
	variants = merge(variants)
	list := make([]Paragraph, 0, len(variants))
	for _, v := range variants {
		list = append(list, Paragraph{Text: v.text, Episodes: len(v.episodes), Share: float64(len(v.episodes)) / float64(len(texts))})
	}
	slices.SortFunc(list, func(a, b Paragraph) int {
		return cmp.Or(cmp.Compare(b.Episodes, a.Episodes), cmp.Compare(a.Text, b.Text))
	})
	return list
}

// variant is a text that some episodes have.
type variant struct {
	text     string
	shingles map[uint32]bool
	episodes map[data.EpisodeID]bool
}

const (
	// sameVariant is the least Jaccard similarity of the shingles of two texts that are
	// listed as one: a list of links in which one is missing, a host who stands in.
	sameVariant = 0.6
	// maxVariants bounds how many texts another is compared with.
	maxVariants = 200
)

// merge adds each variant to a more frequent one that it is nearly the same as.
func merge(variants []*variant) []*variant {
	slices.SortStableFunc(variants, func(a, b *variant) int { return cmp.Compare(len(b.episodes), len(a.episodes)) })
	var kept []*variant
	for _, v := range variants {
		i := slices.IndexFunc(kept[:min(len(kept), maxVariants)], func(k *variant) bool { return jaccard(k.shingles, v.shingles) >= sameVariant })
		if i < 0 {
			kept = append(kept, v)
			continue
		}
		maps.Copy(kept[i].episodes, v.episodes)
	}
	return kept
}

func setOf(shingles []uint32) map[uint32]bool {
	set := make(map[uint32]bool, len(shingles))
	for _, s := range shingles {
		set[s] = true
	}
	return set
}

func jaccard(a, b map[uint32]bool) float64 {
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
