// Package archive reads the text of a podcast's archive page: the text that a user
// copies from the page in a browser.
//
// The page begins with the show's name. Each episode is a block of lines:
//
//	Cloud Engineering Archives - Software Engineering Daily
//
//	Aug 13, 2018 • 42min
//	GitOps: Kubernetes Continuous Delivery with Alexis Richardson
//	Every further line is a paragraph of the description.
//
// The date and the playing time can have many formats; see head.go. The guests are
// taken from the title; see guests.go. Package clean cleans the description.
package archive

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"segue/data"
	"segue/data/clean"
)

// ErrNoEpisode is returned if a page has no readable episode.
var ErrNoEpisode = errors.New("no episode found")

// example is the text of an episode, for error messages.
const example = `
    Aug 13, 2018 • 42min
    Title of the episode with Name of the Guest
    What the episode is about, one paragraph a line.`

// Result is the content of a page.
type Result struct {
	// Show is the podcast of the page.
	Show data.Show
	// Episodes are in the order of the page. They have no ids.
	Episodes []data.Episode
	// Lines are the line numbers at which the Episodes begin, from 1.
	Lines []int
	// Problems are the unreadable parts, in the order of the page.
	Problems []Problem
}

// Problem is an unreadable part of a page.
type Problem struct {
	// Line is the line number at which the part begins, from 1.
	Line int
	// Text is that line, shortened.
	Text string
	// Reason describes the mistake and how to correct it.
	Reason string
}

func (p Problem) String() string {
	return fmt.Sprintf("line %d: %q: %s", p.Line, p.Text, p.Reason)
}

// Read reads a page. A block that cannot be read becomes a [Problem]; the other blocks
// are still read. It returns an error that wraps [ErrNoEpisode], and the problems, if
// there is no readable episode. It returns another error if the input is not the text
// of a page, has no show name, or is larger than [MaxPage].
func Read(r io.Reader) (Result, error) {
	lines, err := readLines(r)
	if err != nil {
		return Result{}, fmt.Errorf("archive page: %w", err)
	}
	page := split(lines)
	result := Result{Problems: page.problems}
	result.Show, err = page.show()
	if err != nil {
		return result, fmt.Errorf("archive page: %w", err)
	}
	for _, b := range page.blocks {
		if e, problem := b.episode(result.Show); problem != nil {
			result.Problems = append(result.Problems, *problem)
		} else {
			result.Episodes = append(result.Episodes, e)
			result.Lines = append(result.Lines, b.line.number)
		}
	}
	sortByLine(result.Problems)
	if len(result.Episodes) == 0 {
		return result, fmt.Errorf("archive page: %w", noEpisode(result.Problems))
	}
	return result, nil
}

func noEpisode(problems []Problem) error {
	if len(problems) > 0 {
		return fmt.Errorf("%w: %v; an episode looks like this:\n%s", ErrNoEpisode, problems[0], example)
	}
	return fmt.Errorf("%w: want the show's name, then for each episode a line with date and playing time, its title and its description:\n%s", ErrNoEpisode, example)
}

// maxTitle is the maximum length of a title in runes: twice the longest title that
// podcast directories show. A longer line is reported as a missing title, since it is
// probably the description.
const maxTitle = 500

// episode converts a block to an episode, or returns the problem.
func (b block) episode(show data.Show) (data.Episode, *Problem) {
	if b.head.problem != "" {
		return data.Episode{}, b.problem(b.head.problem)
	}
	if len(b.lines) == 0 {
		return data.Episode{}, b.problem("no title: the line after the date must be the episode's title")
	}
	title := b.lines[0].text
	if _, whole := clean.Rules(title); whole {
		return data.Episode{}, b.problem(fmt.Sprintf("no title: the line after the date is %q", shorten(title)))
	}
	if n := len([]rune(title)); n > maxTitle {
		return data.Episode{}, b.problem(fmt.Sprintf("no title: the line after the date has %d characters; a title has at most %d, so this is probably the description", n, maxTitle))
	}
	description, removed := clean.DescriptionWithLinks(b.description(), clean.LooksLikeTitle) // a page's text has no addresses
	return data.Episode{
		Show: show, Title: title, Description: description, Removed: removed,
		Published: b.head.date, Duration: b.head.duration, People: guests(title), Links: clean.TextLinks(b.description()),
	}, nil
}

func (b block) problem(reason string) *Problem {
	return &Problem{Line: b.line.number, Text: shorten(b.line.text), Reason: reason}
}

func (b block) description() string {
	var paragraphs []string
	for _, l := range b.lines[1:] {
		paragraphs = append(paragraphs, l.text)
	}
	return strings.Join(paragraphs, "\n\n")
}
