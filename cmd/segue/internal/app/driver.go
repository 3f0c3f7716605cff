package app

import (
	"cmp"
	"context"
	"errors"
	"os"
	"time"

	"segue/embed"
	"segue/embed/minilm"
	"segue/embed/openai"
	"segue/outbound"
)

// RequestLimits limit the requests to an endpoint. They are not part of a model's
// specification.
type RequestLimits struct {
	// Attempts is the maximum number of attempts of a request; 0 means the default. PerMinute
	// limits the attempts per minute, including retries; 0 means no limit.
	Attempts, PerMinute int
}

// Driver connects the model. With Dimensions set, it makes no request. With only KnownDimensions set,
// the endpoint is connected on first use. With neither, one request now determines the
// dimensions.
func (s ModelSpec) Driver(ctx context.Context, limits RequestLimits) (embed.Driver, error) {
	switch {
	case s.IsBuiltin():
		return minilm.New()
	case s.Dimensions > 0 || s.KnownDimensions == 0:
		return s.endpoint(ctx, s.Dimensions, limits)
	}
	checked, err := s.endpoint(ctx, s.KnownDimensions, limits) // only checks the configuration
	if err != nil {
		return nil, err
	}
	return newLazyDriver(checked.Info(), func(ctx context.Context) (embed.Driver, error) { return s.endpoint(ctx, 0, limits) }), nil
}

// endpoint connects the model. It requests this number of dimensions, or the model's own
// if 0.
func (s ModelSpec) endpoint(ctx context.Context, dimensions int, limits RequestLimits) (embed.Driver, error) {
	driver, err := openai.Connect(ctx, s.config(dimensions, limits))
	switch {
	case errors.Is(err, embed.ErrUnavailable), errors.Is(err, embed.ErrRateLimited):
		return nil, WithHint(err, "the first request determines the dimensions; set --embed-dimensions N to avoid it")
	case err != nil:
		return nil, err
	}
	return driver, nil
}

// batchTimeout limits a batch with all its attempts. It is shorter than six attempts of
// one minute each: an endpoint that times out so often does not recover soon.
const batchTimeout = 5 * time.Minute

// keyVariables are the variables for the provider's key. The first that is set is used.
// The key has no flag, because process lists and shell histories show flags.
var keyVariables = []string{"SEGUE_KEY", "OPENAI_API_KEY"}

// config returns the configuration of the endpoint's driver. It requests this number of
// dimensions, or the model's own if 0.
func (s ModelSpec) config(dimensions int, limits RequestLimits) openai.Config {
	key := ""
	for _, name := range keyVariables {
		key = cmp.Or(key, os.Getenv(name))
	}
	policy := outbound.Provider()
	policy.UserAgent, policy.PerMinute = userAgent(), limits.PerMinute
	policy.Attempts = cmp.Or(limits.Attempts, policy.Attempts)
	return openai.Config{
		BaseURL: s.URL, Key: openai.NewKey(key), Auth: s.Auth, Model: s.Model, Dimensions: dimensions, MaxBatch: s.Batch,
		HTTPClient: outbound.New(policy), Timeout: batchTimeout,
	}
}

// Client connects the model without a budget. Its vectors are stored in cache.
func (s ModelSpec) Client(ctx context.Context, cache embed.Cache) (*embed.Client, error) {
	return s.client(ctx, cache, RequestLimits{})
}

func (s ModelSpec) client(ctx context.Context, cache embed.Cache, limits RequestLimits, options ...embed.Option) (*embed.Client, error) {
	driver, err := s.Driver(ctx, limits)
	if err != nil {
		return nil, err
	}
	return embed.NewClient(driver, cache, append(options, s.prepare())...), nil
}

// prepare returns the option that prepends the prefixes to texts.
func (s ModelSpec) prepare() embed.Option {
	return embed.WithPrepare(embed.Prepare{Query: s.QueryPrefix, Passage: s.PassagePrefix})
}
