package transcript

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"segue/data"
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
	// start and end are the time of the text that is added next; timed is false if it is unknown.
	start, end time.Duration
	timed      bool
	segments   []data.Segment
	// open is true if the next text of the speaker continues the last segment.
	open bool
}

// at sets the time of the text that is added next. An end before the start is replaced with the
// start.
func (b *builder) at(start, end time.Duration) {
	b.start, b.end, b.timed = start, max(start, end), true
}

const (
	// minSegment and maxSegment are lengths of a segment in words. A segment ends with a sentence
	// after the first, a few seconds of speech, and in any case after the second, a quarter of a
	// minute. So a file with a time for every word has few segments.
	minSegment, maxSegment = 8, 40
)

// addSegment adds text with its time to the segments.
func (b *builder) addSegment(text string) {
	if !b.timed {
		return
	}
	if n := len(b.segments) - 1; n >= 0 && b.open && b.segments[n].Speaker == b.speaker {
		last := &b.segments[n]
		last.Text += space(text) + text
		last.End = max(last.End, b.end)
	} else {
		b.segments = append(b.segments, data.Segment{Start: b.start, End: b.end, Speaker: b.speaker, Text: text})
	}
	last := b.segments[len(b.segments)-1].Text
	words := len(strings.Fields(last))
	b.open = words < maxSegment && (words < minSegment || !endsSentence(last))
}

// space returns the space before a text that continues another.
func space(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); strings.ContainsRune(",.;:!?…%)", first) {
		return ""
	}
	return " "
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
	b.addSegment(text)
	switch {
	case b.current.Len() == 0 && b.speaker != "" && !b.written:
		b.current.WriteString(b.speaker + ": ")
		b.written = true
	case b.current.Len() > 0:
		b.current.WriteString(space(text))
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
	text = spoken(text)
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

var (
	// music matches the words of a song or a melody, sound a description of a sound in brackets.
	music = regexp.MustCompile(`[♪♫♬#]?[♪♫♬][^♪♫♬]*[♪♫♬]?`)
	sound = regexp.MustCompile(`\[[^\[\]]{1,80}\]|\([\p{Lu}\d ,.'’&-]{2,60}\)|` +
		`(?i)\((?:\w+ )?(?:laughs?|laughter|laughing|music|applause|clapping|sighs?|inaudible|crosstalk|silence|cheering|coughs?|chuckles?)(?: \w+)?\)`)
)

// spoken returns a line without descriptions of sounds and music.
func spoken(text string) string {
	return clean.Line(sound.ReplaceAllString(music.ReplaceAllString(text, " "), " "))
}
