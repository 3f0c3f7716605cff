package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
)

var vectorTable = hashedTable{table: "vectors", name: "model", hash: "text", value: "vector", names: "models"}

// Vectors implements [catalog.VectorStore].
func (c *Catalog) Vectors(ctx context.Context, model string, texts [][32]byte) (map[[32]byte][]float32, error) {
	found := make(map[[32]byte][]float32, len(texts))
	err := c.read(ctx, "vectors", func(tx *sql.Tx) error {
		return vectorTable.each(ctx, tx, model, texts, func(text [32]byte, vector []byte) error {
			if len(vector)%4 != 0 {
				return fmt.Errorf("vector of text %x has an invalid length of %d bytes; the file is damaged", text, len(vector))
			}
			found[text] = decodeVector(vector)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// SaveVectors implements [catalog.VectorStore].
func (c *Catalog) SaveVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error {
	if len(vectors) == 0 {
		return nil
	}
	return c.writeAs(ctx, recomputable, "save vectors", func(tx *sql.Tx) error {
		return saveHashed(ctx, tx, vectorTable, model, vectors, encodeVector)
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
