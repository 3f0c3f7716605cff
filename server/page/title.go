package page

import (
	"slices"
	"strings"

	"segue/data"
)

// Title is a title in two parts, so that the eye finds the topic first. Joined
// by a space they are the whole title.
type Title struct {
	Topic string
	// Guests is the end of the title that names people of the episode, such as
	// "with Chad Arimura and Matt Stephenson"; empty where there is none.
	Guests string
}

// splitTitle cuts before the last "with" that the name of one of the people follows.
func splitTitle(title string, people []data.Person) Title {
	i := strings.LastIndex(title, " with ")
	if i <= 0 || !names(title[i:], people) {
		return Title{Topic: title}
	}
	return Title{title[:i], title[i+1:]}
}

func names(text string, people []data.Person) bool {
	return slices.ContainsFunc(people, func(p data.Person) bool { return p.Name != "" && strings.Contains(text, p.Name) })
}
