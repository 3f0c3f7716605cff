// Package transcript converts the transcripts of podcasts to plain text. It reads
// WebVTT, SRT, the JSON of the podcast namespace and of speech recognisers, HTML and
// plain text.
//
// The result has paragraphs, separated by one empty line, and no times. The speaker's
// name begins a paragraph if the speaker changes: "Ada: Flour needs water." Long
// speeches are split into paragraphs at the end of a sentence.
package transcript

import (
	"bytes"
	"fmt"
	"strings"

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

// Text returns the text of a transcript, in the form of [clean.Text]. mediaType is the
// type from the feed or the server, with or without parameters. It may be wrong or
// empty, since the content of the file has priority. Equal files have equal texts. The
// error is an [*Error].
func Text(body []byte, mediaType string) (string, error) {
	if len(body) > MaxBody {
		return "", newError(TooLarge, "the transcript has %d MB; the maximum is %d: publish it without a time for every word", len(body)>>20, MaxBody>>20)
	}
	if isBinary(body) {
		return "", newError(NotATranscript, "the transcript is not a text file; publish it as WebVTT, SRT, JSON, HTML or plain text")
	}
	text, err := clean.Decode(body, mediaType)
	if err != nil {
		return "", newError(Malformed, "the transcript's %v", err)
	}
	var b builder
	if err := b.read(string(text), baseType(mediaType)); err != nil {
		return "", err
	}
	out := clean.Text(b.text())
	switch {
	case out == "":
		return "", newError(Empty, "the transcript has no words; its publisher must correct it")
	case len(out) > MaxText:
		return "", newError(TooLarge, "the transcript has %d kB of text; the maximum is %d: check that it belongs to one episode", len(out)>>10, MaxText>>10)
	}
	return out, nil
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
	case strings.HasPrefix(text, "WEBVTT") || !page && timing.MatchString(text[:min(len(text), sniffLength)]):
		b.readCues(text)
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
