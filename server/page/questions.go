package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"segue/data"
)

const (
	// maxQuestions is the number of suggested searches below the search box.
	maxQuestions = 3
	// maxTopic is the maximum length of a suggested topic in runes: one line on a phone.
	maxTopic = 40
)

// questionsFor returns the configured questions, or else up to [maxQuestions] topics at
// equal distances in the given list.
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
	if len(topics) <= maxQuestions {
		return topics
	}
	var selected []string
	for i := range maxQuestions {
		selected = append(selected, topics[i*len(topics)/maxQuestions])
	}
	return selected
}

// topic returns the title without guests and without a series name before a colon. It
// returns "" if the rest is longer than [maxTopic].
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
