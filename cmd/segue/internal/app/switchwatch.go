package app

import (
	"context"
	"time"

	"segue/data/catalog"
	"segue/recommend/indexer"
)

// modelWatcher connects the active model of a catalogue while a server runs.
type modelWatcher struct {
	catalog catalog.Store
	choice  ModelChoice
	budget  Budget
	usage   *usage
	// connected caches the models that have answered in this process, by the value of
	// the setting. Switching back to one of them makes no request.
	connected map[string]indexer.Model
}

// watchModel makes the indexer switch models when the catalogue's setting changes, unless
// the user has chosen a model.
func (a *App) watchModel() {
	if a.choice.IsModel() {
		a.warnOfChoice()
		return
	}
	w := &modelWatcher{catalog: a.Catalog, choice: a.choice, budget: a.budget, usage: a.usage, connected: map[string]indexer.Model{a.setting: a.model}}
	a.Indexer.WatchModel(w, a.setting, func(c indexer.ModelSwitch) {
		a.log.Info("switched the model", "from", c.From, "to", c.To, "took", c.Took.Round(time.Millisecond))
	})
}

// warnOfChoice logs a warning if the user's choice differs from the catalogue's setting.
func (a *App) warnOfChoice() {
	active, err := parseActive(a.setting)
	if err != nil {
		a.log.Warn("the catalogue's model setting is invalid; using the model of the flags", "error", err)
		return
	}
	if name, err := active.VectorName(); err == nil && name != a.model.Name {
		a.log.Warn(`flags select another model than the catalogue; this server ignores "segue model use"`,
			"model", a.model.Name, "catalogue", name)
	}
}

// Choice implements [indexer.Models].
func (w *modelWatcher) Choice(ctx context.Context) (string, error) {
	setting, _, err := w.catalog.Setting(ctx, catalog.ActiveModel)
	return setting, err
}

// Connect implements [indexer.Models].
func (w *modelWatcher) Connect(ctx context.Context, setting string) (indexer.Model, error) {
	if known, ok := w.connected[setting]; ok {
		return known, nil
	}
	s, err := parseActive(setting)
	if err != nil {
		return indexer.Model{}, err
	}
	client, err := w.budget.Client(ctx, w.choice.spec(s), w.catalog)
	if err != nil {
		return indexer.Model{}, err
	}
	if err := probeModel(ctx, client); err != nil {
		return indexer.Model{}, err
	}
	w.usage.add(client)
	model := indexer.Model{Embedder: client, Name: client.Info().Model}
	w.connected[setting] = model
	return model, nil
}
