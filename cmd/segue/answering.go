package main

import (
	"context"
	"errors"
	"fmt"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

// asking is a product that is opened for one question.
type asking struct {
	*product
	// withoutModel says that the model could not be asked for anything.
	withoutModel bool
	// late is the model if nothing was asked of it yet; else nil.
	late   *late
	failed *failure
}

// warm connects the model, which is no part of the time that a question has. Where
// it fails, the question will say so.
func (a *asking) warm(ctx context.Context) {
	if a.late != nil {
		_, _ = a.late.connected(ctx)
	}
}

// answering opens everything that a one-off question needs. The bundled
// catalogue is embedded first; another is taken as it is, with a remark on
// what is missing, because embedding may take long. A model that fails leaves the
// answer to words.
func answering(ctx context.Context, t *terminal, cf catalogFlags, mf modelFlags) (*asking, error) {
	c, err := cf.open(ctx)
	if err != nil {
		return nil, err
	}
	a, err := newAsking(ctx, t, c, cf.file(), mf)
	if err != nil {
		c.Close()
		return nil, err
	}
	if err := a.begin(ctx, t, cf.Demo); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

func newAsking(ctx context.Context, t *terminal, c catalog.Store, file string, mf modelFlags) (*asking, error) {
	var model embedder = noModel{}
	name := ""
	spec, driver, err := impatient(ctx, c, mf)
	switch {
	case err == nil:
		client := embed.NewClient(driver, c, spec.prepared())
		model, name = client, client.Info().Model
	case ctx.Err() != nil || !isModelFailure(err):
		return nil, err
	default:
		fmt.Fprintf(t.stderr, "segue: the model cannot be asked: %v\n", err)
		printHint(t.stderr, err)
	}
	w, _, err := openWords(ctx, t, file)
	if err != nil {
		return nil, err
	}
	a := &asking{product: join(t, c, w, model, name), withoutModel: driver == nil, failed: &failure{}}
	a.late, _ = driver.(*late)
	a.engine.OnFailure(a.failed.set)
	return a, nil
}

// impatient returns the chosen model of a catalogue for somebody who waits.
func impatient(ctx context.Context, c catalog.Store, mf modelFlags) (modelSpec, embed.Driver, error) {
	spec, _, err := mf.resolve(ctx, c)
	if err != nil {
		return spec, nil, err
	}
	driver, err := spec.driver(ctx, path{attempts: 1})
	return spec, driver, err
}

func (a *asking) begin(ctx context.Context, t *terminal, isDemo bool) error {
	if !isDemo || a.withoutModel {
		progress, err := a.load(ctx, t)
		if missing := progress.Episodes - progress.Embedded; err == nil && missing > 0 && !a.withoutModel {
			fmt.Fprintf(t.stderr, "segue: %d of %d episodes have no vectors yet and are not found by meaning; run \"segue embed\"\n",
				missing, progress.Episodes)
		}
		return err
	}
	err := a.indexer.Sync(ctx, func(indexer.Progress) {})
	if err != nil && ctx.Err() == nil && isModelFailure(err) {
		fmt.Fprintf(t.stderr, "segue: the episodes could not be embedded: %v\n", err)
		return nil
	}
	return err
}

// close ends the use of the product and of its catalogue.
func (a *asking) close() {
	a.product.close()
	a.catalog.Close()
}

// remark says about an answer what its results do not: that it is by words although
// more was asked for.
func (a *asking) remark(t *terminal, answer recommend.Answer, asked rankingFlags) {
	if answer.Mode != recommend.ModeKeyword || !asked.wantsMeaning() {
		return
	}
	err := a.failed.get()
	switch {
	case err == nil:
		fmt.Fprintln(t.stderr, "segue: answered by words alone")
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Fprintln(t.stderr, "segue: answered by words alone: the model did not answer in time")
	default:
		fmt.Fprintf(t.stderr, "segue: answered by words alone: %v\n", err)
	}
}

// listing opens a catalogue for what needs neither a model nor the words of
// episodes, such as who is heard in them.
func listing(ctx context.Context, t *terminal, cf catalogFlags) (*asking, error) {
	c, err := cf.open(ctx)
	if err != nil {
		return nil, err
	}
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		c.Close()
		return nil, err
	}
	a := &asking{product: join(t, c, w, noModel{}, ""), withoutModel: true, failed: &failure{}}
	a.indexer.WithoutWords()
	if _, err := a.indexer.Load(ctx); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}
