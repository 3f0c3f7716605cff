package openai

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	// DefaultMaxBatch is what Hugging Face's server takes unless told otherwise;
	// hosted providers take more. With maxTextBytes it also stays below the
	// 300,000 tokens that OpenAI takes in one request, whatever the texts are.
	DefaultMaxBatch = 32
	// DefaultTimeout leaves a minute for a batch on a model that runs without a GPU,
	// and as much again for each of two more tries, with the waits between them.
	DefaultTimeout = 3 * time.Minute
	// maxBatch is the most texts that OpenAI takes in one request.
	maxBatch = 2048
	// maxDimensions is twice what the largest known models give.
	maxDimensions = 16384
)

// ErrConfig says that a [Config] cannot be used.
var ErrConfig = errors.New("unusable configuration")

// Address returns where requests go. It holds no secret. The error wraps
// [ErrConfig].
func (c Config) Address() (string, error) {
	base, err := parseAddress(c.BaseURL)
	if err != nil {
		return "", fmt.Errorf("openai: %w: address: %v", ErrConfig, err)
	}
	return target(base), nil
}

// check returns the address that requests go to, or every problem of c at once.
func (c Config) check() (*url.URL, error) {
	var problems []string
	note := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	base, err := parseAddress(c.BaseURL)
	note(err != nil, "address: %v", err)
	note(err == nil && base.Hostname() == openAIHost && c.Key.empty(),
		"key: %s needs one; for a local server give its address", openAIHost)
	note(err == nil && isAzure(base.Hostname()) && c.Key.empty(), "key: Azure needs one")
	note(!c.Auth.known(), `auth %q: give "bearer" or "api-key", or nothing to go by the host`, string(c.Auth))
	note(!c.Key.sendable(), "key: it contains characters that no key has; copy it again, without quotes or line breaks")
	note(strings.TrimSpace(c.Model) == "", `model: name one, such as "text-embedding-3-small"`)
	note(c.Dimensions < 0 || c.Dimensions > maxDimensions,
		"dimensions %d: give 1 to %d, or 0 for the model's own", c.Dimensions, maxDimensions)
	note(c.MaxBatch < 0 || c.MaxBatch > maxBatch,
		"batch of %d: give 1 to %d, or 0 for %d", c.MaxBatch, maxBatch, DefaultMaxBatch)
	note(c.Timeout < 0, "timeout %s: give a positive one, or 0 for %s", c.Timeout, DefaultTimeout)
	if len(problems) > 0 {
		return nil, fmt.Errorf("openai: %w: %s", ErrConfig, strings.Join(problems, "; "))
	}
	return base, nil
}
