package page

import (
	"slices"
	"strings"

	"segue/data"
)

// Title is an episode title in two parts, so that pages can emphasise the topic. Joined
// by a space they are the whole title.
type Title struct {
	Topic string
	// Guests is the end of the title with the guests' names, such as "with Chad Arimura
	// and Matt Stephenson". It is empty if there is none.
	Guests string
}

// splitTitle splits a title before the last "with" if the name of one of the people
// follows.
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
