// Package transcript reads the transcripts of podcasts: WebVTT, SRT, SBV, TTML, tables, the JSON
// of the podcast namespace and of speech recognisers, HTML, Markdown and plain text.
//
// The result is plain text and, if the file has times, the same words as segments with times. The
// text has paragraphs, separated by one empty line. The speaker's name begins a paragraph if the speaker changes: "Ada: Flour needs water." Long
// speeches are split into paragraphs at the end of a sentence.
package transcript

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"segue/data"
	"segue/data/clean"
)

const (
	// MaxBody is the maximum size of a file in bytes. Ten hours of JSON with a time
	// for every word take half of it.
	MaxBody = 16 << 20
	// MaxText is the maximum size of the text in bytes. Ten hours of speech have about
	// 600 kB.
	MaxText = 2 << 20
)

// Kind is the kind of an [Error].
type Kind string

// All kinds of an [Error].
const (
	// Empty means that a file has no words.
	Empty Kind = "empty"
	// NotATranscript means that a file has another format, such as an error page.
	NotATranscript Kind = "not-a-transcript"
	// Malformed means that a file is damaged.
	Malformed Kind = "malformed"
	// TooLarge means that a file exceeds [MaxBody] or its text exceeds [MaxText].
	TooLarge Kind = "too-large"
)

// Error is the reason why a file has no readable text.
type Error struct {
	Kind Kind
	// Reason describes the mistake and how to correct it.
	Reason string
}

func (e *Error) Error() string { return e.Reason }

func newError(kind Kind, format string, args ...any) error {
	return &Error{kind, fmt.Sprintf(format, args...)}
}

// Transcript is the content of a file.
type Transcript struct {
	// Text is in the form of [clean.Text] and never empty.
	Text string
	// Segments are the text with its times, in the order of their starts; none if the file has no
	// times.
	Segments []data.Segment
}

// Read reads a transcript. mediaType is the type from the feed or the server, with or without
// parameters. It may be wrong or empty, since the content of the file has priority. Equal files
// have equal results. The error is an [*Error].
func Read(body []byte, mediaType string) (Transcript, error) {
	if len(body) > MaxBody {
		return Transcript{}, newError(TooLarge, "the transcript has %d MB; the maximum is %d: publish it without a time for every word", len(body)>>20, MaxBody>>20)
	}
	if isBinary(body) {
		return Transcript{}, newError(NotATranscript, "the transcript is not a text file; publish it as WebVTT, SRT, JSON, HTML or plain text")
	}
	text, err := clean.Decode(body, mediaType)
	if err != nil {
		return Transcript{}, newError(Malformed, "the transcript's %v", err)
	}
	var b builder
	if err := b.read(string(text), baseType(mediaType)); err != nil {
		return Transcript{}, err
	}
	out := clean.Text(b.text())
	switch {
	case out == "":
		return Transcript{}, newError(Empty, "the transcript has no words; its publisher must correct it")
	case len(out) > MaxText:
		return Transcript{}, newError(TooLarge, "the transcript has %d kB of text; the maximum is %d: check that it belongs to one episode", len(out)>>10, MaxText>>10)
	}
	return Transcript{out, b.timedSegments()}, nil
}

// timedSegments returns the segments in the order of their starts. It returns none if they all
// start at 0, because such times say nothing, or if there are too many.
func (b *builder) timedSegments() []data.Segment {
	slices.SortStableFunc(b.segments, func(a, c data.Segment) int { return cmp.Compare(a.Start, c.Start) })
	n := len(b.segments)
	if n == 0 || b.segments[n-1].End == 0 || n > data.MaxSegments {
		return nil
	}
	for i := range b.segments[:n-1] { // some formats have no ends
		if s := &b.segments[i]; s.End == s.Start {
			s.End = b.segments[i+1].Start
		}
	}
	return b.segments
}

// baseType returns a media type in lower case without parameters.
func baseType(mediaType string) string {
	base, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(base))
}

// signatures are the first bytes of binary files.
var signatures = []string{"%PDF", "PK\x03\x04", "\x1f\x8b", "\x89PNG", "ID3", "\xff\xd8\xff", "OggS", "RIFF"}

// isBinary reports whether the file is not text. UTF-16 contains zero bytes but is text.
func isBinary(body []byte) bool {
	for _, s := range signatures {
		if bytes.HasPrefix(body, []byte(s)) {
			return true
		}
	}
	wide := bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff"))
	return !wide && bytes.IndexByte(body, 0) >= 0
}

// read detects the format of a text and reads it.
func (b *builder) read(text, mediaType string) error {
	text = strings.TrimSpace(text)
	page := pageStart.MatchString(text)
	switch {
	case strings.HasPrefix(text, "WEBVTT") || !page && hasCues(text[:min(len(text), sniffLength)]):
		b.readCues(text)
	case ttmlStart.MatchString(text[:min(len(text), sniffLength)]):
		return b.readTTML(text)
	case tableHead.MatchString(text):
		b.readTable(text)
	case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
		if b.readJSON(text) {
			return nil
		}
		if strings.Contains(mediaType, "json") {
			return newError(Malformed, "the transcript is invalid JSON or has no \"segments\" with a \"body\" each; its publisher must correct it")
		}
		b.readText(text)
	case page && mediaType != "" && mediaType != "text/html" && mediaType != "application/xhtml+xml" && mediaType != "text/plain":
		return newError(NotATranscript, "the transcript is a web page, not %s; its address may have changed", mediaType)
	case page || mediaType == "text/html" || strings.HasPrefix(text, "<") && clean.LooksLikeHTML(text):
		b.readHTML(text)
	default:
		b.readText(text)
	}
	return nil
}

// sniffLength is the number of bytes in which the first cue is searched.
const sniffLength = 4 << 10

// hasCues reports whether a text has the times of a caption format.
func hasCues(text string) bool { return timing.MatchString(text) || sbvTiming.MatchString(text) }
