package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"segue/data"
	"segue/recommend"
)

// hueNames name the colours that a reader can tell apart, as the style sheet does.
const (
	hueNames = "abcdefgh"
	hues     = len(hueNames)
)

// colouring tells the episodes of a map apart by something.
type colouring struct {
	Label string `json:"label"`
	// Groups are the names of at most [hues] groups.
	Groups []string `json:"groups"`
	// Of is the number of each episode's group, -1 for an episode that has none.
	Of []int `json:"of"`
}

// entry is a group in the legend.
type entry struct {
	Name, Hue string
	Count     int
}

// Legend is what the script shows too, so that nothing moves when it comes.
func (c colouring) Legend() []entry {
	list := make([]entry, len(c.Groups))
	for n, name := range c.Groups {
		list[n] = entry{Name: name, Hue: string(hueNames[min(n, hues-1)])}
	}
	for _, n := range c.Of {
		if n >= 0 {
			list[n].Count++
		}
	}
	return list
}

// colourings are by show where there are several, by topic and by year where they are
// known. Shows are the first unless most episodes are of shows without a colour of their
// own.
func colourings(m recommend.Map) []colouring {
	list := []colouring{}
	if len(m.Topics) > 0 {
		list = append(list, byTopic(m))
	}
	if severalShows(m) {
		shows := byShow(m)
		at := 0
		if shows.others(len(m.Placed)) {
			at = len(list)
		}
		list = slices.Insert(list, at, shows)
	}
	if years := byYear(m); len(years.Groups) > 1 {
		list = append(list, years)
	}
	return list
}

// byShow has a group for each of the shows with the most episodes, and one for all
// others.
func byShow(m recommend.Map) colouring {
	counts, titles := map[data.ShowID]int{}, map[data.ShowID]string{}
	for _, p := range m.Placed {
		counts[p.Episode.Show.ID]++
		titles[p.Episode.Show.ID] = p.Episode.Show.Title
	}
	shows := slices.SortedFunc(maps.Keys(counts), func(a, b data.ShowID) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	c := colouring{Label: "Show"}
	others := len(shows) > hues
	if others {
		shows = shows[:hues-1]
	}
	number := map[data.ShowID]int{}
	for n, id := range shows {
		number[id] = n
		c.Groups = append(c.Groups, titles[id])
	}
	if others {
		c.Groups = append(c.Groups, "Other shows")
	}
	for _, p := range m.Placed {
		n, known := number[p.Episode.Show.ID]
		if !known {
			n = len(shows)
		}
		c.Of = append(c.Of, n)
	}
	return c
}

// others reports whether most of n episodes are in the last of all groups.
func (c colouring) others(n int) bool {
	in := 0
	for _, group := range c.Of {
		if group == hues-1 {
			in++
		}
	}
	return 2*in > n
}

func byTopic(m recommend.Map) colouring {
	c := colouring{Label: "Topic"}
	for n, topic := range m.Topics {
		c.Groups = append(c.Groups, cmp.Or(topic, fmt.Sprintf("Group %d", n+1)))
	}
	for _, p := range m.Placed {
		c.Of = append(c.Of, p.Topic)
	}
	return c
}

// byYear has groups of as many years each, the first of them the oldest.
func byYear(m recommend.Map) colouring {
	first, last := 0, 0
	for _, p := range m.Placed {
		if !p.Episode.Published.IsZero() {
			year := p.Episode.Published.Year()
			last = max(last, year)
			if first == 0 || year < first {
				first = year
			}
		}
	}
	c := colouring{Label: "Year"}
	if first == 0 {
		return c
	}
	span := (last - first + hues) / hues // as few years in each as leave all a colour
	for from := first; from <= last; from += span {
		name := fmt.Sprint(from)
		if to := min(from+span-1, last); to > from {
			name = fmt.Sprintf("%d to %d", from, to)
		}
		c.Groups = append(c.Groups, name)
	}
	for _, p := range m.Placed {
		n := -1
		if !p.Episode.Published.IsZero() {
			n = (p.Episode.Published.Year() - first) / span
		}
		c.Of = append(c.Of, n)
	}
	return c
}
