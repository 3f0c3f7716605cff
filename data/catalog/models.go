package catalog

import "errors"

// Keys of the settings with the active and the previous model.
const (
	ActiveModel   = "model/active"
	PreviousModel = "model/previous"
)

// Errors about models, for [errors.Is].
var (
	// ErrUnknownModel is returned if the model has no vectors.
	ErrUnknownModel = errors.New("the catalogue has no vectors of this model")
	// ErrChanged is returned if the catalogue has changed since it was read.
	ErrChanged = errors.New("the catalogue has changed meanwhile; read it again")
)

// ModelVectors counts the stored vectors of a model.
type ModelVectors struct {
	Name    string
	Vectors int
	// Bytes is the size of the numbers, without the overhead of the store.
	Bytes int64
}
