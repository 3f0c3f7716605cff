package transcript

import (
	"html"
	"regexp"
	"strings"

	"segue/data/clean"
)

// timing is the line of a cue that says when it is shown, as WebVTT and SRT have it
// and as careless software writes it.
var timing = regexp.MustCompile(`(?m)^\s*(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?\s*-->`)

// aside begins a block of WebVTT that nobody sees.
var aside = regexp.MustCompile(`^(?:NOTE(?:\s|$)|STYLE\s*$|REGION\s*$)`)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// cues reads WebVTT and SRT.
func (s *speech) cues(text string) {
	all := split(text)
	rolling := rolls(all)
	var before []string
	for _, cue := range all {
		lines := cue
		if rolling {
			lines = fresh(before, cue)
		}
		before = cue
		for _, line := range lines {
			s.voices(line)
		}
	}
}

// split returns the lines of each cue as they are written. What stands before the
// first time is a header; a line just before a time is the cue's name or number.
func split(text string) (cues [][]string) {
	var cue, held []string
	started, gap, hidden := false, false, false
	flush := func() {
		if started && len(cue) > 0 {
			cues = append(cues, cue)
		}
		cue = nil
	}
	for line := range strings.SplitSeq(lineEnds.Replace(text), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case timing.MatchString(line):
			flush()
			started, gap, hidden, held = true, false, false, nil
		case line == "":
			gap, hidden = true, false
		case hidden:
		case gap && aside.MatchString(line):
			hidden = true
		case gap || digits.MatchString(line): // perhaps the name of the next cue
			cue = append(cue, held...)
			held, gap = []string{line}, false
		default:
			cue = append(append(cue, held...), line)
			held = nil
		}
	}
	cue = append(cue, held...)
	flush()
	return cues
}

var digits = regexp.MustCompile(`^\d+$`)

// minRolling is the share of cues that repeat the one before from which on a file is
// taken for captions that roll. In other files somebody says the same twice.
const minRolling = 0.3

// rolls reports whether the cues are captions that roll over the screen, where each
// shows again what was last in the one before.
func rolls(cues [][]string) bool {
	again := 0
	for i := 1; i < len(cues); i++ {
		if len(strings.Join(fresh(cues[i-1], cues[i]), " ")) < len(strings.Join(cues[i], " ")) {
			again++
		}
	}
	return again >= 2 && float64(again) >= minRolling*float64(len(cues)-1)
}

// fresh are the lines of a cue without what the one before showed already: its last
// lines again, or all of it with more words behind.
func fresh(before, cue []string) []string {
	for n := min(len(before), len(cue)); n > 0; n-- {
		if same(before[len(before)-n:], cue[:n]) {
			return cue[n:]
		}
	}
	whole, old := bare(strings.Join(cue, " ")), bare(strings.Join(before, " "))
	if rest, grown := strings.CutPrefix(whole, old+" "); grown && old != "" {
		return []string{rest}
	}
	return cue
}

func same(a, b []string) bool {
	for i := range a {
		if bare(a[i]) != bare(b[i]) {
			return false
		}
	}
	return true
}

var (
	// tag is one of WebVTT, of SRT's players, or a time within a cue.
	tag = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]*>|\{\\[^{}]{0,100}\}`)
	// voice names who speaks.
	voice = regexp.MustCompile(`<v(?:\.[^\s<>]*)?(?:\s+([^<>]{0,200}))?>`)
)

// bare is a line without tags.
func bare(line string) string {
	return clean.Line(html.UnescapeString(tag.ReplaceAllString(line, "")))
}

// voices adds a line of a cue, in which several may speak.
func (s *speech) voices(line string) {
	found := voice.FindAllStringSubmatchIndex(line, -1)
	if len(found) == 0 {
		s.line(bare(line))
		return
	}
	s.say("", bare(line[:found[0][0]]))
	for i, m := range found {
		end := len(line)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		who := ""
		if m[2] >= 0 {
			who = html.UnescapeString(line[m[2]:m[3]])
		}
		s.say(who, bare(line[m[1]:end]))
	}
}
