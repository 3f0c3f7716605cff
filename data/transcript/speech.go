package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/clean"
)

// longParagraph is from how many bytes on a paragraph ends with the next sentence:
// about 120 words, a minute of speech.
const longParagraph = 700

// speech collects what is said, by speaker.
type speech struct {
	done []string
	open strings.Builder
	// speaker is who speaks, and named whether a paragraph says so already.
	speaker string
	named   bool
}

// say adds what a speaker says; an empty name is the speaker before.
func (s *speech) say(speaker, text string) {
	speaker, text = name(speaker), clean.Line(text)
	if speaker != "" && speaker != s.speaker {
		s.end()
		s.speaker, s.named = speaker, false
	}
	if text == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case s.open.Len() == 0 && s.speaker != "" && !s.named:
		s.open.WriteString(s.speaker + ": ")
		s.named = true
	case s.open.Len() > 0 && !strings.ContainsRune(",.;:!?…%)", first):
		s.open.WriteByte(' ')
	}
	s.open.WriteString(text)
	if s.open.Len() > longParagraph && ended(text) {
		s.end()
	}
}

// end ends the paragraph.
func (s *speech) end() {
	if s.open.Len() > 0 {
		s.done = append(s.done, s.open.String())
	}
	s.open.Reset()
}

func (s *speech) text() string {
	s.end()
	return strings.Join(s.done, "\n\n")
}

// ended reports whether a text ends with a sentence.
func ended(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(text, func(r rune) bool { return strings.ContainsRune("\"'”’)]", r) }))
	return strings.ContainsRune(".!?…。！？", last)
}

// name brings a speaker's name to one line without the colon that some have.
func name(s string) string {
	return strings.TrimSpace(strings.TrimRight(clean.Line(s), ": "))
}

// speakerLine is a line that begins with who speaks: up to four words, the first with
// a capital letter, and a colon with text or the end of the line behind it.
var speakerLine = regexp.MustCompile(`^(?:[-–>]+\s*)?([\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}\d.'’_-]*(?: [\p{L}\p{M}\d.'’&_-]+){0,3}):(?:\s+(.*))?$`)

// turn is the mark with which captions show that somebody else speaks.
var turn = regexp.MustCompile(`^(?:>>+|[-–—]\s)\s*`)

// line adds a line, which may say who speaks.
func (s *speech) line(text string) {
	text = clean.Line(text)
	if m := speakerLine.FindStringSubmatch(text); m != nil {
		s.say(m[1], m[2])
		return
	}
	if mark := turn.FindString(text); mark != "" {
		s.end()
		s.speaker = ""
		text = strings.TrimLeftFunc(text[len(mark):], unicode.IsSpace)
	}
	s.say("", text)
}
