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

// RequestLimits bound the requests to an endpoint. They are not part of a model's
// specification.
type RequestLimits struct {
	// Attempts is how often a request is made at most, and PerMinute the maximum number
	// of requests in a minute. 0 is the default.
	Attempts, PerMinute int
}

// Driver connects the model. If its dimensions are known, an endpoint is connected on
// first use; otherwise one request finds them.
func (s ModelSpec) Driver(ctx context.Context, limits RequestLimits) (embed.Driver, error) {
	switch {
	case s.IsBuiltin():
		return minilm.New()
	case s.Dimensions > 0 || s.Learned == 0:
		return s.endpoint(ctx, s.Dimensions, limits)
	}
	checked, err := s.endpoint(ctx, s.Learned, limits) // this makes no request
	if err != nil {
		return nil, err
	}
	return newLazyDriver(checked.Info(), func(ctx context.Context) (embed.Driver, error) { return s.endpoint(ctx, 0, limits) }), nil
}

// endpoint connects the model with the number of dimensions to request, 0 for its own.
func (s ModelSpec) endpoint(ctx context.Context, dimensions int, limits RequestLimits) (embed.Driver, error) {
	driver, err := openai.Connect(ctx, s.config(dimensions, limits))
	switch {
	case errors.Is(err, embed.ErrUnavailable), errors.Is(err, embed.ErrRateLimited):
		return nil, WithHint(err, "the endpoint is asked for the model's dimensions first; with --embed-dimensions N nothing is asked before it is needed")
	case err != nil:
		return nil, err
	}
	return driver, nil
}

// batchTimeout bounds a batch with all its repetitions. Six attempts of a minute would
// take longer, but an endpoint that is so slow does not recover.
const batchTimeout = 5 * time.Minute

// keyVariables may hold the provider's key; the first one that is set is used. There is
// no flag for it: flags are visible in process lists and shell histories.
var keyVariables = []string{"SEGUE_KEY", "OPENAI_API_KEY"}

// config is the configuration of the endpoint's driver, with the number of dimensions
// to request.
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

// prepare puts the prefixes in front of texts.
func (s ModelSpec) prepare() embed.Option {
	return embed.WithPrepare(embed.Prepare{Query: s.QueryPrefix, Passage: s.PassagePrefix})
}
