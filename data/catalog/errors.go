package catalog

import (
	"errors"
	"fmt"

	"segue/data"
)

// Errors of opening a store, for [errors.Is].
var (
	// ErrNewerSchema is returned if a newer version of Segue wrote the catalogue.
	ErrNewerSchema = errors.New("it was written by a newer version of Segue")
	// ErrNotCatalog is returned if the file is not a catalogue.
	ErrNotCatalog = errors.New("it is not a catalogue of Segue; choose another path or move the file away")
)

// Errors of a store in use, for [errors.Is].
var (
	// ErrFull is returned if a write needs more space than its disk has.
	ErrFull = errors.New("the disk is full; free some space and try again")
	// ErrReadOnly is returned by all writes to a catalogue that cannot be written.
	ErrReadOnly = errors.New("the catalogue cannot be written; allow writing to the file and its folder, or choose another path")
	// ErrReplaced is returned if another file took the place of the catalogue's file, or
	// the file was deleted. The store still has the old one, and refuses to write to it.
	ErrReplaced = errors.New("the file of the catalogue was replaced or deleted while it was in use; restart to use the new one")
	// ErrDamaged is the health of a catalogue with episodes that cannot be read.
	ErrDamaged = errors.New("some episodes cannot be read; \"segue check\" lists them")
)

// InvalidError is the error of an episode with an invalid field.
type InvalidError struct {
	// Index is the position of the episode in the batch, from 0.
	Index int
	// Episode is the episode's first non-empty value of id, title, GUID and URL.
	Episode string
	// Err is the reason.
	Err error
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("episode %d (%q): %s", e.Index+1, e.Episode, e.Err)
}

// Unwrap returns the reason.
func (e *InvalidError) Unwrap() error { return e.Err }

// ConflictError is the error of an episode with the id of one stored episode and
// the GUID, or the show, title and date, of another one.
type ConflictError struct {
	// Index is the position of the episode in the batch, from 0.
	Index int
	// ID is the id of the episode. Same is the id of the stored episode with its GUID,
	// or its show, title and date.
	ID, Same data.EpisodeID
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("episode %d %s", e.Index+1, e.reason())
}

func (e *ConflictError) reason() string {
	return fmt.Sprintf("has the id %q but the GUID, or show, title and date, of %q; leave its id out or give it a GUID of its own", e.ID, e.Same)
}

// Fault returns the index and the reason if an error of [Writer.Upsert] is caused by one
// episode of the batch. Otherwise the index is -1.
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
