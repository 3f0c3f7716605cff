package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"segue/data"
)

// Find implements [catalog.Reader].
func (c *Catalog) Find(ctx context.Context, ref data.Ref) (data.Episode, error) {
	condition, key := refCondition(ref)
	if key == "" {
		return data.Episode{}, fmt.Errorf("catalog: find %s: %w", ref, data.ErrUnknownEpisode)
	}
	var transcript, lines sql.NullString
	// Of two episodes with one key, the one with the address itself comes first.
	row := c.readers.QueryRowContext(ctx, "SELECT "+episodeColumns+transcriptColumns+" FROM episodes"+joinTranscripts+joinSegments+" WHERE "+condition+" ORDER BY ? <> '' AND url <> ?, newest, id LIMIT 1", key, ref.URL, ref.URL)
	e, err := scanEpisode(row.Scan, &transcript, &lines)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = data.ErrUnknownEpisode
	case err != nil && (isDamage(err) || code(err) == 0 && ctx.Err() == nil):
		c.health.hide(cmp.Or(string(e.ID), key), err)
		err = data.ErrUnknownEpisode
	}
	if err != nil {
		return data.Episode{}, fmt.Errorf("catalog: find %s: %w", ref, explain(ctx, err))
	}
	e.Transcript = transcript.String
	if e.Segments, err = decodeSegments(lines.String); err != nil {
		return data.Episode{}, fmt.Errorf("catalog: find %s: %w", ref, err)
	}
	return e, nil
}

// refCondition returns the condition of ref in SQL. It excludes empty texts, because the
// partial indexes exclude them.
func refCondition(ref data.Ref) (condition, key string) {
	switch {
	case ref.ID != "":
		return "id = ?", string(ref.ID)
	case ref.GUID != "":
		return "guid = ? AND guid <> ''", ref.GUID
	default:
		return "page = ? AND page <> ''", data.PageKey(ref.URL)
	}
}

// maxKeys is the maximum number of keys in one query. SQLite allows 32,766 parameters;
// larger queries are hardly faster.
const maxKeys = 500

// Episodes implements [catalog.Reader].
func (c *Catalog) Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error) {
	found := make(map[data.EpisodeID]data.Episode, len(ids))
	err := c.read(ctx, "episodes", func(tx *sql.Tx) error {
		for part := range slices.Chunk(ids, maxKeys) {
			if err := c.episodesOf(ctx, tx, part, found); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// episodesOf adds the readable episodes with the given ids to found.
func (c *Catalog) episodesOf(ctx context.Context, tx *sql.Tx, ids []data.EpisodeID, found map[data.EpisodeID]data.Episode) error {
	args := textArgs(ids, func(id data.EpisodeID) string { return string(id) })
	rows, err := tx.QueryContext(ctx, "SELECT "+episodeColumns+" FROM episodes WHERE id IN "+placeholders(len(ids)), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if e, err := scanEpisode(rows.Scan); err == nil {
			found[e.ID] = e
		} else {
			c.health.hide(string(e.ID), err)
		}
	}
	switch err := rows.Err(); {
	case !isDamage(err):
		return err
	case len(ids) == 1:
		c.health.hide(string(ids[0]), err)
		return nil
	}
	for i := range ids { // find the damaged ones
		if err := c.episodesOf(ctx, tx, ids[i:i+1], found); err != nil {
			return err
		}
	}
	return nil
}
