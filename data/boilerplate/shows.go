package boilerplate

import (
	"cmp"
	"slices"

	"segue/data"
)

// everyShow is the key of a [Set] for the boilerplate of all shows. No show has this id.
const everyShow data.ShowID = "\x00"

const (
	// minShows is the number of shows that must have a unit at an edge of a text. A network
	// has its footer in all its shows. The same sentence about an episode is rarely in the
	// texts of five shows, and a text that several shows published counts once.
	minShows = 5
	// minShowsShort is the same for a unit of fewer than longUnit words.
	minShowsShort = 10
	// firstUnits and lastUnits are the numbers of units at the edges of a text.
	firstUnits, lastUnits = 2, 4
	// fewTexts is the number of texts of a show up to which a unit of one text counts. In
	// a larger show it must be in two texts, so that the other units need no memory.
	fewTexts = 2
)

// edge is a unit at the beginning or end of a text of a show.
type edge struct {
	key uint64
	// text identifies one of the texts with the unit: the lowest hash.
	text  uint64
	short bool
}

func compareEdges(a, b edge) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.text, b.text))
}

// edgesOf returns the edges of the episodes of a show, by key.
func edgesOf(list []*Sketch) []edge {
	list = distinct(list)
	var all []edge
	for _, s := range list {
		for i, u := range s.units {
			if u.words() >= shingle && (i < firstUnits || i >= len(s.units)-lastUnits) {
				all = append(all, edge{u.key, s.text, u.words() < longUnit})
			}
		}
	}
	slices.SortFunc(all, compareEdges)
	all = slices.Compact(all)
	edges := all[:0]
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n].key == all[i].key {
			n++
		}
		if n > 1 || len(list) <= fewTexts {
			edges = append(edges, all[i])
		}
		i += n
	}
	return slices.Clip(edges)
}

// keysOfEvery returns the keys of the units that enough shows have at an edge.
func keysOfEvery(shows map[data.ShowID][]edge) map[uint64]bool {
	if len(shows) < minShows {
		return nil
	}
	var all []edge
	for _, edges := range shows {
		all = append(all, edges...)
	}
	slices.SortFunc(all, compareEdges)
	all = slices.Compact(all) // a text of several shows counts once
	keys := map[uint64]bool{}
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n].key == all[i].key {
			n++
		}
		if n >= minShowsShort || n >= minShows && !all[i].short {
			keys[all[i].key] = true
		}
		i += n
	}
	return keys
}
