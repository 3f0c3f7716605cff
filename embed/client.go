package embed

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Client embeds texts with one model. It is safe for concurrent use.
type Client struct {
	driver    Driver
	cache     Cache
	prepare   Prepare
	meter     *Meter
	size      batchSize
	questions questions
}

// Option changes how a [Client] works.
type Option func(*Client)

// NewClient returns a Client that asks d for the vectors that cache does not
// have. To keep none, cache is [NoCache]; it is never nil.
func NewClient(d Driver, cache Cache, options ...Option) *Client {
	c := &Client{driver: d, cache: cache, meter: &Meter{}, questions: newQuestions()}
	for _, o := range options {
		o(c)
	}
	return c
}

// Info describes the model. Its name tells also how texts are prepared.
func (c *Client) Info() Info {
	info := c.driver.Info()
	info.Model += c.prepare.suffix()
	return info
}

// Spent returns what was spent so far, by this Client and those that share its
// [Meter].
func (c *Client) Spent() Usage { return c.meter.Spent() }

// Budget returns what this Client keeps to.
func (c *Client) Budget() Budget { return c.meter.Budget() }

// Query returns the unit vector of a question, with one call of the model at most,
// unless it is too large for it: the questions that were asked last are kept in memory. It neither reads
// nor writes the [Cache], because questions seldom repeat a passage word for word.
// It returns an error wrapping [ErrBlankText] if text is blank.
func (c *Client) Query(ctx context.Context, text string) ([]float32, error) {
	if blank(text) {
		return nil, c.wrap("query", ErrBlankText)
	}
	if v := c.questions.get(text); v != nil {
		return v, nil
	}
	vectors, err := c.some(ctx, []string{c.prepare.Query + text}, true)
	if err != nil {
		return nil, c.wrap("query", err)
	}
	c.questions.add(text, vectors[0])
	return vectors[0], nil
}

// Passages returns the unit vectors of any number of texts, in their order.
//
// Texts that the cache has are not sent, equal ones are sent once. Each finished
// batch is saved at once, also when ctx is done meanwhile, so that an interrupted
// call loses at most one batch: calling it again goes on where it stopped.
//
// Where the provider finds a batch too large, the Client sends half of it and goes
// on with batches of that size. A single text that is too large is cut in half as
// often as needed, up to six times.
//
// Positions in errors count from 0. A blank text is refused before anything is
// sent, with an error wrapping [ErrBlankText].
func (c *Client) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	if i := slices.IndexFunc(texts, blank); i >= 0 {
		return nil, c.wrap(fmt.Sprintf("text %d of %d", i, len(texts)), ErrBlankText)
	}
	r := newRequest(c.prepare.passages(texts))
	vectors, err := c.lookUp(ctx, r)
	if err != nil {
		return nil, err
	}
	for rest := r.missing(vectors); len(rest) > 0; {
		batch := rest[:min(len(rest), max(1, c.Info().MaxBatch))]
		n, err := c.finish(ctx, r, batch, vectors)
		if err != nil {
			return nil, c.wrap(describe(r, batch), err)
		}
		rest = rest[n:]
	}
	return r.arrange(vectors), nil
}

// Cached returns the unit vectors that the cache has, in the order of the texts,
// and nil for the other texts. It never calls the model.
func (c *Client) Cached(ctx context.Context, texts []string) ([][]float32, error) {
	r := newRequest(c.prepare.passages(texts))
	vectors, err := c.lookUp(ctx, r)
	if err != nil {
		return nil, err
	}
	return r.arrange(vectors), nil
}

// lookUp returns the kept vectors by text. One that cannot be used is left out,
// as if it were not there: embedding its text again repairs the cache.
func (c *Client) lookUp(ctx context.Context, r request) (map[TextHash][]float32, error) {
	usable := make(map[TextHash][]float32, len(r.order))
	if len(r.order) == 0 {
		return usable, nil
	}
	info := c.Info()
	kept, err := c.cache.Vectors(ctx, info.Model, slices.Clone(r.order))
	if err != nil {
		return nil, c.wrap("look up", fmt.Errorf("%w: %w", ErrCache, err))
	}
	for hash, v := range kept {
		v = slices.Clone(v)
		if makeUnit(v, info.Dimensions) == nil {
			usable[hash] = v
		}
	}
	return usable, nil
}

// finish embeds the first texts of a batch, as many as the provider takes at once,
// saves them, adds them to vectors and returns their number.
func (c *Client) finish(ctx context.Context, r request, batch []TextHash, vectors map[TextHash][]float32) (int, error) {
	fresh, err := c.some(ctx, r.texts(batch), false)
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
	ctx, cancel := outlive(ctx, saveTime)
	defer cancel()
	if err := c.cache.SaveVectors(ctx, c.Info().Model, vectors); err != nil {
		return fmt.Errorf("%w: %w", ErrCache, err)
	}
	return nil
}

// embed calls the model once and makes sure of what it answers.
func (c *Client) embed(ctx context.Context, texts []string, urgent bool) ([][]float32, error) {
	vectors, err := c.meter.call(ctx, c.driver, texts, urgent)
	if err != nil {
		return nil, err
	}
	if len(vectors) != len(texts) {
		return nil, fmt.Errorf("%w: got %d for %d texts", ErrBadVectors, len(vectors), len(texts))
	}
	return vectors, makeUnits(vectors, c.Info().Dimensions)
}

// wrap says of an error which model and what it happened to.
func (c *Client) wrap(subject string, err error) error {
	return fmt.Errorf("embed: %q: %s: %w", c.Info().Model, subject, err)
}

func describe(r request, batch []TextHash) string {
	return fmt.Sprintf("batch of %d starting at text %d", len(batch), r.first[batch[0]].at)
}

// blank reports whether a text is nothing but white space.
func blank(text string) bool { return strings.TrimSpace(text) == "" }
