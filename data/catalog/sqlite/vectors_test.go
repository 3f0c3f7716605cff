package sqlite_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"segue/data/catalog/sqlite"
)

type vectors = map[[32]byte][]float32

func hash(text string) [32]byte { return sha256.Sum256([]byte(text)) }

func saveVectors(tb testing.TB, c *sqlite.Catalog, model string, v vectors) {
	tb.Helper()
	if err := c.SaveVectors(tb.Context(), model, v); err != nil {
		tb.Fatal(err)
	}
}

func TestVectors(t *testing.T) {
	texts := [][32]byte{hash("a"), hash("b"), hash("c")}
	for _, tt := range []struct {
		name  string
		saved []vectors // for the model "m"
		want  vectors
	}{
		{"gives none for an empty catalogue", nil, vectors{}},
		{"saves none", []vectors{{}}, vectors{}},
		{"gives those that are kept", []vectors{{hash("a"): {1, -2.5}, hash("other"): {1}}}, vectors{hash("a"): {1, -2.5}}},
		{"adds to those that are kept", []vectors{{hash("a"): {1}}, {hash("b"): {2}}}, vectors{hash("a"): {1}, hash("b"): {2}}},
		{"replaces one that is kept", []vectors{{hash("a"): {1, 2}}, {hash("a"): {3}}}, vectors{hash("a"): {3}}},
		{"keeps any dimension", []vectors{{hash("a"): {}, hash("b"): make([]float32, 5000)}}, vectors{hash("a"): {}, hash("b"): make([]float32, 5000)}},
		{"keeps every bit", []vectors{{hash("a"): {math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.Inf(-1))}}},
			vectors{hash("a"): {math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.Inf(-1))}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			both(t, func(t *testing.T, c *sqlite.Catalog) {
				for _, v := range tt.saved {
					saveVectors(t, c, "m", v)
				}
				saveVectors(t, c, "another model", vectors{hash("c"): {9}})
				got, err := c.Vectors(t.Context(), "m", texts)
				if err != nil {
					t.Fatal(err)
				}
				diff(t, "vectors", tt.want, got)
				diff(t, "revision", int64(0), revision(t, c))
			})
		})
	}
}

func TestVectorsOfManyTexts(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		want := vectors{}
		var texts [][32]byte
		for i := range 1201 { // more than two look-ups
			text := hash(fmt.Sprint(i))
			texts = append(texts, text, text)
			want[text] = []float32{float32(i)}
		}
		saveVectors(t, c, "m", want)
		got, err := c.Vectors(t.Context(), "m", texts)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "vectors", want, got)
	})
}

func TestVectorsDoNotShareMemory(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		v := vectors{hash("a"): {1}}
		saveVectors(t, c, "m", v)
		v[hash("a")][0] = 2
		for range 2 {
			got, err := c.Vectors(t.Context(), "m", [][32]byte{hash("a")})
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "vectors", vectors{hash("a"): {1}}, got)
			got[hash("a")][0] = 3
		}
	})
}
