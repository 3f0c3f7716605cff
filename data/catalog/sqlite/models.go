package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"segue/data/catalog"
)

// Models implements [catalog.VectorStore].
func (c *Catalog) Models(ctx context.Context) ([]catalog.ModelVectors, error) {
	var list []catalog.ModelVectors
	err := c.read(ctx, "models", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT name, count(*), sum(length(vector)) FROM models JOIN vectors ON model = models.n
			GROUP BY models.n ORDER BY name`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var m catalog.ModelVectors
			if err := rows.Scan(&m.Name, &m.Vectors, &m.Bytes); err != nil {
				return err
			}
			list = append(list, m)
		}
		return rows.Err()
	})
	return list, err
}

// CountVectors implements [catalog.VectorStore].
func (c *Catalog) CountVectors(ctx context.Context, model string, texts [][32]byte) (count int, err error) {
	err = c.read(ctx, "count vectors", func(tx *sql.Tx) error {
		for part := range slices.Chunk(texts, maxKeys) {
			var some int
			row := tx.QueryRowContext(ctx, "SELECT count(*) FROM vectors WHERE "+vectorTable.named(len(part)), vectorTable.arguments(model, part)...)
			if err := row.Scan(&some); err != nil {
				return err
			}
			count += some
		}
		return nil
	})
	return count, err
}

// DropModel implements [catalog.VectorStore]. The file does not get smaller; SQLite reuses
// the free pages.
func (c *Catalog) DropModel(ctx context.Context, name string) (catalog.ModelVectors, error) {
	dropped := catalog.ModelVectors{Name: name}
	err := c.write(ctx, fmt.Sprintf("drop the vectors of %q", name), func(tx *sql.Tx) error {
		var n int64
		err := tx.QueryRowContext(ctx, "SELECT n FROM models WHERE name = ?", name).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return catalog.ErrUnknownModel
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
		return catalog.ModelVectors{}, err
	}
	return dropped, nil
}

// PruneVectors implements [catalog.VectorStore].
func (c *Catalog) PruneVectors(ctx context.Context, revision int64, keep map[[32]byte]bool, dry bool) ([]catalog.ModelVectors, error) {
	var pruned []catalog.ModelVectors
	err := c.writeAs(ctx, recomputable, "prune vectors", func(tx *sql.Tx) error {
		if err := checkRevision(ctx, tx, revision); err != nil {
			return err
		}
		rows, models, err := unusedVectors(ctx, tx, keep)
		if err != nil {
			return err
		}
		pruned = models
		if dry {
			return nil
		}
		return vectorTable.deleteRows(ctx, tx, rows)
	})
	if err != nil {
		return nil, err
	}
	return pruned, nil
}

// unusedVectors returns the row numbers of vectors whose text is not in keep, and their
// counts by model.
func unusedVectors(ctx context.Context, tx *sql.Tx, keep map[[32]byte]bool) (numbers []int64, models []catalog.ModelVectors, err error) {
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
		if isKept(keep, text) {
			continue
		}
		if last := len(models) - 1; last < 0 || models[last].Name != name {
			models = append(models, catalog.ModelVectors{Name: name})
		}
		last := &models[len(models)-1]
		last.Vectors++
		last.Bytes += length
		numbers = append(numbers, n)
	}
	return numbers, models, rows.Err()
}
