// Package transcript makes plain text of the transcripts that podcasts offer: WebVTT,
// SRT, the JSON of the podcast namespace and of speech recognisers, HTML and plain
// text.
//
// What comes out is what a reader of the transcript would read: paragraphs separated
// by one empty line, without times, and with the speaker's name where the speaker
// changes, as in "Ada: Flour needs water." Long speeches are cut into paragraphs at
// the end of a sentence.
package transcript

import (
	"bytes"
	"fmt"
	"strings"

	"segue/data/clean"
)

const (
	// MaxBody is the largest file in bytes that is read. Ten hours of JSON with a
	// time for every word have half of it.
	MaxBody = 16 << 20
	// MaxText is the longest text in bytes. Ten hours of speech have 600 kB.
	MaxText = 2 << 20
)

// Kind says in which way a file is no transcript that can be read.
type Kind string

// The kinds of an [Error].
const (
	// Empty is a file without any word.
	Empty Kind = "empty"
	// NotATranscript is a file of another kind, such as an error page.
	NotATranscript Kind = "not-a-transcript"
	// Malformed is a file that is broken.
	Malformed Kind = "malformed"
	// TooLarge is a file or a text of more bytes than is read.
	TooLarge Kind = "too-large"
)

// Error says why a file gives no text.
type Error struct {
	Kind Kind
	// Reason says what was wrong and how to correct it.
	Reason string
}

func (e *Error) Error() string { return e.Reason }

func bad(kind Kind, format string, args ...any) error {
	return &Error{kind, fmt.Sprintf(format, args...)}
}

// Text returns the text of a transcript, in the form of [clean.Text]. The media type
// is what the feed or the server says, with or without parameters; it may be wrong or
// empty, as the file itself goes before it. Equal files give equal texts. The error is
// an [*Error].
func Text(body []byte, mediaType string) (string, error) {
	if len(body) > MaxBody {
		return "", bad(TooLarge, "the transcript has %d MB, at most %d are read: offer it without a time for every word", len(body)>>20, MaxBody>>20)
	}
	if binary(body) {
		return "", bad(NotATranscript, "the transcript is no text: offer it as WebVTT, SRT, JSON, HTML or plain text")
	}
	text, err := clean.Decode(body, mediaType)
	if err != nil {
		return "", bad(Malformed, "the transcript's %v", err)
	}
	var s speech
	if err := s.read(string(text), kindOf(mediaType)); err != nil {
		return "", err
	}
	out := clean.Text(s.text())
	switch {
	case out == "":
		return "", bad(Empty, "the transcript has no words: its publisher has to repair it")
	case len(out) > MaxText:
		return "", bad(TooLarge, "the transcript has %d kB of text, at most %d are read: is it of one episode?", len(out)>>10, MaxText>>10)
	}
	return out, nil
}

// kindOf is a media type in lower case without parameters.
func kindOf(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// signatures begin files that are never text.
var signatures = []string{"%PDF", "PK\x03\x04", "\x1f\x8b", "\x89PNG", "ID3", "\xff\xd8\xff", "OggS", "RIFF"}

// binary reports whether the file is no text. UTF-16 has zeroes and is text.
func binary(body []byte) bool {
	for _, s := range signatures {
		if bytes.HasPrefix(body, []byte(s)) {
			return true
		}
	}
	wide := bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff"))
	return !wide && bytes.IndexByte(body, 0) >= 0
}

// read recognises the form of a text and reads it.
func (s *speech) read(text, kind string) error {
	text = strings.TrimSpace(text)
	page := pageStart.MatchString(text)
	switch {
	case strings.HasPrefix(text, "WEBVTT") || !page && timing.MatchString(text[:min(len(text), sniffed)]):
		s.cues(text)
	case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
		if s.json(text) {
			return nil
		}
		if strings.Contains(kind, "json") {
			return bad(Malformed, "the transcript is broken JSON, or has no \"segments\" with a \"body\" each: its publisher has to repair it")
		}
		s.plain(text)
	case page && kind != "" && kind != "text/html" && kind != "application/xhtml+xml" && kind != "text/plain":
		return bad(NotATranscript, "the transcript is a web page and not %s: its address may have moved", kind)
	case page || kind == "text/html" || strings.HasPrefix(text, "<") && clean.LooksLikeHTML(text):
		s.html(text)
	default:
		s.plain(text)
	}
	return nil
}

// sniffed is how much of a file is searched for the time of a first cue, in bytes.
const sniffed = 4 << 10
