package app

import (
	"context"

	"segue/embed"
	"segue/recommend/indexer"
)

// openModel connects the model of the options.
func (a *App) openModel(ctx context.Context, o Options) error {
	switch {
	case o.Client != nil:
		a.use(o.Client)
		return nil
	case o.Mode == List:
		a.model = indexer.Model{Embedder: noModel{}}
		return nil
	}
	a.choice = o.Model
	var err error
	if a.spec, a.setting, err = o.Model.Resolve(ctx, a.Catalog); err != nil {
		return err
	}
	if o.Mode == Search {
		return a.tryModel(ctx)
	}
	return a.connectModel(ctx)
}

// connectModel connects the model with the budget, and stores its specification, so that
// later commands can select it by name.
func (a *App) connectModel(ctx context.Context) error {
	client, err := a.budget.Client(ctx, a.spec, a.Catalog)
	if err != nil {
		return err
	}
	a.spec = a.spec.withInfo(client.Info())
	if err := storeSpec(ctx, a.Catalog, a.spec); err != nil {
		return err
	}
	a.use(client)
	return nil
}

// tryModel connects the model with one attempt, because a user waits. If the model
// fails, it sets ModelError, and the App has no model.
func (a *App) tryModel(ctx context.Context) error {
	driver, err := a.spec.Driver(ctx, RequestLimits{Attempts: 1})
	switch {
	case err == nil:
		a.lazy, _ = driver.(*lazyDriver)
		a.use(embed.NewClient(driver, a.Catalog, a.spec.prepare()))
		return nil
	case ctx.Err() != nil || !isModelError(err):
		return err
	}
	a.model, a.ModelError = indexer.Model{Embedder: noModel{}}, err
	return nil
}

func (a *App) use(client *embed.Client) {
	a.usage.add(client)
	a.client, a.model = client, indexer.Model{Embedder: client, Name: client.Info().Model}
}

// Warm connects a lazy model before the next request, so that the connection does not
// count against the request's time limit. It ignores errors: the request meets the same
// error and reports it.
func (a *App) Warm(ctx context.Context) {
	if a.lazy != nil {
		_, _ = a.lazy.connected(ctx)
	}
}

// QueryError returns the error of embedding the text of the last request in the mode
// Search, or nil.
func (a *App) QueryError() error { return a.queryError.get() }

// Missing returns the number of episodes without vectors, or 0 without a model.
func (a *App) Missing() int {
	if a.client == nil {
		return 0
	}
	return a.Loaded.Episodes - a.Loaded.Embedded
}
