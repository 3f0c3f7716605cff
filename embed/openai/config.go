package openai

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	// DefaultMaxBatch is the default limit of Hugging Face's server; hosted providers
	// accept more. With maxTextBytes it is also always below OpenAI's limit of 300,000
	// tokens in one request.
	DefaultMaxBatch = 32
	// DefaultTimeout is enough for three attempts of a minute each, which a batch may
	// take on a model without a GPU. The waits between them are included.
	DefaultTimeout = 3 * time.Minute
	// maxBatch is OpenAI's limit for texts in one request.
	maxBatch = 2048
	// maxDimensions is four times the dimensions of the largest model in package models.
	maxDimensions = 16384
)

// ErrConfig is returned for an invalid [Config].
var ErrConfig = errors.New("unusable configuration")

// Address returns the URL of requests. It contains no secret. The error wraps
// [ErrConfig].
func (c Config) Address() (string, error) {
	base, err := parseAddress(c.BaseURL)
	if err != nil {
		return "", fmt.Errorf("openai: %w: address: %v", ErrConfig, err)
	}
	return requestURL(base), nil
}

// check returns the parsed address, or an error with all problems of c.
func (c Config) check() (*url.URL, error) {
	var problems []string
	report := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	base, err := parseAddress(c.BaseURL)
	report(err != nil, "address: %v", err)
	report(err == nil && base.Hostname() == openAIHost && c.Key.empty(),
		"key: %s needs a key; for a local server, set its URL", openAIHost)
	report(err == nil && isAzure(base.Hostname()) && c.Key.empty(), "key: Azure needs a key")
	report(!c.Auth.known(), `auth %q: want "bearer", "api-key", or nothing to choose by the host`, string(c.Auth))
	report(!c.Key.isValid(), "key: it contains invalid characters; copy it again, without quotes or line breaks")
	report(strings.TrimSpace(c.Model) == "", `model: it is missing; set one, such as "text-embedding-3-small"`)
	report(c.Dimensions < 0 || c.Dimensions > maxDimensions,
		"dimensions %d: want 1 to %d, or 0 for the model's own", c.Dimensions, maxDimensions)
	report(c.MaxBatch < 0 || c.MaxBatch > maxBatch,
		"batch of %d: want 1 to %d, or 0 for %d", c.MaxBatch, maxBatch, DefaultMaxBatch)
	report(c.Timeout < 0, "timeout %s: want a positive duration, or 0 for %s", c.Timeout, DefaultTimeout)
	if len(problems) > 0 {
		return nil, fmt.Errorf("openai: %w: %s", ErrConfig, strings.Join(problems, "; "))
	}
	return base, nil
}
