package sqlite

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"segue/data"
	"segue/data/text"
)

// record is the row of an episode, without its id.
type record struct {
	identity string
	digest   []byte
	// values are in the order of columns.
	values []any
	// hashed are the values for the digest, in the same order.
	hashed       []any
	people, tags []string // folded
	transcript   string
	segments     string
}

// episodeColumn is a column of the table episodes with a field of the episode.
type episodeColumn struct {
	name string
	// write returns the value to store.
	write func(data.Episode) any
	// read returns the destination of a stored value. It is nil for a column that is only
	// searched.
	read func(*data.Episode) any
	// hash returns the value for the digest; nil if that is the stored value.
	hash func(data.Episode) any
}

// columns are the columns in order. Append new ones, because the digest depends on the
// order.
var columns = []episodeColumn{
	{"published", func(e data.Episode) any { return microseconds(e.Published) }, func(e *data.Episode) any { return (*storedTime)(&e.Published) }, nil},
	{"duration", func(e data.Episode) any { return int64(e.Duration / time.Second) }, func(e *data.Episode) any { return (*storedSeconds)(&e.Duration) }, nil},
	{"show_id", func(e data.Episode) any { return string(e.Show.ID) }, func(e *data.Episode) any { return &e.Show.ID }, nil},
	{"show_title", func(e data.Episode) any { return e.Show.Title }, func(e *data.Episode) any { return &e.Show.Title }, nil},
	{"guid", func(e data.Episode) any { return e.GUID }, func(e *data.Episode) any { return &e.GUID }, nil},
	{"url", func(e data.Episode) any { return e.URL }, func(e *data.Episode) any { return &e.URL }, nil},
	{"page", func(e data.Episode) any { return data.PageKey(e.URL) }, nil, func(e data.Episode) any { return digestPage(e.URL) }},
	{"title", func(e data.Episode) any { return e.Title }, func(e *data.Episode) any { return &e.Title }, nil},
	{"image", func(e data.Episode) any { return e.Image }, func(e *data.Episode) any { return &e.Image }, nil},
	{"audio", func(e data.Episode) any { return e.Audio }, func(e *data.Episode) any { return &e.Audio }, nil},
	{"people", writePeople, func(e *data.Episode) any { return (*storedPeople)(&e.People) }, nil},
	{"tags", func(e data.Episode) any { return encode(append([]string{}, e.Tags...)) }, func(e *data.Episode) any { return (*storedTexts)(&e.Tags) }, nil},
	{"removed", writeRemoved, func(e *data.Episode) any { return (*storedRemovals)(&e.Removed) }, nil},
	{"description", func(e data.Episode) any { return e.Description }, func(e *data.Episode) any { return &e.Description }, nil},
	// These columns are from later schemas.
	{"language", func(e data.Episode) any { return e.Language }, func(e *data.Episode) any { return &e.Language }, nil},
	{"type", func(e data.Episode) any { return string(e.Type) }, func(e *data.Episode) any { return &e.Type }, nil},
	{"explicit", func(e data.Episode) any { return string(e.Explicit) }, func(e *data.Episode) any { return &e.Explicit }, nil},
	{"season", func(e data.Episode) any { return e.Season }, func(e *data.Episode) any { return &e.Season }, nil},
	{"number", func(e data.Episode) any { return e.Number }, func(e *data.Episode) any { return &e.Number }, nil},
	{"links", func(e data.Episode) any { return encode(append([]string{}, e.Links...)) }, func(e *data.Episode) any { return (*storedTexts)(&e.Links) }, nil},
	{"beside", writeExtras, func(e *data.Episode) any { return (*storedExtras)(e) }, nil},
}

// firstSchemaColumns is the number of columns in the first schema.
const firstSchemaColumns = 14

// recordColumns are the columns to write; episodeColumns are the columns that scanEpisode
// reads.
var recordColumns, episodeColumns = columnNames()

func columnNames() (write, read string) {
	var all []string
	readable := []string{"id"}
	for _, c := range columns {
		all = append(all, c.name)
		if c.read != nil {
			readable = append(readable, c.name)
		}
	}
	return strings.Join(all, ", "), strings.Join(readable, ", ")
}

func newRecord(e data.Episode) record {
	r := record{identity: e.Identity(), transcript: e.Transcript, segments: encodeSegments(e.Segments), values: make([]any, 0, len(columns))}
	for _, c := range columns {
		value := c.write(e)
		r.values = append(r.values, value)
		if c.hash != nil {
			value = c.hash(e)
		}
		r.hashed = append(r.hashed, value)
	}
	for _, p := range e.People {
		r.people = append(r.people, text.Fold(p.Name))
	}
	for _, tag := range e.Tags {
		r.tags = append(r.tags, text.Fold(tag))
	}
	r.digest = r.sum()
	return r
}

// sum returns the digest of the content: a hash of every value with its length. A value
// of a later schema is hashed with its number, and only if it is not empty. So an episode
// that an older version stored keeps its digest.
func (r record) sum() []byte {
	h := sha256.New()
	add := func(value any) {
		text := fmt.Sprint(value)
		fmt.Fprintf(h, "%d:%s", len(text), text)
	}
	for _, value := range r.hashed[:firstSchemaColumns] {
		add(value)
	}
	add(r.transcript)
	for i, value := range r.hashed[firstSchemaColumns:] {
		if value != "" && value != 0 && value != "[]" && value != noExtras {
			fmt.Fprintf(h, "#%d=", i)
			add(value)
		}
	}
	if r.segments != "" {
		fmt.Fprint(h, "#segments=")
		add(r.segments)
	}
	return h.Sum(nil)
}

// scanEpisode reads the episodeColumns of a row, and further columns into more. If the row is
// damaged, it returns an error and an episode with the id at most.
func scanEpisode(scan func(...any) error, more ...any) (data.Episode, error) {
	var e data.Episode
	dest := []any{&e.ID}
	for _, c := range columns {
		if c.read != nil {
			dest = append(dest, c.read(&e))
		}
	}
	if err := scan(append(dest, more...)...); err != nil {
		return data.Episode{ID: e.ID}, err
	}
	return e, nil
}
