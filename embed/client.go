package embed

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Client embeds texts with one model. It is safe for concurrent use.
type Client struct {
	driver     Driver
	cache      Cache
	prepare    Prepare
	meter      *Meter
	size       batchSize
	queryCache queryCache
}

// Option changes how a [Client] works.
type Option func(*Client)

// NewClient returns a Client that uses d for the vectors that are not in cache. cache
// must not be nil; use [NoCache] for no cache.
func NewClient(d Driver, cache Cache, options ...Option) *Client {
	c := &Client{driver: d, cache: cache, meter: &Meter{}, queryCache: newQueryCache()}
	for _, o := range options {
		o(c)
	}
	return c
}

// Info describes the model. The name also identifies the prefixes.
func (c *Client) Info() Info {
	info := c.driver.Info()
	info.Model += c.prepare.suffix()
	return info
}

// Spent returns the usage so far of all clients that share this Client's [Meter].
func (c *Client) Spent() Usage { return c.meter.Spent() }

// Budget returns the budget of this Client.
func (c *Client) Budget() Budget { return c.meter.Budget() }

// Query returns the unit vector of a query. It calls the model at most once, unless the
// query is too large. The vectors of recent queries are cached in memory. Query does not
// use the [Cache], because a query is seldom equal to a passage. It returns an error that
// wraps [ErrBlankText] if text is blank.
func (c *Client) Query(ctx context.Context, text string) ([]float32, error) {
	if blank(text) {
		return nil, c.wrap("query", ErrBlankText)
	}
	if v := c.queryCache.get(text); v != nil {
		return v, nil
	}
	vectors, err := c.embedSome(ctx, []string{c.prepare.Query + text}, true)
	if err != nil {
		return nil, c.wrap("query", err)
	}
	c.queryCache.add(text, vectors[0])
	return vectors[0], nil
}

// Queries returns the unit vectors of any number of queries, in the order of the texts. Unlike
// [Client.Query], it waits for the token rate, because nobody waits for the answer. It returns an
// error that wraps [ErrBlankText] if a text is blank.
func (c *Client) Queries(ctx context.Context, texts []string) ([][]float32, error) {
	if i := slices.IndexFunc(texts, blank); i >= 0 {
		return nil, c.wrap(fmt.Sprintf("query %d of %d", i, len(texts)), ErrBlankText)
	}
	prepared := make([]string, len(texts))
	for i, text := range texts {
		prepared[i] = c.prepare.Query + text
	}
	vectors := make([][]float32, 0, len(texts))
	for len(vectors) < len(texts) {
		rest := prepared[len(vectors):]
		some, err := c.embedSome(ctx, rest[:min(len(rest), max(1, c.Info().MaxBatch))], false)
		if err != nil {
			return nil, c.wrap(fmt.Sprintf("batch of queries starting at %d", len(vectors)), err)
		}
		vectors = append(vectors, some...)
	}
	return vectors, nil
}

// CacheQueries embeds queries in batches, so that [Client.Query] finds them in memory. It leaves out
// blank and long ones, and all but the first thousand.
func (c *Client) CacheQueries(ctx context.Context, texts []string) error {
	var missing []string
	for _, text := range texts[:min(len(texts), maxCachedQueries)] {
		if !blank(text) && len(text) <= maxQueryBytes && c.queryCache.get(text) == nil && !slices.Contains(missing, text) {
			missing = append(missing, text)
		}
	}
	for len(missing) > 0 {
		var prepared []string
		for _, text := range missing[:min(len(missing), max(1, c.Info().MaxBatch))] {
			prepared = append(prepared, c.prepare.Query+text)
		}
		vectors, err := c.embedSome(ctx, prepared, false)
		if err != nil {
			return c.wrap(fmt.Sprintf("%d queries", len(prepared)), err)
		}
		for i, v := range vectors {
			c.queryCache.add(missing[i], v)
		}
		missing = missing[len(vectors):]
	}
	return nil
}

// Passages returns the unit vectors of any number of texts, in the order of the texts.
//
// It does not send texts that are in the cache, and sends equal texts once. It saves each
// finished batch at once, also if ctx has ended. An interrupted call therefore loses at
// most one batch, and the next call continues after the saved ones.
//
// If the provider rejects a batch as too large, the Client sends half of it and continues
// with batches of that size. A single text that is too large is cut in half, up to six
// times.
//
// Positions in errors start at 0. If a text is blank, nothing is sent and the error wraps
// [ErrBlankText].
func (c *Client) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	if i := slices.IndexFunc(texts, blank); i >= 0 {
		return nil, c.wrap(fmt.Sprintf("text %d of %d", i, len(texts)), ErrBlankText)
	}
	r := newTextSet(c.prepare.passages(texts))
	vectors, err := c.lookUp(ctx, r)
	if err != nil {
		return nil, err
	}
	for rest := r.missing(vectors); len(rest) > 0; {
		batch := rest[:min(len(rest), max(1, c.Info().MaxBatch))]
		n, err := c.embedBatch(ctx, r, batch, vectors)
		if err != nil {
			return nil, c.wrap(describe(r, batch), err)
		}
		rest = rest[n:]
	}
	return r.arrange(vectors), nil
}

// Cached returns the unit vectors in the cache, in the order of the texts, and nil for
// texts that are not in the cache. It never calls the model.
func (c *Client) Cached(ctx context.Context, texts []string) ([][]float32, error) {
	r := newTextSet(c.prepare.passages(texts))
	vectors, err := c.lookUp(ctx, r)
	if err != nil {
		return nil, err
	}
	return r.arrange(vectors), nil
}

// lookUp returns the cached vectors by text. It leaves out invalid vectors; embedding
// their texts again repairs the cache.
func (c *Client) lookUp(ctx context.Context, r textSet) (map[TextHash][]float32, error) {
	usable := make(map[TextHash][]float32, len(r.order))
	if len(r.order) == 0 {
		return usable, nil
	}
	info := c.Info()
	cached, err := c.cache.Vectors(ctx, info.Model, slices.Clone(r.order))
	if err != nil {
		return nil, c.wrap("look up", fmt.Errorf("%w: %w", ErrCache, err))
	}
	for hash, v := range cached {
		v = slices.Clone(v)
		if normalize(v, info.Dimensions) == nil {
			usable[hash] = v
		}
	}
	return usable, nil
}

// embedBatch embeds the first texts of a batch, as many as the provider accepts at once.
// It saves the vectors, adds them to vectors and returns their number.
func (c *Client) embedBatch(ctx context.Context, r textSet, batch []TextHash, vectors map[TextHash][]float32) (int, error) {
	fresh, err := c.embedSome(ctx, r.texts(batch), false)
	if err != nil {
		return 0, err
	}
	finished := make(map[TextHash][]float32, len(fresh))
	for i, v := range fresh {
		vectors[batch[i]] = v
		finished[batch[i]] = slices.Clone(v)
	}
	return len(fresh), c.save(ctx, finished)
}

func (c *Client) save(ctx context.Context, vectors map[TextHash][]float32) error {
	ctx, cancel := extendContext(ctx, saveTimeout)
	defer cancel()
	if err := c.cache.SaveVectors(ctx, c.Info().Model, vectors); err != nil {
		return fmt.Errorf("%w: %w", ErrCache, err)
	}
	return nil
}

// embed calls the model once, checks the result and normalizes the vectors.
func (c *Client) embed(ctx context.Context, texts []string, interactive bool) ([][]float32, error) {
	vectors, err := c.meter.call(ctx, c.driver, texts, interactive)
	if err != nil {
		return nil, err
	}
	if len(vectors) != len(texts) {
		return nil, fmt.Errorf("%w: got %d for %d texts", ErrBadVectors, len(vectors), len(texts))
	}
	return vectors, normalizeAll(vectors, c.Info().Dimensions)
}

// wrap adds the model and the subject to an error.
func (c *Client) wrap(subject string, err error) error {
	return fmt.Errorf("embed: %q: %s: %w", c.Info().Model, subject, err)
}

func describe(r textSet, batch []TextHash) string {
	return fmt.Sprintf("batch of %d starting at text %d", len(batch), r.first[batch[0]].at)
}

// blank reports whether a text is empty or white space.
func blank(text string) bool { return strings.TrimSpace(text) == "" }
