package transcript

import (
	"html"
	"regexp"
	"strings"
	"time"

	"segue/data/clean"
	txt "segue/data/text"
)

// timing matches the line of a cue with its times, in WebVTT, SRT and common variants.
var timing = regexp.MustCompile(`(?m)^\s*(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?\s*-->`)

// hiddenBlock matches the first line of a WebVTT block that is not displayed.
var hiddenBlock = regexp.MustCompile(`^(?:NOTE(?:\s|$)|STYLE\s*$|REGION\s*$)`)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// sbvTiming matches the line of a cue with its times in SBV.
var sbvTiming = regexp.MustCompile(`(?m)^\s*(\d{1,2}:\d{2}:\d{2}[.]\d{1,3}),(\d{1,2}:\d{2}:\d{2}[.]\d{1,3})\s*$`)

// cue has the lines that are displayed at a time.
type cue struct {
	start, end time.Duration
	lines      []string
}

// newCue returns an empty cue with the times of a line.
func newCue(line string) cue {
	from, to, _ := strings.Cut(line, "-->")
	start, _ := txt.Clock(from)
	to, _, _ = strings.Cut(strings.TrimSpace(to), " ") // settings of WebVTT follow
	end, ok := txt.Clock(to)
	if !ok {
		end = start
	}
	return cue{start: start, end: end}
}

// readCues reads WebVTT, SRT and SBV.
func (b *builder) readCues(text string) {
	all := splitCues(sbvTiming.ReplaceAllString(text, "$1 --> $2"))
	rolling := isRolling(all)
	var before []string
	for _, c := range all {
		lines := c.lines
		if rolling {
			lines = newLines(before, c.lines)
		}
		before = c.lines
		b.at(c.start, c.end)
		for _, line := range lines {
			b.addCueLine(line)
		}
	}
}

// splitCues returns the lines of each cue. It omits the header, which ends at the first
// line with times, and the line directly before such a line, which is the name or number
// of the cue.
func splitCues(text string) (cues []cue) {
	var current cue
	var pending []string
	started, gap, hidden := false, false, false
	flush := func() {
		if started && len(current.lines) > 0 {
			cues = append(cues, current)
		}
	}
	for line := range strings.SplitSeq(lineEnds.Replace(text), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case timing.MatchString(line):
			flush()
			current = newCue(line)
			started, gap, hidden, pending = true, false, false, nil
		case line == "":
			gap, hidden = true, false
		case hidden:
		case gap && hiddenBlock.MatchString(line):
			hidden = true
		case gap || digits.MatchString(line): // may be the name of the next cue
			current.lines = append(current.lines, pending...)
			pending, gap = []string{line}, false
		default:
			current.lines = append(append(current.lines, pending...), line)
			pending = nil
		}
	}
	current.lines = append(current.lines, pending...)
	flush()
	return cues
}

var digits = regexp.MustCompile(`^\d+$`)

// minRolling is the minimum share of cues with repeated text in rolling captions. In
// other files a speaker repeats a phrase now and then.
const minRolling = 0.3

// isRolling reports whether the cues are rolling captions, in which each cue repeats the
// last lines of the previous one.
func isRolling(cues []cue) bool {
	repeats := 0
	for i := 1; i < len(cues); i++ {
		if len(strings.Join(newLines(cues[i-1].lines, cues[i].lines), " ")) < len(strings.Join(cues[i].lines, " ")) {
			repeats++
		}
	}
	return repeats >= 2 && float64(repeats) >= minRolling*float64(len(cues)-1)
}

// newLines returns the lines of a cue without the text that it repeats from the previous
// cue: the last lines of that cue, or all its text if more words follow.
func newLines(before, cue []string) []string {
	for n := min(len(before), len(cue)); n > 0; n-- {
		if equalText(before[len(before)-n:], cue[:n]) {
			return cue[n:]
		}
	}
	whole, old := stripTags(strings.Join(cue, " ")), stripTags(strings.Join(before, " "))
	if rest, found := strings.CutPrefix(whole, old+" "); found && old != "" {
		return []string{rest}
	}
	return cue
}

func equalText(a, b []string) bool {
	for i := range a {
		if stripTags(a[i]) != stripTags(b[i]) {
			return false
		}
	}
	return true
}

var (
	// tag matches a tag of WebVTT or of SRT players, or a time within a cue.
	tag = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]*>|\{\\[^{}]{0,100}\}`)
	// voiceTag matches WebVTT's tag with the name of the speaker.
	voiceTag = regexp.MustCompile(`<v(?:\.[^\s<>]*)?(?:\s+([^<>]{0,200}))?>`)
)

// stripTags returns a line without tags.
func stripTags(line string) string {
	return clean.Line(html.UnescapeString(tag.ReplaceAllString(line, "")))
}

// addCueLine adds a line of a cue, which can have several speakers.
func (b *builder) addCueLine(line string) {
	found := voiceTag.FindAllStringSubmatchIndex(line, -1)
	if len(found) == 0 {
		b.addLine(stripTags(line))
		return
	}
	b.add("", stripTags(line[:found[0][0]]))
	for i, m := range found {
		end := len(line)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		speaker := ""
		if m[2] >= 0 {
			speaker = html.UnescapeString(line[m[2]:m[3]])
		}
		b.add(speaker, stripTags(line[m[1]:end]))
	}
}
