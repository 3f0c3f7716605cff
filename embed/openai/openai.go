// Package openai embeds texts with any endpoint that speaks the OpenAI protocol:
// OpenAI itself, many other providers, and local servers.
//
// [Connect] returns a [Driver] for package embed. It keeps the provider's [Key]
// to itself: no error, log line or printed value of this package contains it,
// also where the provider repeats it, and no redirect is followed with it.
//
// # Errors
//
// A refused key is [embed.ErrUnauthorized], a request that will never succeed
// [embed.ErrRejected], an answer that is not the vectors that were asked for
// [embed.ErrBadVectors]. Two are worth trying again after a while:
// [embed.ErrUnavailable] (no connection, no answer in time, an answer that was
// cut short, 408, 424 and every 5xx but 501) and [embed.ErrRateLimited] (429), which comes
// with the time to wait where the provider gives it. A used-up quota is also answered
// with 429, but waiting does not refill it: it is [embed.ErrQuota]. What providers and
// local servers say where texts are too many or too long is [embed.ErrTooLarge],
// whatever status they give it. Nothing is tried again here.
package openai

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"segue/embed"
)

// Config says which model to ask, and where. Only Model is always needed.
type Config struct {
	// BaseURL is the address of the provider, with or without /v1 at its end; a
	// complete one that ends in /embeddings is used as it is. Empty stands for
	// OpenAI itself. One of Azure is that of the resource, to which /openai/v1 is
	// added, or that of a deployment with its api-version.
	BaseURL string
	// Key is the provider's secret; most local servers need none.
	Key Key
	// Auth is how the key is sent; empty goes by the host.
	Auth Auth
	// Model is the name by which the provider knows the model.
	Model string
	// Dimensions asks the model for vectors of this many numbers, which not every
	// model can give. 0 takes what it gives by itself.
	Dimensions int
	// MaxBatch is the most texts of one request; 0 stands for [DefaultMaxBatch].
	MaxBatch int
	// Timeout bounds one call of Embed: a request with its answer, and whatever
	// HTTPClient does for it, such as waiting and trying again. 0 stands for
	// [DefaultTimeout].
	Timeout time.Duration
	// HTTPClient makes the requests, for example through a proxy or with retries;
	// nil stands for an ordinary one. It is copied, and the copy follows no redirect.
	// Where its error has a method RetryAfter() time.Duration, the error of Embed is
	// an [embed.RateLimit] with that time.
	HTTPClient *http.Client
}

// Connect returns a driver for the model of cfg.
//
// Where cfg.Dimensions is 0 it embeds one word to learn them, so that a wrong key
// or address shows at once; otherwise it makes no request. The error wraps
// [ErrConfig] if cfg cannot be used, else it is as of [Driver.Embed].
func Connect(ctx context.Context, cfg Config) (*Driver, error) {
	base, err := cfg.check()
	if err != nil {
		return nil, err
	}
	d := newDriver(cfg, base)
	if cfg.Dimensions > 0 {
		return d, nil
	}
	if d.dimensions, err = d.probe(ctx); err != nil {
		return nil, fmt.Errorf("openai: model %q: %w", cfg.Model, err)
	}
	return d, nil
}

var _ embed.Driver = (*Driver)(nil)
