// Package vectorfile writes and reads the vectors of a catalogue as one file, which every
// Go program loads with chromem-go's DB.ImportFromFile.
//
// A file has one collection, named like the model. A document of the collection is a
// passage of an episode: its text as it was embedded, its vector and the metadata with
// the keys of this package. The metadata of the collection is a [Header].
//
// chromem-go writes the file with package encoding/gob. [Read] does not use encoding/gob,
// which is not made for hostile files: it allocates a map of any size that a file states,
// so a file of 400 bytes can end the process. Read accepts only the types that chromem-go
// writes, checks every length before it allocates, and keeps one document in memory.
package vectorfile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"segue/data"
	"segue/recommend/cosine"
)

// Keys of the metadata of a document. A key is missing if its value is unknown.
const (
	// KeyEpisode and KeyShow are ids.
	KeyEpisode = "episode"
	KeyShow    = "show"
	// KeyLanguage is a tag such as "de-AT".
	KeyLanguage = "language"
	// KeyPublished is a time in the form of RFC 3339, in UTC.
	KeyPublished = "published"
	// KeyPassage is the number of the passage within the episode, from 1.
	KeyPassage = "passage"
	// KeyModel and KeyDimensions have the same values in all documents.
	KeyModel      = "model"
	KeyDimensions = "dimensions"
)

// keyPassagePrefix is the key of [Header.PassagePrefix] in the metadata of the
// collection, which also has KeyDimensions.
const keyPassagePrefix = "passage_prefix"

// Header describes all vectors of a file.
type Header struct {
	// Model is the name of the vectors.
	Model string
	// Dimensions is the length of every vector.
	Dimensions int
	// PassagePrefix is the beginning of every text: the prefix that the model needs
	// before passages. It may be empty.
	PassagePrefix string
}

func (h Header) metadata() map[string]string {
	m := map[string]string{KeyDimensions: strconv.Itoa(h.Dimensions)}
	if h.PassagePrefix != "" {
		m[keyPassagePrefix] = h.PassagePrefix
	}
	return m
}

func (h Header) check() error {
	switch {
	case h.Model == "":
		return errors.New("the collection has no name; want the name of the model")
	case strings.ContainsFunc(h.Model, func(r rune) bool { return !unicode.IsPrint(r) }): // it would be printed
		return fmt.Errorf("the name of the model %q has a character that cannot be printed", h.Model)
	case len(h.Model) > maxName:
		return fmt.Errorf("the name of the model has %d bytes, want at most %d", len(h.Model), maxName)
	case h.Dimensions < 1 || h.Dimensions > MaxDimensions:
		return fmt.Errorf("the collection has %d dimensions, want 1 to %d", h.Dimensions, MaxDimensions)
	case len(h.PassagePrefix) > maxValue:
		return fmt.Errorf("the passage prefix has %d bytes, want at most %d", len(h.PassagePrefix), maxValue)
	}
	return nil
}

// Document is a passage with its vector.
type Document struct {
	// ID is unique within the file: the id of the episode and the number of the passage.
	ID string
	// Text is the embedded text, with the prefix of the model.
	Text string
	// Vector has length one.
	Vector []float32
	// Metadata has the keys of this package.
	Metadata map[string]string
}

// NewDocument returns the document of a passage of e. number counts the passages of the
// episode from 1. text does not have the prefix of the model.
func (h Header) NewDocument(e data.Episode, number int, text string, vector []float32) Document {
	m := map[string]string{
		KeyEpisode: string(e.ID), KeyShow: string(e.Show.ID), KeyPassage: strconv.Itoa(number),
		KeyModel: h.Model, KeyDimensions: strconv.Itoa(h.Dimensions),
	}
	if e.Language != "" {
		m[KeyLanguage] = e.Language
	}
	if !e.Published.IsZero() {
		m[KeyPublished] = e.Published.UTC().Format(timeLayout)
	}
	return Document{ID: fmt.Sprintf("%s#%d", e.ID, number), Text: h.PassagePrefix + text, Vector: vector, Metadata: m}
}

// check returns an error if the document does not belong in a file with this header.
func (d Document) check(h Header) error {
	switch {
	case d.ID == "":
		return errors.New("the id is missing")
	case len(d.ID) > maxName:
		return fmt.Errorf("the id has %d bytes, want at most %d", len(d.ID), maxName)
	case strings.TrimSpace(d.Text) == "":
		return errors.New("the text is missing")
	case len(d.Text) > MaxText:
		return fmt.Errorf("the text has %d bytes, want at most %d", len(d.Text), MaxText)
	case !strings.HasPrefix(d.Text, h.PassagePrefix):
		return fmt.Errorf("the text does not begin with the passage prefix %q", h.PassagePrefix)
	case d.Metadata[KeyModel] != h.Model:
		return fmt.Errorf("the model is %q, but the collection has %q", d.Metadata[KeyModel], h.Model)
	case d.Metadata[KeyDimensions] != strconv.Itoa(h.Dimensions):
		return fmt.Errorf("the metadata has %q dimensions, but the collection has %d", d.Metadata[KeyDimensions], h.Dimensions)
	case len(d.Vector) != h.Dimensions:
		return fmt.Errorf("the vector has %d dimensions, but the collection has %d", len(d.Vector), h.Dimensions)
	case !isUnit(d.Vector):
		return errors.New("the vector does not have length one, or a number is not finite")
	}
	return nil
}

// unitTolerance is the maximum deviation of the squared length of a vector from one. It
// is ten times the rounding error of the largest vectors, and far smaller than the effect
// of a damaged number.
const unitTolerance = 1e-4

// isUnit reports whether v has length one. It is false for numbers that are not finite.
func isUnit(v []float32) bool {
	return math.Abs(float64(cosine.Dot(v, v))-1) < unitTolerance
}
