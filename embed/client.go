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
	questions questions
}

// NewClient returns a Client that asks d for the vectors that cache does not
// have. To keep none, cache is [NoCache]; it is never nil.
func NewClient(d Driver, cache Cache) *Client {
	return &Client{driver: d, cache: cache, questions: newQuestions()}
}

// Info describes the model.
func (c *Client) Info() Info { return c.driver.Info() }

// Query returns the unit vector of a question, with at most one call of the
// model: the questions that were asked last are kept in memory. It neither reads
// nor writes the [Cache], because questions seldom repeat a passage word for word.
// It returns an error wrapping [ErrBlankText] if text is blank.
func (c *Client) Query(ctx context.Context, text string) ([]float32, error) {
	if blank(text) {
		return nil, c.wrap("query", ErrBlankText)
	}
	if v := c.questions.get(text); v != nil {
		return v, nil
	}
	vectors, err := c.embed(ctx, []string{text})
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
// Positions in errors count from 0. A blank text is refused before anything is
// sent, with an error wrapping [ErrBlankText].
func (c *Client) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	if i := slices.IndexFunc(texts, blank); i >= 0 {
		return nil, c.wrap(fmt.Sprintf("text %d of %d", i, len(texts)), ErrBlankText)
	}
	r := newRequest(texts)
	vectors, err := c.lookUp(ctx, r)
	if err != nil {
		return nil, err
	}
	for batch := range slices.Chunk(r.missing(vectors), max(1, c.Info().MaxBatch)) {
		if err := c.finish(ctx, r, batch, vectors); err != nil {
			return nil, c.wrap(describe(r, batch), err)
		}
	}
	return r.arrange(vectors), nil
}

// Cached returns the unit vectors that the cache has, in the order of the texts,
// and nil for the other texts. It never calls the model.
func (c *Client) Cached(ctx context.Context, texts []string) ([][]float32, error) {
	r := newRequest(texts)
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

// finish embeds one batch, saves it and adds it to vectors.
func (c *Client) finish(ctx context.Context, r request, batch []TextHash, vectors map[TextHash][]float32) error {
	fresh, err := c.embed(ctx, r.texts(batch))
	if err != nil {
		return err
	}
	finished := make(map[TextHash][]float32, len(batch))
	for i, hash := range batch {
		vectors[hash] = fresh[i]
		finished[hash] = slices.Clone(fresh[i])
	}
	return c.save(ctx, finished)
}

func (c *Client) save(ctx context.Context, vectors map[TextHash][]float32) error {
	ctx, cancel := outlive(ctx, saveTime)
	defer cancel()
	if err := c.cache.SaveVectors(ctx, c.Info().Model, vectors); err != nil {
		return fmt.Errorf("%w: %w", ErrCache, err)
	}
	return nil
}

// embed calls the model for one batch and makes sure of what it answers.
func (c *Client) embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors, err := c.driver.Embed(ctx, texts)
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
