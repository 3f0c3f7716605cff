// Package archive reads the archive page of a podcast as text: what one gets by
// marking the page in a browser and copying it.
//
// The page begins with the show's name, and every episode is a block of lines:
//
//	Cloud Engineering Archives - Software Engineering Daily
//
//	Aug 13, 2018 • 42min
//	GitOps: Kubernetes Continuous Delivery with Alexis Richardson
//	Every further line is a paragraph of the description.
//
// Date and playing time may be spelled in many ways; see head.go. The guests come
// from the title; see guests.go. The description is cleaned by package clean.
package archive

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"segue/data"
	"segue/data/clean"
)

// ErrNoEpisode says that a page has no episode that could be read.
var ErrNoEpisode = errors.New("no episode found")

// example shows in messages what an episode looks like.
const example = `
    Aug 13, 2018 • 42min
    Title of the episode with Name of the Guest
    What the episode is about, one paragraph a line.`

// Result is what a page says.
type Result struct {
	// Show is the podcast that the page belongs to.
	Show data.Show
	// Episodes stand in the order of the page. They have no ids.
	Episodes []data.Episode
	// Lines are the numbers of the Episodes' first lines, from 1.
	Lines []int
	// Problems are the blocks that could not be read, in the order of the page.
	Problems []Problem
}

// Problem is a part of a page that could not be read.
type Problem struct {
	// Line is the number of the part's first line, from 1.
	Line int
	// Text is that line, shortened.
	Text string
	// Reason says what is wrong and how to correct it.
	Reason string
}

func (p Problem) String() string {
	return fmt.Sprintf("line %d: %q: %s", p.Line, p.Text, p.Reason)
}

// Read reads a page. A block that cannot be read becomes a [Problem], and the
// others are read all the same. It returns an error wrapping [ErrNoEpisode] for a
// page without a readable episode, together with the problems, and another error
// for what is no page's text, has no show's name or is larger than [MaxPage].
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
	return fmt.Errorf("%w: expected the show's name, and then for every episode a line with date and playing time, its title and its description:\n%s", ErrNoEpisode, example)
}

// maxTitle is the length of a title in runes from which on a line is taken for a
// paragraph: twice the longest title that podcast directories show.
const maxTitle = 500

// episode makes an episode of a block, or says why it cannot.
func (b block) episode(show data.Show) (data.Episode, *Problem) {
	if b.head.fault != "" {
		return data.Episode{}, b.problem(b.head.fault)
	}
	if len(b.lines) == 0 {
		return data.Episode{}, b.problem("no title: the line after the date should be the episode's title")
	}
	title := b.lines[0].text
	if kept, _ := clean.Description(title); kept == "" {
		return data.Episode{}, b.problem(fmt.Sprintf("no title: the line after the date is %q", shorten(title)))
	}
	if n := len([]rune(title)); n > maxTitle {
		return data.Episode{}, b.problem(fmt.Sprintf("no title: the line after the date has %d characters, more than %d, and seems to be the description", n, maxTitle))
	}
	description, removed := clean.Description(b.description())
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
