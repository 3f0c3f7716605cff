package main

import (
	"cmp"
	"fmt"
	"strings"

	"segue/data"
	"segue/recommend"
)

// whyWidth keeps an indented line within a terminal of 120 columns.
const whyWidth = 118

// whyLines say why a result is in an answer: what is shared, the passage that is
// nearest, and what the episode stands for.
func whyLines(r recommend.Result) []string {
	var shared, lines []string
	passage := ""
	for _, reason := range r.Reasons {
		if reason.Kind == recommend.ReasonPassage {
			passage = reason.Text
			continue
		}
		shared = append(shared, say(reason))
	}
	if len(shared) > 0 {
		lines = append(lines, strings.Join(shared, "; "))
	}
	if r.Snippet != nil {
		passage = cmp.Or(r.Snippet.Text, passage)
	}
	if passage != "" {
		lines = append(lines, fmt.Sprintf("“%s”", data.Shorten(passage, whyWidth-2)))
	}
	for _, d := range r.Duplicates {
		lines = append(lines, fmt.Sprintf("also: %s (%s)", d.Title, d.Reason))
	}
	return lines
}

// say puts a reason in words.
func say(r recommend.Reason) string {
	switch r.Kind {
	case recommend.ReasonPerson:
		return "with " + r.Text
	default:
		return fmt.Sprintf("%s: %s", r.Kind, r.Text)
	}
}
