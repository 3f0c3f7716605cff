package app

import (
	"context"
	"errors"
	"time"

	"segue/data/catalog"
	"segue/recommend/indexer"
)

const (
	// pruneEvery is the minimum time between two deletions of unused vectors by a server.
	pruneEvery = 5 * time.Minute
	// pruneShare limits their cost: the time between two is at least this multiple of the
	// duration of the last one.
	pruneShare = 100
)

// pruneRegularly deletes the vectors of texts that no episode contains any more, until ctx
// ends. Without it, the catalogue of a server whose feeds change would grow without limit.
func (a *App) pruneRegularly(ctx context.Context) {
	models, pause, last := Models{Catalog: a.Catalog, Log: a.log}, pruneEvery, int64(-1)
	for wait(ctx, pause) {
		revision, err := a.Catalog.Revision(ctx)
		if err != nil || revision == last {
			continue // the indexer reports errors of reading
		}
		begin := time.Now()
		deleted, err := models.pruneVectors(ctx, revision)
		pause = max(pruneEvery, pruneShare*time.Since(begin))
		switch {
		case err == nil:
			last = revision
		case !errors.Is(err, catalog.ErrChanged) && ctx.Err() == nil:
			a.log.Warn("vectors of removed texts cannot be deleted; trying again", "error", err)
		}
		if deleted > 0 {
			a.log.Info("deleted vectors of removed texts", "vectors", deleted)
		}
	}
}

// pruneVectors deletes the vectors of texts that the episodes of a revision do not contain. It
// needs less memory than [Models.Prune], which also looks for other derived data.
func (m Models) pruneVectors(ctx context.Context, revision int64) (deleted int, err error) {
	prefixes, err := m.prefixes(ctx)
	if err != nil {
		return 0, err
	}
	keep, err := indexer.TextHashes(ctx, m.Catalog, prefixes...)
	if err != nil {
		return 0, err
	}
	pruned, err := m.Catalog.PruneVectors(ctx, revision, keep, false)
	for _, v := range pruned {
		deleted += v.Vectors
	}
	return deleted, err
}

// wait reports whether d passed before ctx ended.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
