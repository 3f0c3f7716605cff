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

// A pageText is a page that is cut into its parts.
type pageText struct {
	preamble []textLine // what stands before the first episode
	blocks   []block
	problems []Problem
	site     string // the site's name in the footer of a post
}

// A block is what belongs to one episode.
type block struct {
	line  textLine // with date and playing time
	head  head
	lines []textLine // the title, and the paragraphs
}

// split cuts the page at the lines with a date. Empty lines do not matter, but the
// footer of a post ends its episode: what follows it without a date belongs to
// no episode, and is reported rather than added to the one before.
func split(lines []textLine) pageText {
	var p pageText
	var stray []textLine
	ended := true
	for i, l := range lines {
		h, isHead := parseHead(l.text, i == 0 || lines[i-1].text == "")
		if isHead || l.text == "" {
			p.stray(stray)
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
	p.stray(stray)
	return p
}

// stray takes lines that belong to no episode. Before the first episode they are
// the head of the page, unless they end like one.
func (p *pageText) stray(run []textLine) {
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
		Reason: fmt.Sprintf("%s no episode: expected a line with date and playing time such as %q before it", belongs(len(run)), "Aug 13, 2018 • 42min")})
}

func belongs(lines int) string {
	if lines == 1 {
		return "this line belongs to"
	}
	return fmt.Sprintf("this line and the %d after it belong to", lines-1)
}

var firstOn = regexp.MustCompile(`(?:appeared first|first appeared) on (.+?)\.?$`)

// siteOf is the name of the site in the footer of a post, or empty for another line.
func siteOf(line string) string {
	m := firstOn.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	if _, removed := clean.Description(line); !slices.ContainsFunc(removed, isFooter) {
		return ""
	}
	return m[1]
}

func isFooter(r data.Removal) bool { return r.Rule == clean.PostFooter }

// archives matches the name of an archive page, with the show's name behind it.
var archives = regexp.MustCompile(`(?i)\barchives?\s*(?:[-–—|•·:]|\s»)\s*(.+)$`)

// show finds the show's name: in the page's heading, else in the footer of a post,
// else in the first line.
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
		return data.Show{}, nil // Read says that there is no episode.
	case strings.TrimSpace(title) == "" || len([]rune(title)) > maxTitle:
		return data.Show{}, fmt.Errorf("no name of a show found: put a line such as %q before the first episode", "Archives - Name of the Show")
	}
	return data.Show{ID: data.NewShowID(title), Title: title}, nil
}

func sortByLine(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
}
