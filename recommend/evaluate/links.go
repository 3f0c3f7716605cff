package evaluate

import (
	"regexp"
	"strings"

	"segue/data"
)

const (
	// maxLinks is the highest number of episodes that the notes of an episode may link to.
	// An episode with more is a round-up, such as a year in review, and similar to none of
	// them.
	maxLinks = 8
	// maxLinked is the highest number of episodes that may link to an episode. More links
	// are boilerplate, such as "New here? Start with the first episode".
	maxLinked = 15
)

var address = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `\])}]+`)

// fromLinks relates an episode to the episodes that its notes link to, in this direction only.
// It compares addresses by [data.PageKey]. Addresses are in the description and in the text
// that cleaning removed from it.
func fromLinks(episodes []data.Episode, more map[data.EpisodeID][]string) Task {
	pages := pagesOf(episodes)
	linked := pairs{}
	for _, e := range episodes {
		for _, a := range append(addresses(e), more[e.ID]...) {
			if target, ok := pages[data.PageKey(a)]; ok && target != "" {
				linked.add(e.ID, target)
			}
		}
	}
	t := linked.withoutRoundUps().task("links", episodes)
	t.Without = []Signal{SignalLinks}
	t.Origin = t.describe("An episode is related to the episodes that its notes link to")
	t.Caution = "Notes often contain the title of the linked episode, which favours ranking by words."
	return t
}

// pagesOf returns episodes by their page. A page of several episodes has the empty id.
func pagesOf(episodes []data.Episode) map[string]data.EpisodeID {
	pages := map[string]data.EpisodeID{}
	for _, e := range episodes {
		if e.URL == "" {
			continue
		}
		key := data.PageKey(e.URL)
		if _, twice := pages[key]; twice {
			pages[key] = ""
			continue
		}
		pages[key] = e.ID
	}
	return pages
}

// addresses returns the addresses in the description of an episode and in its removed texts.
func addresses(e data.Episode) []string {
	found := address.FindAllString(e.Description, -1)
	for _, removed := range e.Removed {
		found = append(found, address.FindAllString(removed.Text, -1)...)
	}
	for i, a := range found {
		found[i] = strings.TrimRight(a, ".,;:!?…")
	}
	return found
}

// withoutRoundUps removes the links that exceed maxLinks or maxLinked.
func (p pairs) withoutRoundUps() pairs {
	sources := map[data.EpisodeID]int{}
	for _, targets := range p {
		for target := range targets {
			sources[target]++
		}
	}
	kept := pairs{}
	for source, targets := range p {
		if len(targets) > maxLinks {
			continue
		}
		for target := range targets {
			if sources[target] <= maxLinked {
				kept.add(source, target)
			}
		}
	}
	return kept
}
