package catalogtest

import (
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"segue/data/catalog"
)

// vectors maps the hash of a text to its vector.
type vectors = map[[32]byte][]float32

// Hash returns the key of a text's vector.
func Hash(text string) [32]byte { return sha256.Sum256([]byte(text)) }

// SaveVectors stores vectors.
func SaveVectors(tb testing.TB, c catalog.Store, model string, v vectors) {
	tb.Helper()
	if err := c.SaveVectors(tb.Context(), model, v); err != nil {
		tb.Fatal(err)
	}
}

func testVectors(t *testing.T, open Open) {
	texts := [][32]byte{Hash("a"), Hash("b"), Hash("c")}
	for _, tt := range []struct {
		name  string
		saved []vectors // for the model "m"
		want  vectors
	}{
		{"returns none of an empty catalogue", nil, vectors{}},
		{"accepts no vectors", []vectors{{}}, vectors{}},
		{"returns stored vectors", []vectors{{Hash("a"): {1, -2.5}, Hash("other"): {1}}}, vectors{Hash("a"): {1, -2.5}}},
		{"adds vectors", []vectors{{Hash("a"): {1}}, {Hash("b"): {2}}}, vectors{Hash("a"): {1}, Hash("b"): {2}}},
		{"replaces a vector", []vectors{{Hash("a"): {1, 2}}, {Hash("a"): {3}}}, vectors{Hash("a"): {3}}},
		{"keeps any dimension", []vectors{{Hash("a"): {}, Hash("b"): make([]float32, 5000)}}, vectors{Hash("a"): {}, Hash("b"): make([]float32, 5000)}},
		{"keeps every bit", []vectors{{Hash("a"): {math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.Inf(-1))}}},
			vectors{Hash("a"): {math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.Inf(-1))}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			for _, v := range tt.saved {
				SaveVectors(t, c, "m", v)
			}
			SaveVectors(t, c, "another model", vectors{Hash("c"): {9}})
			got, err := c.Vectors(t.Context(), "m", texts)
			if err != nil {
				t.Fatal(err)
			}
			Diff(t, "vectors", tt.want, got)
			Diff(t, "revision", int64(0), Revision(t, c))
		})
	}
}

func testVectorsOfManyTexts(t *testing.T, open Open) {
	c := open(t)
	want := vectors{}
	var texts [][32]byte
	for i := range 1201 { // more than two queries
		text := Hash(fmt.Sprint(i))
		texts = append(texts, text, text)
		want[text] = []float32{float32(i)}
	}
	SaveVectors(t, c, "m", want)
	got, err := c.Vectors(t.Context(), "m", texts)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "vectors", want, got)
}

func testVectorsDoNotShareMemory(t *testing.T, open Open) {
	c := open(t)
	v := vectors{Hash("a"): {1}}
	SaveVectors(t, c, "m", v)
	v[Hash("a")][0] = 2
	for range 2 {
		got, err := c.Vectors(t.Context(), "m", [][32]byte{Hash("a")})
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, "vectors", vectors{Hash("a"): {1}}, got)
		got[Hash("a")][0] = 3
	}
}
