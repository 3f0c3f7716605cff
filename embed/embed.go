// Package embed turns texts into vectors. Vectors of texts with similar meaning are
// close to each other.
//
// A [Client] wraps a [Driver], which talks to one model. The Client applies the rules
// that are the same for every model, so that a Driver can be small:
//
//   - It sends no blank text and at most [Info.MaxBatch] texts at a time.
//   - The results have the order of the texts.
//   - A text that is in the [Cache] is not embedded again.
//   - Every vector is finite, has [Info.Dimensions] numbers and length 1.
//   - It adds the prefix of the model to each text ([Prepare]).
//   - If the provider rejects a batch or a text as too large, it sends a smaller one.
//   - It sends no request that would exceed the [Budget].
//
// Package embedtest tests drivers, package doctor examines a configured model, and
// package models contains the prefixes and dimensions of common models.
//
// # Drivers
//
// Package minilm is the built-in model; it needs no key and no network. Package openai
// supports every endpoint with the API of OpenAI.
//
// # Different models
//
// Vectors of different models cannot be compared. [Info.Model] identifies the model,
// its dimensions and the prefixes. Store it with every vector.
//
// # Errors
//
// Every error wraps one of the errors below or the context's error. A retry may help
// after [ErrUnavailable], [ErrRateLimited] and [ErrCache]. [ErrQuota] and [ErrBudget] need more
// credit or a larger budget. The others are permanent.
package embed

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Info describes a model. It does not change during a driver's life.
type Info struct {
	// Model identifies the vectors. It is different for another model, another number of
	// dimensions and another prefix.
	Model string
	// Dimensions is the length of every vector.
	Dimensions int
	// MaxBatch is the maximum number of texts in one call of Embed.
	MaxBatch int
}

// Driver talks to one model. It must be safe for concurrent use.
type Driver interface {
	// Info describes the model. It makes no request.
	Info() Info
	// Embed returns one vector for every text, in the order of the texts. The number of
	// texts is 1 to Info().MaxBatch. The caller owns the vectors. If ctx ends, Embed
	// returns soon with ctx's error. Texts that are longer than the model's limit are
	// cut. If the texts exceed a limit of the provider that the driver does not know,
	// the error wraps ErrTooLarge.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// UnknownTokens is the number of tokens if the provider does not report it.
const UnknownTokens = -1

// Metered is a [Driver] that reports the number of tokens.
type Metered interface {
	Driver
	// EmbedMetered is like Embed and also returns the number of tokens that the provider
	// counted. It is 0 if the provider counted none, for example for a rejected request,
	// and UnknownTokens if the provider may have counted some.
	EmbedMetered(ctx context.Context, texts []string) (vectors [][]float32, tokens int64, err error)
}

// Errors of a [Driver] or a [Client], for [errors.Is].
var (
	// ErrBlankText is returned for a text that is empty or only white space.
	ErrBlankText = errors.New("text is blank")
	// ErrUnauthorized is returned if the provider rejects the key.
	ErrUnauthorized = errors.New("key rejected")
	// ErrRateLimited is returned if the client must wait; see [Client.RetryAfter].
	ErrRateLimited = errors.New("rate limited")
	// ErrUnavailable is returned if the provider does not respond or fails.
	ErrUnavailable = errors.New("model unavailable")
	// ErrRejected is returned if the provider rejects the request permanently.
	ErrRejected = errors.New("request rejected")
	// ErrTooLarge is returned by a Driver if the provider accepts only fewer or shorter
	// texts in one request. A Client then sends smaller batches and shorter texts. It is
	// an ErrRejected.
	ErrTooLarge = fmt.Errorf("%w: too large", ErrRejected)
	// ErrQuota is returned if the account at the provider has no credit. Other texts and
	// waiting do not help. It is an ErrRejected.
	ErrQuota = fmt.Errorf("%w: quota used up", ErrRejected)
	// ErrBudget is returned instead of a request that would exceed the [Budget]. Finished
	// batches are saved.
	ErrBudget = errors.New("budget reached")
	// ErrBadVectors is returned if the response has too few vectors, or vectors of a
	// wrong dimension, with NaN or infinity, or of length zero.
	ErrBadVectors = errors.New("unusable vectors")
	// ErrCache is returned if the [Cache] cannot be read or written.
	ErrCache = errors.New("vector cache failed")
)

// RateLimit is an [ErrRateLimited] with the time to wait.
type RateLimit struct {
	// After is the time to wait; 0 if unknown.
	After time.Duration
}

func (e *RateLimit) Error() string {
	if e.After <= 0 {
		return ErrRateLimited.Error()
	}
	return fmt.Sprintf("%s, retry after %s", ErrRateLimited, e.After)
}

// Is makes the error match [ErrRateLimited].
func (e *RateLimit) Is(target error) bool { return target == ErrRateLimited }

// TextHash is the SHA-256 of a text with its prefix.
type TextHash = [32]byte

// Cache stores vectors by model and text, so that each text is embedded once. It must be
// safe for concurrent use.
type Cache interface {
	// Vectors returns the stored vectors of the texts. A text without a vector is
	// missing from the map.
	Vectors(ctx context.Context, model string, texts []TextHash) (map[TextHash][]float32, error)
	// SaveVectors stores vectors and replaces existing ones.
	SaveVectors(ctx context.Context, model string, vectors map[TextHash][]float32) error
}
