package boilerplate

import (
	"cmp"
	"maps"
	"slices"

	"segue/data"
)

// Lister lists the boilerplate of episodes.
type Lister struct {
	// removed has the boilerplate of each show by episode.
	removed map[data.ShowID]map[data.EpisodeID][]string
}

// Add adds an episode.
func (l *Lister) Add(e Episode) {
	if l.removed == nil {
		l.removed = map[data.ShowID]map[data.EpisodeID][]string{}
	}
	if l.removed[e.Show.ID] == nil {
		l.removed[e.Show.ID] = map[data.EpisodeID][]string{}
	}
	l.removed[e.Show.ID][e.ID] = e.Boilerplate()
}

// Shows returns the shows of the added episodes, sorted by id.
func (l *Lister) Shows() []data.ShowID { return slices.Sorted(maps.Keys(l.removed)) }

// Paragraph is boilerplate of a show: a whole paragraph, or sentences within one.
type Paragraph struct {
	// Text is the most frequent variant.
	Text string
	// Episodes is the number of episodes with a variant of it, Share their share of the
	// show's episodes, above 0 to 1.
	Episodes int
	Share    float64
}

// Paragraphs returns the boilerplate of a show, most frequent first, then by text. It
// combines similar texts.
func (l *Lister) Paragraphs(show data.ShowID) []Paragraph {
	episodes := l.removed[show]
	var variants []*variant
	byWords := map[uint64]*variant{}
	for _, id := range slices.Sorted(maps.Keys(episodes)) {
		for _, text := range episodes[id] {
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
		list = append(list, Paragraph{Text: v.text, Episodes: len(v.episodes), Share: float64(len(v.episodes)) / float64(len(episodes))})
	}
	slices.SortFunc(list, func(a, b Paragraph) int {
		return cmp.Or(cmp.Compare(b.Episodes, a.Episodes), cmp.Compare(a.Text, b.Text))
	})
	return list
}

// variant is a text and the episodes that have it.
type variant struct {
	text     string
	shingles map[uint32]bool
	episodes map[data.EpisodeID]bool
}

const (
	// sameVariant is the minimum Jaccard similarity of the shingles of texts that are
	// combined: for example a list with one link less, or another host.
	sameVariant = 0.6
	// maxVariants limits the texts that another text is compared with.
	maxVariants = 200
)

// merge adds each variant to a more frequent similar one.
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
