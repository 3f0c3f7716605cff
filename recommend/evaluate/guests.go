package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"segue/data"
	"segue/data/text"
)

// maxAppearances is the highest number of episodes of one guest. A person with more is a
// regular of the show, who speaks about all subjects.
const maxAppearances = 10

// fromGuests relates every two episodes that share a person who is not a host of any episode.
func fromGuests(episodes []data.Episode) Task {
	hosts := map[string]bool{}
	heard := newEpisodeGroups()
	for _, e := range episodes {
		for _, p := range e.People {
			name := strings.ToLower(text.OneLine(p.Name))
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
	t.Origin = t.describe(fmt.Sprintf("Two episodes are related if they share a guest who has 2 to %d episodes", maxAppearances))
	t.Caution = "Titles and descriptions contain guests' names, which favours ranking by words. A guest may speak about different subjects."
	return t
}

// episodeGroups has lists of episodes by key. A list has each episode once.
type episodeGroups struct {
	ids   map[string][]data.EpisodeID
	order []string // keys, as added
}

func newEpisodeGroups() *episodeGroups { return &episodeGroups{ids: map[string][]data.EpisodeID{}} }

func (g *episodeGroups) add(key string, id data.EpisodeID) {
	if g.ids[key] == nil {
		g.order = append(g.order, key)
	}
	if !slices.Contains(g.ids[key], id) {
		g.ids[key] = append(g.ids[key], id)
	}
}
