package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"segue/data"
)

// maxAppearances is the most episodes of one guest. Who is heard in more is of
// the house, and has spoken about everything.
const maxAppearances = 10

// fromGuests relates every two episodes that share somebody who is nowhere a host.
func fromGuests(episodes []data.Episode) Task {
	hosts := map[string]bool{}
	heard := newGroups()
	for _, e := range episodes {
		for _, p := range e.People {
			name := strings.ToLower(oneLine(p.Name))
			if p.Role == data.RoleHost {
				hosts[name] = true
			}
			heard.add(name, e.ID)
		}
	}
	related := pairs{}
	for _, name := range heard.order {
		if ids := heard.ids[name]; name != "" && !hosts[name] && len(ids) <= maxAppearances {
			related.group(ids)
		}
	}
	t := related.task("guests", episodes)
	t.Without = []Signal{SignalPeople}
	t.Made = t.counted(fmt.Sprintf("Two episodes share a guest who is heard in 2 to %d", maxAppearances))
	t.Caution = "A guest's name in title or description finds the other episodes by words, and a guest may speak about different things."
	return t
}

// groups are lists of episodes by a key, each episode once in a list.
type groups struct {
	ids   map[string][]data.EpisodeID
	order []string
}

func newGroups() *groups { return &groups{ids: map[string][]data.EpisodeID{}} }

func (g *groups) add(key string, id data.EpisodeID) {
	if g.ids[key] == nil {
		g.order = append(g.order, key)
	}
	if !slices.Contains(g.ids[key], id) {
		g.ids[key] = append(g.ids[key], id)
	}
}
