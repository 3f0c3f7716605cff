package archive

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"segue/data"
	"segue/data/clean"
)

// A pageText is a page split into its parts.
type pageText struct {
	preamble []textLine // lines before the first episode
	blocks   []block
	problems []Problem
	site     string // the site's name in the footer of a post
}

// A block is the lines of one episode.
type block struct {
	line  textLine // the line with date and playing time
	head  head
	lines []textLine // the title and the paragraphs
}

// split splits the page at the lines with a date. Empty lines do not matter. The footer
// of a post ends its episode: a line after it without a date is reported as a problem,
// not added to the episode.
func split(lines []textLine) pageText {
	var p pageText
	var stray []textLine
	ended := true
	for i, l := range lines {
		h, isHead := parseHead(l.text, i == 0 || lines[i-1].text == "")
		if isHead || l.text == "" {
			p.addStray(stray)
			stray = nil
		}
		switch footer := siteOf(l.text); {
		case l.text == "":
		case isHead:
			p.blocks = append(p.blocks, block{line: l, head: h})
			ended = false
		case ended:
			stray = append(stray, l)
		default:
			last := &p.blocks[len(p.blocks)-1]
			last.lines = append(last.lines, l)
			ended = footer != ""
			p.site = cmp.Or(p.site, footer)
		}
	}
	p.addStray(stray)
	return p
}

// addStray adds lines that belong to no episode. Before the first episode they are the
// preamble of the page, unless they end with the footer of a post.
func (p *pageText) addStray(run []textLine) {
	if len(run) == 0 {
		return
	}
	site := siteOf(run[len(run)-1].text)
	p.site = cmp.Or(p.site, site)
	if len(p.blocks) == 0 && site == "" {
		p.preamble = append(p.preamble, run...)
		return
	}
	p.problems = append(p.problems, Problem{Line: run[0].number, Text: shorten(run[0].text),
		Reason: fmt.Sprintf("no episode for %s; put a line with date and playing time before it, such as %q", strayLines(len(run)), "Aug 13, 2018 • 42min")})
}

func strayLines(lines int) string {
	if lines == 1 {
		return "this line"
	}
	return fmt.Sprintf("this line and the %d after it", lines-1)
}

var firstOn = regexp.MustCompile(`(?:appeared first|first appeared) on (.+?)\.?$`)

// siteOf returns the site's name in the footer of a post. It is empty for other lines.
func siteOf(line string) string {
	m := firstOn.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	if rules, _ := clean.Rules(line); !slices.Contains(rules, clean.PostFooter) {
		return ""
	}
	return m[1]
}

// archives matches the heading of an archive page that ends with the show's name.
var archives = regexp.MustCompile(`(?i)\barchives?\s*(?:[-–—|•·:]|\s»)\s*(.+)$`)

// show returns the show. Its name is in the page's heading, else in the footer of a
// post, else in the first line.
func (p pageText) show() (data.Show, error) {
	title := p.site
	for _, l := range slices.Backward(p.preamble) {
		if m := archives.FindStringSubmatch(l.text); m != nil {
			title = m[1]
		}
	}
	if title == "" && len(p.preamble) > 0 {
		title = p.preamble[0].text
	}
	switch {
	case title == "" && len(p.blocks) == 0:
		return data.Show{}, nil // Read reports that there is no episode.
	case strings.TrimSpace(title) == "" || len([]rune(title)) > maxTitle:
		return data.Show{}, fmt.Errorf("no show name found; put a line such as %q before the first episode", "Archives - Name of the Show")
	}
	return data.Show{ID: data.NewShowID(title), Title: title}, nil
}

func sortByLine(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
}
