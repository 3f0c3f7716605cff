package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/clean"
)

// longParagraph is the length in bytes after which a paragraph ends with the next
// sentence: about 120 words, a minute of speech.
const longParagraph = 700

// builder collects the paragraphs of a transcript.
type builder struct {
	paragraphs []string
	current    strings.Builder
	// speaker is the current speaker; written is true if a paragraph already begins with
	// the name.
	speaker string
	written bool
}

// add adds text of a speaker. An empty name means the current speaker.
func (b *builder) add(speaker, text string) {
	speaker, text = speakerName(speaker), clean.Line(text)
	if speaker != "" && speaker != b.speaker {
		b.endParagraph()
		b.speaker, b.written = speaker, false
	}
	if text == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case b.current.Len() == 0 && b.speaker != "" && !b.written:
		b.current.WriteString(b.speaker + ": ")
		b.written = true
	case b.current.Len() > 0 && !strings.ContainsRune(",.;:!?…%)", first):
		b.current.WriteByte(' ')
	}
	b.current.WriteString(text)
	if b.current.Len() > longParagraph && endsSentence(text) {
		b.endParagraph()
	}
}

func (b *builder) endParagraph() {
	if b.current.Len() > 0 {
		b.paragraphs = append(b.paragraphs, b.current.String())
	}
	b.current.Reset()
}

func (b *builder) text() string {
	b.endParagraph()
	return strings.Join(b.paragraphs, "\n\n")
}

// endsSentence reports whether a text ends with the end of a sentence.
func endsSentence(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(text, func(r rune) bool { return strings.ContainsRune("\"'”’)]", r) }))
	return strings.ContainsRune(".!?…。！？", last)
}

// speakerName returns a speaker's name on one line and without a colon at its end.
func speakerName(s string) string {
	return strings.TrimSpace(strings.TrimRight(clean.Line(s), ": "))
}

// speakerLine matches a line that begins with a speaker: up to four words, the first
// with a capital letter, then a colon, and then text or the end of the line.
var speakerLine = regexp.MustCompile(`^(?:[-–>]+\s*)?([\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}\d.'’_-]*(?: [\p{L}\p{M}\d.'’&_-]+){0,3}):(?:\s+(.*))?$`)

// speakerChange matches the mark of captions for another speaker.
var speakerChange = regexp.MustCompile(`^(?:>>+|[-–—]\s)\s*`)

// addLine adds a line, which may begin with a speaker.
func (b *builder) addLine(text string) {
	text = clean.Line(text)
	if m := speakerLine.FindStringSubmatch(text); m != nil {
		b.add(m[1], m[2])
		return
	}
	if mark := speakerChange.FindString(text); mark != "" {
		b.endParagraph()
		b.speaker = ""
		text = strings.TrimLeftFunc(text[len(mark):], unicode.IsSpace)
	}
	b.add("", text)
}
