package app

import (
	"context"
	"time"

	"segue/data/catalog"
	"segue/recommend/indexer"
)

// modelWatcher returns the models that a catalogue chooses while a server runs.
type modelWatcher struct {
	catalog catalog.Store
	choice  ModelChoice
	budget  Budget
	// connected are the models that have answered in this process, by the catalogue's
	// setting. Going back to one of them makes no request.
	connected map[string]indexer.Model
}

// watchModel makes the indexer change to another model as soon as the catalogue chooses
// one, unless the user has chosen the model.
func (a *App) watchModel() {
	if a.choice.IsModel() {
		a.warnOfChoice()
		return
	}
	w := &modelWatcher{catalog: a.Catalog, choice: a.choice, budget: a.budget, connected: map[string]indexer.Model{a.setting: a.model}}
	a.Indexer.WatchModel(w, a.setting, func(c indexer.ModelSwitch) {
		a.log.Info("the model was changed", "from", c.From, "to", c.To, "took", c.Took.Round(time.Millisecond))
	})
}

// warnOfChoice warns if the user has chosen another model than the catalogue.
func (a *App) warnOfChoice() {
	active, err := parseActive(a.setting)
	if err != nil {
		a.log.Warn("the catalogue's model cannot be read; that of the flags is used", "error", err)
		return
	}
	if name, err := active.VectorName(); err == nil && name != a.model.Name {
		a.log.Warn(`flags choose another model than the catalogue; "segue model use" does not change it while this server runs`,
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
	model := indexer.Model{Embedder: client, Name: client.Info().Model}
	w.connected[setting] = model
	return model, nil
}
