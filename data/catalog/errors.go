package catalog

import (
	"errors"
	"fmt"

	"segue/data"
)

// Errors of opening a store, for [errors.Is].
var (
	// ErrNewerSchema means that a newer version of Segue wrote the catalogue.
	ErrNewerSchema = errors.New("it was written by a newer version of Segue")
	// ErrNotCatalog means that the file holds something else.
	ErrNotCatalog = errors.New("it is not a catalogue of Segue, choose another path or move the file away")
)

// InvalidError means that an episode cannot be stored as it is.
type InvalidError struct {
	// Index is the episode's place in the batch, from 0.
	Index int
	// Episode is its id, title, GUID or URL: the first of them that is not empty.
	Episode string
	// Err is the reason.
	Err error
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("episode %d (%q): %s", e.Index+1, e.Episode, e.Err)
}

// Unwrap returns the reason.
func (e *InvalidError) Unwrap() error { return e.Err }

// ConflictError means that an episode claims one id but is, by its GUID or by
// show, title and date, the same as another episode.
type ConflictError struct {
	// Index is the episode's place in the batch, from 0.
	Index int
	// ID is the id that the episode claims, Same the id of the other episode.
	ID, Same data.EpisodeID
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("episode %d %s", e.Index+1, e.reason())
}

func (e *ConflictError) reason() string {
	return fmt.Sprintf("has the id %q but the GUID, or show, title and date, of %q; leave its id out or give it a GUID of its own", e.ID, e.Same)
}

// Fault returns the place in the batch of the episode that an error of
// [Writer.Upsert] is about, or -1, and the reason.
func Fault(err error) (index int, reason string) {
	var conflict *ConflictError
	var invalid *InvalidError
	switch {
	case errors.As(err, &conflict):
		return conflict.Index, "it " + conflict.reason()
	case errors.As(err, &invalid):
		return invalid.Index, invalid.Err.Error()
	}
	return -1, ""
}
