package app

import (
	"context"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
)

// shownCatalog is a catalogue whose lists have no boilerplate. Find returns whole episodes.
type shownCatalog struct {
	catalog.Store
	engine *recommend.Engine
}

// Shown returns the catalogue for lists: their summaries have no boilerplate.
func (a *App) Shown() catalog.Store { return shownCatalog{a.Catalog, a.Engine} }

func (c shownCatalog) List(ctx context.Context, q catalog.Query) (catalog.Page, error) {
	page, err := c.Store.List(ctx, q)
	for i, e := range page.Episodes {
		page.Episodes[i] = c.engine.Shown(e)
	}
	return page, err
}

func (c shownCatalog) Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error) {
	episodes, err := c.Store.Episodes(ctx, ids)
	for id, e := range episodes {
		episodes[id] = c.engine.Shown(e)
	}
	return episodes, err
}
