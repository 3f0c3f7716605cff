package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"segue/data"
)

const (
	// suggested is the questions below the search box: a choice taken in at once.
	suggested = 3
	// maxTopic is the longest topic in runes that is offered as a question: one
	// line of a phone.
	maxTopic = 40
)

// questionsFor returns the configured questions, or else topics that stand
// apart in the given list.
func (s *Site) questionsFor(episodes []data.Episode) []string {
	if len(s.questions) > 0 {
		return s.questions
	}
	var topics []string
	for _, e := range episodes {
		if t := topic(e); t != "" && !slices.Contains(topics, t) {
			topics = append(topics, t)
		}
	}
	if len(topics) <= suggested {
		return topics
	}
	var spread []string
	for i := range suggested {
		spread = append(spread, topics[i*len(topics)/suggested])
	}
	return spread
}

// topic is what a title says without its guests and without the name of a
// series before a colon; empty where that is no short phrase.
func topic(e data.Episode) string {
	t := splitTitle(e.Title, e.People).Topic
	if _, after, found := strings.Cut(t, ": "); found && strings.Contains(after, " ") {
		t = after
	}
	if utf8.RuneCountInString(t) > maxTopic {
		return ""
	}
	return t
}
