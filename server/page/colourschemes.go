package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"segue/data"
	"segue/recommend"
)

// hueNames are the names of the eight distinguishable colours in the style sheet.
const (
	hueNames = "abcdefgh"
	hues     = len(hueNames)
)

// colourScheme assigns the episodes of a map to coloured groups, such as shows.
type colourScheme struct {
	Label string `json:"label"`
	// Groups are the names of at most [hues] groups.
	Groups []string `json:"groups"`
	// Of is the index of each episode's group, -1 for an episode without a group.
	Of []int `json:"of"`
}

// legendEntry is a group in the legend.
type legendEntry struct {
	Name, Hue string
	Count     int
}

// Legend returns the legend. The script draws the same one, so nothing moves when the
// script starts.
func (c colourScheme) Legend() []legendEntry {
	list := make([]legendEntry, len(c.Groups))
	for n, name := range c.Groups {
		list[n] = legendEntry{Name: name, Hue: string(hueNames[min(n, hues-1)])}
	}
	for _, n := range c.Of {
		if n >= 0 {
			list[n].Count++
		}
	}
	return list
}

// colourSchemes returns the schemes for a map: by show if there are several, by topic if
// topics are known, and by year if there are several years. Shows come first, unless most
// episodes belong to shows without their own colour.
func colourSchemes(m recommend.Map) []colourScheme {
	list := []colourScheme{}
	if len(m.Topics) > 0 {
		list = append(list, byTopic(m))
	}
	if severalShows(m) {
		shows := byShow(m)
		at := 0
		if shows.mostlyOthers(len(m.Placed)) {
			at = len(list)
		}
		list = slices.Insert(list, at, shows)
	}
	if years := byYear(m); len(years.Groups) > 1 {
		list = append(list, years)
	}
	return list
}

// byShow returns a group for each of the shows with the most episodes, and one group for
// all other shows.
func byShow(m recommend.Map) colourScheme {
	counts, titles := map[data.ShowID]int{}, map[data.ShowID]string{}
	for _, p := range m.Placed {
		counts[p.Episode.Show.ID]++
		titles[p.Episode.Show.ID] = p.Episode.Show.Title
	}
	shows := slices.SortedFunc(maps.Keys(counts), func(a, b data.ShowID) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	c := colourScheme{Label: "Show"}
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

// mostlyOthers reports whether more than half of n episodes are in the group "Other shows".
func (c colourScheme) mostlyOthers(n int) bool {
	in := 0
	for _, group := range c.Of {
		if group == hues-1 {
			in++
		}
	}
	return 2*in > n
}

func byTopic(m recommend.Map) colourScheme {
	c := colourScheme{Label: "Topic"}
	for n, topic := range m.Topics {
		c.Groups = append(c.Groups, cmp.Or(topic, fmt.Sprintf("Group %d", n+1)))
	}
	for _, p := range m.Placed {
		c.Of = append(c.Of, p.Topic)
	}
	return c
}

// byYear returns groups of equal length in years, oldest first.
func byYear(m recommend.Map) colourScheme {
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
	c := colourScheme{Label: "Year"}
	if first == 0 {
		return c
	}
	span := (last - first + hues) / hues // the fewest years per group that need at most hues groups
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
