// Package embed turns text into vectors that lie near each other where the
// texts mean the same.
//
// A [Client] wraps a [Driver], which talks to one model. The Client keeps the
// rules that hold for every model: no blank text is sent, batches respect
// [Info.MaxBatch], results keep the order of the texts, a text that the [Cache]
// knows is not embedded again, every vector that leaves it is finite, has
// [Info.Dimensions] numbers and length one, texts get the words that the model wants
// in front of them ([Prepare]), batches and texts that the provider finds too large
// become smaller, and nothing is asked beyond a [Budget]. A Driver can therefore be
// small. Package embedtest checks one, package doctor looks at one that is set up,
// and package models knows what common models want.
//
// # Drivers
//
// Package minilm is the built-in model: no key, no network. Package openai talks
// to any endpoint that speaks the OpenAI protocol.
//
// # Mixing models
//
// Vectors of two models must never meet. [Info.Model] names the model, its
// dimensions and how texts are prepared; whoever keeps a vector keeps that name
// beside it.
//
// # Errors
//
// Every error wraps one of the sentinels below or the context's error.
// [ErrUnavailable] and [ErrRateLimited] are worth retrying, and [ErrQuota] and
// [ErrBudget] once somebody has paid or agreed to pay; the others are not.
package embed

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Info describes a model. It does not change during a driver's life.
type Info struct {
	// Model identifies the vectors: it differs when model, dimensions or
	// preparation of the texts differ.
	Model string
	// Dimensions is the length of every vector.
	Dimensions int
	// MaxBatch is the most texts that one call of Embed takes.
	MaxBatch int
}

// Driver talks to one model. It must be safe for concurrent use.
type Driver interface {
	// Info describes the model, without any call to it.
	Info() Info
	// Embed returns one vector for every text, in the order of the texts. There
	// are at least one and at most Info().MaxBatch texts. The vectors belong to
	// the caller. It returns soon after ctx is done, with ctx's error. Texts that
	// are longer than the model reads are cut; where the provider has a limit that
	// the driver does not know, the error wraps ErrTooLarge.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// UnknownTokens stands for a number of tokens that the provider did not tell.
const UnknownTokens = -1

// Metered is a [Driver] whose provider says what it counted.
type Metered interface {
	Driver
	// EmbedMetered is Embed, and returns how many tokens the provider counted: 0
	// where it surely counted none, such as for a request that it refused, and
	// UnknownTokens where it may have counted some without saying how many.
	EmbedMetered(ctx context.Context, texts []string) (vectors [][]float32, tokens int64, err error)
}

// Errors that a [Driver] or a [Client] returns, to be told apart by [errors.Is].
var (
	// ErrBlankText says that a text holds nothing to embed.
	ErrBlankText = errors.New("text is blank")
	// ErrUnauthorized says that the provider refused the key.
	ErrUnauthorized = errors.New("key refused")
	// ErrRateLimited says that the provider asks to wait; see [Client.RetryAfter].
	ErrRateLimited = errors.New("rate limited")
	// ErrUnavailable says that the provider did not answer or failed.
	ErrUnavailable = errors.New("model unavailable")
	// ErrRejected says that the provider refused the request for good.
	ErrRejected = errors.New("request rejected")
	// ErrTooLarge says that the provider takes fewer or shorter texts in one request.
	// A Driver returns it; a Client goes on with smaller batches and shorter texts.
	// It is an ErrRejected.
	ErrTooLarge = fmt.Errorf("%w: too large", ErrRejected)
	// ErrQuota says that the account at the provider is used up. No text is at fault
	// and waiting does not help. It is an ErrRejected.
	ErrQuota = fmt.Errorf("%w: quota used up", ErrRejected)
	// ErrBudget says that a request would exceed the [Budget]. It was not made; what
	// was finished before is kept.
	ErrBudget = errors.New("budget reached")
	// ErrBadVectors says that the answer was not the vectors that were asked
	// for: too few, of the wrong dimension, not finite or of length zero.
	ErrBadVectors = errors.New("unusable vectors")
	// ErrCache says that the [Cache] could not be read or written.
	ErrCache = errors.New("vector cache failed")
)

// RateLimit is an [ErrRateLimited] that says how long to wait.
type RateLimit struct {
	// After is the time to wait; zero where the provider did not say.
	After time.Duration
}

func (e *RateLimit) Error() string {
	if e.After <= 0 {
		return ErrRateLimited.Error()
	}
	return fmt.Sprintf("%s, retry after %s", ErrRateLimited, e.After)
}

// Is makes errors.Is(err, ErrRateLimited) true.
func (e *RateLimit) Is(target error) bool { return target == ErrRateLimited }

// TextHash is the SHA-256 of a text as it is embedded.
type TextHash = [32]byte

// Cache keeps vectors by model and text, so that a text is embedded once. It
// must be safe for concurrent use.
type Cache interface {
	// Vectors returns those of the texts' vectors that are kept.
	Vectors(ctx context.Context, model string, texts []TextHash) (map[TextHash][]float32, error)
	// SaveVectors keeps vectors; one that is kept already is replaced.
	SaveVectors(ctx context.Context, model string, vectors map[TextHash][]float32) error
}
