// Package jsonl defines the JSON form of an episode, and reads and writes files with
// one episode a line. JSON lines, PUT /v1/episodes and GET /v1/episodes have the same
// form: [Episode], [EpisodeBody] and [Line] describe it.
//
//	{"show": "Daily Cups", "title": "Green Tea with Jane Roe", "description": "<p>It is hot.</p>"}
//
// Title and show are required. A key with the value null counts as missing; a key
// that is not known is an error, because a misspelt key would lose data silently.
//
//	id                text of an EpisodeID; without it the catalogue assigns one
//	guid              text, the publisher's identifier
//	url               absolute http or https address of the episode's page
//	show              {"id", "title"}, or the title
//	title             text
//	summary           text; read only where there is no description
//	published         "2018-08-13T00:00:00Z", or "2018-08-13" for the day in UTC
//	duration          number of seconds
//	people            list of {"name", "role"}, or of names, which are guests'
//	tags              list of texts
//	image, audio      absolute http or https addresses
//	language          BCP 47 tag such as "en" or "de-AT"
//	type              "full", "trailer" or "bonus"
//	explicit          true or false
//	season, number    whole numbers from 1; episode is another name for number
//	description       text; see description_type
//	description_type  "text", "html" or "clean"; without it the text decides
//	removed           list of {"text", "rule"}: what was cut from the description
//	links             list of addresses; without it those that the description names
//	location          text, the place that the episode is about
//	transcripts       list of {"url", "type", "language"}, or of addresses: files with
//	                  what is said, best first
//	chapters          the same for files that divide the episode
//	soundbites        list of {"start", "duration", "title"}, in seconds
//	transcript        plain text
//
// A description of type "text" or "html" is cleaned by package clean, and what
// that removes is added to removed. One of type "clean" is taken as it stands: so
// a [Writer] marks what it writes, and an export that is read gives the very same
// episodes.
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

// MaxLine is the longest line in bytes. The transcript of a recording of ten hours
// has about 600 kB; this leaves room for six bytes of escape a letter, and keeps
// a file that is something else from filling the memory.
const MaxLine = 16 << 20

// LineError says why one line is no episode. The lines after it can be read.
type LineError struct {
	// Line is the line's number, from 1; 0 where no lines are counted.
	Line int
	// Field is the place in the line, such as "people[1].name", or empty for the
	// whole line.
	Field string
	// Reason says what is wrong and how to correct it.
	Reason string
}

func (e *LineError) Error() string {
	if e.Line == 0 {
		return e.Explain()
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Explain())
}

// Explain says what is wrong, and in which field, without the line's number.
func (e *LineError) Explain() string {
	if e.Field == "" {
		return e.Reason
	}
	return e.Field + ": " + e.Reason
}

// Reader reads episodes one by one and keeps no more than a line in memory.
type Reader struct {
	in   *bufio.Reader
	line int
}

// NewReader returns a reader of JSON lines. Empty lines and a byte order mark do
// not matter.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, 64<<10)}
}

// All goes through the episodes in the order of the lines, once. For a line that
// is no episode it gives a [*LineError], and goes on with the next. Any other
// error is the last thing that it gives: reading failed.
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

// Line is the number of the line that was read last, from 1; 0 before the first.
func (r *Reader) Line() int { return r.line }

// Next returns the next episode, or [io.EOF] behind the last. After a [*LineError]
// the caller may go on.
func (r *Reader) Next() (data.Episode, error) {
	for {
		line, err := r.readLine()
		switch {
		case err != nil && !errors.Is(err, errLongLine):
			return data.Episode{}, err
		case err != nil:
			return data.Episode{}, &LineError{Line: r.line, Reason: fmt.Sprintf("longer than %d MB: JSON lines have one episode a line", MaxLine>>20)}
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

// readLine returns the next line without the space around it. The last line needs
// no line end. A line that is too long is passed over whole.
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
