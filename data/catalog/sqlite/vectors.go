package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Vectors implements [catalog.VectorStore].
func (c *Catalog) Vectors(ctx context.Context, model string, texts [][32]byte) (map[[32]byte][]float32, error) {
	found := make(map[[32]byte][]float32, len(texts))
	err := c.read(ctx, "vectors", func(tx *sql.Tx) error {
		for part := range slices.Chunk(texts, maxKeys) {
			if err := vectorsOf(ctx, tx, model, part, found); err != nil {
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

func vectorsOf(ctx context.Context, tx *sql.Tx, model string, texts [][32]byte, found map[[32]byte][]float32) error {
	args := []any{model}
	for i := range texts {
		args = append(args, texts[i][:])
	}
	rows, err := tx.QueryContext(ctx, `SELECT text, vector FROM vectors
		WHERE model = (SELECT n FROM models WHERE name = ?) AND text IN `+placeholders(len(texts)), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text, vector sql.RawBytes
		if err := rows.Scan(&text, &vector); err != nil {
			return err
		}
		if len(text) != 32 || len(vector)%4 != 0 {
			return fmt.Errorf("vector of text %x has an invalid length of %d bytes; the file is damaged", []byte(text), len(vector))
		}
		found[[32]byte(text)] = decodeVector(vector)
	}
	return rows.Err()
}

// SaveVectors implements [catalog.VectorStore].
func (c *Catalog) SaveVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error {
	if len(vectors) == 0 {
		return nil
	}
	return c.write(ctx, "save vectors", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO models (name) VALUES (?)", model); err != nil {
			return err
		}
		save, err := tx.PrepareContext(ctx, `INSERT INTO vectors (model, text, vector) VALUES ((SELECT n FROM models WHERE name = ?), ?, ?)
			ON CONFLICT DO UPDATE SET vector = excluded.vector`)
		if err != nil {
			return err
		}
		// Sorted, so that the same vectors make the same file.
		for _, text := range slices.SortedFunc(maps.Keys(vectors), func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) }) {
			if _, err := save.ExecContext(ctx, model, text[:], encodeVector(vectors[text])); err != nil {
				return err
			}
		}
		return nil
	})
}

func encodeVector(v []float32) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func decodeVector(b []byte) []float32 {
	v := make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}
