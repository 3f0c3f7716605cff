// Package jsonl defines the JSON format of an episode, and reads and writes files with
// one episode per line. JSON lines, PUT /v1/episodes and GET /v1/episodes use the same
// format: [Episode], [EpisodeBody] and [Line].
//
//	{"show": "Daily Cups", "title": "Green Tea with Jane Roe", "description": "<p>It is hot.</p>"}
//
// Title and show are required. A key with the value null counts as missing. An unknown
// key is an error, because the value of a misspelt key would be lost.
//
//	id                text of an EpisodeID; without it the catalogue assigns one
//	guid              text, the publisher's identifier
//	url               absolute http or https address of the episode's page
//	show              {"id", "title"}, or the title
//	title             text
//	summary           text; used only if there is no description
//	published         "2018-08-13T00:00:00Z", or "2018-08-13" for the day in UTC
//	duration          number of seconds
//	people            list of {"name", "role"}, or of the names of guests
//	tags              list of texts
//	image, audio      absolute http or https addresses
//	language          BCP 47 tag such as "en" or "de-AT"
//	type              "full", "trailer" or "bonus"
//	explicit          true or false
//	season, number    whole numbers from 1; episode is another name for number
//	description       text; see description_type
//	description_type  "text", "html" or "clean"; the default is "html" if the
//	                  description has HTML tags or entities, otherwise "text"
//	removed           list of {"text", "rule"}: text removed from the description
//	links             list of addresses; the default is the addresses in the
//	                  description
//	location          text, the place that the episode is about
//	transcripts       list of {"url", "type", "language"}, or of addresses: transcript
//	                  files, best first
//	chapters          the same for chapter files
//	soundbites        list of {"start", "duration", "title"}, in seconds
//	transcript        plain text
//
// Package clean cleans a description of type "text" or "html", and the removed text is
// added to removed. A description of type "clean" does not change. A [Writer] always
// writes "clean", so reading an export returns the same episodes.
package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"segue/data"
)

// MaxLine is the maximum length of a line in bytes. The transcript of ten hours has about
// 600 kB, or six times as much if every letter is escaped. Without a limit, a file of
// another format could fill the memory.
const MaxLine = 16 << 20

// LineError is the reason why a line is not a valid episode. Later lines can be read.
type LineError struct {
	// Line is the line number, from 1; 0 if the input has no lines.
	Line int
	// Field is the path in the line, such as "people[1].name"; empty for the whole
	// line.
	Field string
	// Reason describes the mistake and how to correct it.
	Reason string
}

func (e *LineError) Error() string {
	if e.Line == 0 {
		return e.Explain()
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Explain())
}

// Explain returns the reason with the field, without the line number.
func (e *LineError) Explain() string {
	if e.Field == "" {
		return e.Reason
	}
	return e.Field + ": " + e.Reason
}

// Reader reads episodes one by one. It holds one line in memory.
type Reader struct {
	in   *bufio.Reader
	line int
}

// NewReader returns a reader of JSON lines. It skips empty lines and a byte order mark.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, 64<<10)}
}

// All iterates over the episodes in order, once. For an invalid line it yields a
// [*LineError] and continues. Any other error means that reading failed, and ends the
// iteration.
func (r *Reader) All() iter.Seq2[data.Episode, error] {
	return func(yield func(data.Episode, error) bool) {
		for {
			e, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			var bad *LineError
			if !yield(e, err) || err != nil && !errors.As(err, &bad) {
				return
			}
		}
	}
}

// Line returns the number of the last line read, from 1; 0 before the first.
func (r *Reader) Line() int { return r.line }

// Next returns the next episode, or [io.EOF] after the last one. The caller may continue
// after a [*LineError].
func (r *Reader) Next() (data.Episode, error) {
	for {
		line, err := r.readLine()
		switch {
		case err != nil && !errors.Is(err, errLongLine):
			return data.Episode{}, err
		case err != nil:
			return data.Episode{}, &LineError{Line: r.line, Reason: fmt.Sprintf("longer than %d MB: write one episode per line", MaxLine>>20)}
		case len(line) == 0:
			continue
		}
		e, err := parse(line)
		var bad *LineError
		if errors.As(err, &bad) {
			bad.Line = r.line
		}
		return e, err
	}
}

var (
	errLongLine   = errors.New("line too long")
	byteOrderMark = []byte("\ufeff")
)

// readLine returns the next line without the space around it. The last line needs no line
// end. If a line is too long, readLine skips all of it and returns errLongLine.
func (r *Reader) readLine() ([]byte, error) {
	var line []byte
	for size := 0; ; {
		part, err := r.in.ReadSlice('\n')
		if size += len(part); size <= MaxLine {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (size == 0 || !errors.Is(err, io.EOF)):
			return nil, err
		}
		if r.line++; r.line == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if size > MaxLine {
			return nil, errLongLine
		}
		return bytes.TrimSpace(line), nil
	}
}
