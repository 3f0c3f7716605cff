package openai

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"segue/embed"
)

// Driver embeds texts with one model of one endpoint. It is safe for concurrent use.
type Driver struct {
	base                *url.URL
	key                 Key
	byAPIKey            bool // true if the key is sent in the header api-key
	model               string
	requestedDimensions int // 0 for the model's own
	dimensions          int
	maxBatch            int
	timeout             time.Duration
	http                *http.Client
	loadingWaits        []time.Duration // between requests to a model that is loading
}

func newDriver(cfg Config, base *url.URL) *Driver {
	return &Driver{
		base:                base,
		key:                 cfg.Key,
		byAPIKey:            cfg.Auth.byAPIKey(base.Hostname()),
		model:               strings.TrimSpace(cfg.Model),
		requestedDimensions: cfg.Dimensions,
		dimensions:          cfg.Dimensions,
		maxBatch:            cmp.Or(cfg.MaxBatch, DefaultMaxBatch),
		timeout:             cmp.Or(cfg.Timeout, DefaultTimeout),
		http:                withoutRedirects(cfg.HTTPClient),
		loadingWaits:        loadingWaits,
	}
}

// Info describes the model. The name does not contain the endpoint, since the same model
// gives the same vectors at every endpoint.
func (d *Driver) Info() embed.Info {
	return embed.Info{
		Model:      fmt.Sprintf("openai:%s@%d", d.model, d.dimensions),
		Dimensions: d.dimensions,
		MaxBatch:   d.maxBatch,
	}
}

// String returns the model and the host.
func (d *Driver) String() string {
	return fmt.Sprintf("%s at %s", d.Info().Model, d.base.Host)
}

// GoString returns the same as String.
func (d *Driver) GoString() string { return d.String() }

// Embed returns the vectors of texts as the model returns them, not scaled, in the order
// of texts. It makes one request, and more only while the model is loading. Texts of more than 8,192 bytes are cut. The package
// comment describes the errors.
func (d *Driver) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	v, _, err := d.EmbedMetered(ctx, texts)
	return v, err
}

// EmbedMetered is like Embed and also returns the number of tokens that the provider
// counted.
func (d *Driver) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	response, tokens, err := d.requestWhenLoaded(ctx, texts)
	if err != nil {
		return nil, tokens, err
	}
	v, err := vectors(response, len(texts), d.dimensions)
	if other := commonLength(response); err != nil && d.requestedDimensions > 0 && other > 0 && other != d.requestedDimensions {
		err = fmt.Errorf("%w; the model does not support this number; remove the dimensions or set %d", err, other)
	}
	return v, tokens, err
}

// probe returns the model's own dimensions.
func (d *Driver) probe(ctx context.Context) (int, error) {
	response, _, err := d.requestWhenLoaded(ctx, []string{"podcast"})
	if err != nil {
		return 0, err
	}
	dimensions := len(response[0].Embedding)
	if dimensions < 1 || dimensions > maxDimensions {
		return 0, fmt.Errorf("%w: %d numbers, want 1 to %d", embed.ErrBadVectors, dimensions, maxDimensions)
	}
	_, err = vectors(response, 1, dimensions)
	return dimensions, err
}

// loadingWaits are the waits for a model that answers that it is loading, half a minute in total. A
// server of one machine loads a model in that time.
var loadingWaits = []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second}

// requestWhenLoaded makes a request, and makes it again while the model is loading. It starts no wait
// that would exceed the deadline of ctx.
func (d *Driver) requestWhenLoaded(ctx context.Context, texts []string) (response []openai.Embedding, tokens int64, err error) {
	for attempt := 0; ; attempt++ {
		response, tokens, err = d.request(ctx, texts)
		if !errors.Is(err, errLoading) || attempt == len(d.loadingWaits) {
			return response, tokens, err
		}
		wait := d.loadingWaits[attempt]
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return response, tokens, err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, tokens, ctx.Err()
		}
	}
}

// request makes one request. It returns at least one vector, and the number of tokens.
// go-openai does not return the headers of a failed response, so each request has its own
// recordingClient.
func (d *Driver) request(ctx context.Context, texts []string) ([]openai.Embedding, int64, error) {
	if ctx.Err() != nil {
		return nil, 0, ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	sent := truncate(texts)
	x := &recordingClient{http: d.http, limit: responseLimit(len(texts))}
	_, err := d.client(x).CreateEmbeddings(limited, openai.EmbeddingRequestStrings{
		Input:      sent,
		Model:      openai.EmbeddingModel(d.model),
		Dimensions: d.requestedDimensions,
	})
	switch {
	case err == nil:
		return d.read(x, sent)
	case ctx.Err() != nil:
		return nil, x.tokensOfError(err), ctx.Err()
	case limited.Err() != nil:
		// The context error is not wrapped, since the caller's context has not ended.
		return nil, x.tokensOfError(err), fmt.Errorf("%w: no response from %s within %s", embed.ErrUnavailable, d.base.Host, d.timeout)
	}
	return nil, x.tokensOfError(err), d.explain(x, err)
}

func (d *Driver) client(x *recordingClient) *openai.Client {
	key := d.key
	if d.byAPIKey {
		x.apiKey, key = d.key, Key{}
	}
	cfg := openai.DefaultConfig(key.text())
	base := *d.base
	base.RawQuery = ""
	cfg.BaseURL, cfg.APIVersion = base.String(), versionOf(d.base)
	cfg.HTTPClient = x
	return openai.NewClientWithConfig(cfg)
}
