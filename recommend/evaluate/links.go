package evaluate

import (
	"regexp"
	"strings"

	"segue/data"
)

const (
	// maxLinks is the most episodes that one's notes may point at. An episode with
	// more is a round-up, such as a year in review, and is like none of them.
	maxLinks = 8
	// maxLinked is the most episodes that may point at one. More do so by a
	// footer, such as "new here? begin with the first".
	maxLinked = 15
)

var address = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `\])}]+`)

// fromLinks takes an episode that another's notes point at as like it, in this
// direction. Addresses are compared by [data.PageKey], and read from the
// description and from what cleaning removed of it.
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
	t.Made = t.counted("An episode's notes point at the page of another")
	t.Caution = "Notes often name the title that they point at, which flatters a ranking by words."
	return t
}

// pagesOf are the episodes by their page, with no episode for a page of several.
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
