// Package openai embeds texts with any endpoint that has the API of OpenAI: OpenAI
// itself, many other providers, and local servers.
//
// [Connect] returns a [Driver] for package embed. The provider's [Key] stays secret: no
// error, log line or printed value of this package contains it, even if the provider
// sends it back, and no redirect is followed with it.
//
// # Errors
//
// A rejected key is [embed.ErrUnauthorized], a request that can never succeed is
// [embed.ErrRejected], and a response without the expected vectors is
// [embed.ErrBadVectors]. A retry may help after [embed.ErrUnavailable] (no connection, a
// timeout, a truncated response, 408, 424, and 5xx except 501) and [embed.ErrRateLimited]
// (429), which contains the time to wait if the provider sends it. An exhausted quota has
// status 429 too, but waiting does not help: it is [embed.ErrQuota]. If the texts are too
// many or too long, the error is [embed.ErrTooLarge]; providers and local servers use
// different statuses and messages for it. This package does not retry.
package openai

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"segue/embed"
)

// Config configures a model and its endpoint. Only Model is required.
type Config struct {
	// BaseURL is the address of the provider, with or without /v1 at its end. An address
	// that ends in /embeddings is used unchanged. Empty means OpenAI. For Azure it is the
	// address of the resource, to which /openai/v1 is added, or the address of a
	// deployment with its api-version.
	BaseURL string
	// Key is the API key; most local servers need none.
	Key Key
	// Auth is the way to send the key; empty means that it depends on the host.
	Auth Auth
	// Model is the model's name at the provider.
	Model string
	// Dimensions is the requested length of vectors, which not every model supports. 0
	// means the model's own.
	Dimensions int
	// MaxBatch is the maximum number of texts in one request; 0 means [DefaultMaxBatch].
	MaxBatch int
	// Timeout limits one call of Embed, including all waits and retries of HTTPClient. 0
	// means [DefaultTimeout].
	Timeout time.Duration
	// HTTPClient makes the requests, for example through a proxy or with retries; nil
	// means a client with defaults. It is copied, and the copy follows no redirect. If
	// its error has a method RetryAfter() time.Duration, Embed returns an
	// [embed.RateLimit] with that time.
	HTTPClient *http.Client
}

// Connect returns a driver for the model of cfg.
//
// If cfg.Dimensions is 0, it embeds one word to find the dimensions, so that a wrong key
// or address is detected at once. Otherwise it makes no request. The error wraps
// [ErrConfig] if cfg is invalid; otherwise it is an error of [Driver.Embed].
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
