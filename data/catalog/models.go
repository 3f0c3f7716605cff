package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Keys of the settings that say which model answers, and which did before it.
const (
	ActiveModel   = "model/active"
	PreviousModel = "model/previous"
)

// Errors about models, to be told apart by [errors.Is].
var (
	// ErrUnknownModel says that nothing of a model is kept.
	ErrUnknownModel = errors.New("the catalogue has no vectors of this model")
	// ErrChanged says that the catalogue has changed since it was read.
	ErrChanged = errors.New("the catalogue has changed meanwhile, read it again")
)

// ModelVectors are the vectors that are kept of a model.
type ModelVectors struct {
	Name    string
	Vectors int
	// Bytes are those of the numbers; what a row takes besides is not counted.
	Bytes int64
}

// Models returns the models that a vector is kept of, by name.
func (c *Catalog) Models(ctx context.Context) ([]ModelVectors, error) {
	var list []ModelVectors
	err := c.read(ctx, "models", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT name, count(*), sum(length(vector)) FROM models JOIN vectors ON model = models.n
			GROUP BY models.n ORDER BY name`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var m ModelVectors
			if err := rows.Scan(&m.Name, &m.Vectors, &m.Bytes); err != nil {
				return err
			}
			list = append(list, m)
		}
		return rows.Err()
	})
	return list, err
}

// CountVectors returns of how many of the texts, each of which stands there once, a
// vector of a model is kept.
func (c *Catalog) CountVectors(ctx context.Context, model string, texts [][32]byte) (count int, err error) {
	err = c.read(ctx, "count vectors", func(tx *sql.Tx) error {
		for part := range slices.Chunk(texts, chunk) {
			args := []any{model}
			for i := range part {
				args = append(args, part[i][:])
			}
			var some int
			row := tx.QueryRowContext(ctx, `SELECT count(*) FROM vectors
				WHERE model = (SELECT n FROM models WHERE name = ?) AND text IN `+places(len(part)), args...)
			if err := row.Scan(&some); err != nil {
				return err
			}
			count += some
		}
		return nil
	})
	return count, err
}

// SetModel keeps which model answers and which did before it, in one transaction,
// and raises the revision. Both texts are the caller's; see [ActiveModel].
func (c *Catalog) SetModel(ctx context.Context, active, previous string) error {
	return c.write(ctx, "set the model", func(tx *sql.Tx) error {
		for key, value := range map[string]string{ActiveModel: active, PreviousModel: previous} {
			_, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?, ?)
				ON CONFLICT DO UPDATE SET value = excluded.value`, key, value)
			if err != nil {
				return err
			}
		}
		return raise(ctx, tx)
	})
}

// DropModel deletes all vectors of a model and returns what they were, or an error
// that wraps [ErrUnknownModel]. The revision stays. The room in the file is used
// again; the file does not get smaller.
func (c *Catalog) DropModel(ctx context.Context, name string) (ModelVectors, error) {
	dropped := ModelVectors{Name: name}
	err := c.write(ctx, fmt.Sprintf("drop the vectors of %q", name), func(tx *sql.Tx) error {
		var n int64
		err := tx.QueryRowContext(ctx, "SELECT n FROM models WHERE name = ?", name).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrUnknownModel
		}
		if err != nil {
			return err
		}
		row := tx.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(length(vector)), 0) FROM vectors WHERE model = ?", n)
		if err := row.Scan(&dropped.Vectors, &dropped.Bytes); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM vectors WHERE model = ?", n); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM models WHERE n = ?", n)
		return err
	})
	if err != nil {
		return ModelVectors{}, err
	}
	return dropped, nil
}

// PruneVectors deletes the vectors of all models whose text is not among those to
// keep, and returns what was deleted of each model that lost any, by name. The
// texts are those of a revision; where the catalogue has another by now, it deletes
// nothing and returns an error that wraps [ErrChanged]. A dry run deletes nothing
// and returns the same.
func (c *Catalog) PruneVectors(ctx context.Context, revision int64, keep map[[32]byte]bool, dry bool) ([]ModelVectors, error) {
	var pruned []ModelVectors
	err := c.write(ctx, "prune vectors", func(tx *sql.Tx) error {
		now, err := revisionOf(ctx, tx)
		if err != nil {
			return err
		}
		if now != revision {
			return ErrChanged
		}
		rows, models, err := unneeded(ctx, tx, keep)
		if err != nil {
			return err
		}
		pruned = models
		if dry {
			return nil
		}
		return deleteVectors(ctx, tx, rows)
	})
	if err != nil {
		return nil, err
	}
	return pruned, nil
}

// unneeded are the rows of vectors whose text is not to be kept, and how many they
// are of each model.
func unneeded(ctx context.Context, tx *sql.Tx, keep map[[32]byte]bool) (numbers []int64, models []ModelVectors, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT vectors.n, name, text, length(vector) FROM models JOIN vectors ON model = models.n ORDER BY name, vectors.n")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n, length int64
		var name string
		var text sql.RawBytes
		if err := rows.Scan(&n, &name, &text, &length); err != nil {
			return nil, nil, err
		}
		if len(text) == 32 && keep[[32]byte(text)] {
			continue
		}
		if last := len(models) - 1; last < 0 || models[last].Name != name {
			models = append(models, ModelVectors{Name: name})
		}
		last := &models[len(models)-1]
		last.Vectors++
		last.Bytes += length
		numbers = append(numbers, n)
	}
	return numbers, models, rows.Err()
}

func deleteVectors(ctx context.Context, tx *sql.Tx, numbers []int64) error {
	remove, err := tx.PrepareContext(ctx, "DELETE FROM vectors WHERE n = ?")
	if err != nil {
		return err
	}
	defer remove.Close()
	for _, n := range numbers {
		if _, err := remove.ExecContext(ctx, n); err != nil {
			return err
		}
	}
	return nil
}
