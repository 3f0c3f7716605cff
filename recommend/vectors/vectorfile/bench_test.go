package vectorfile

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"segue/data"
)

// benchDocuments is the number of documents of the benchmarks: the passages of about 3,700
// episodes.
const benchDocuments = 10_000

// benchCollection returns a collection with random vectors of the built-in model's
// dimensions and texts of the usual length.
func benchCollection(b *testing.B) *Collection {
	b.Helper()
	h := Header{Model: "m", Dimensions: 384}
	c, err := NewCollection(h)
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range benchDocuments {
		v := make([]float32, h.Dimensions)
		for j := range v {
			v[j] = float32(random.NormFloat64() / 19.6) // the root of 384
		}
		v = scaled(v)
		text := fmt.Sprintf("Episode %d. %0*d", i, 600, random.Uint64())
		if err := c.Add(b.Context(), h.NewDocument(data.Episode{ID: "episode", Show: data.Show{ID: "show"}}, i, text, v)); err != nil {
			b.Fatal(err)
		}
	}
	return c
}

func BenchmarkWrite(b *testing.B) {
	c := benchCollection(b)
	for name, compress := range map[string]bool{"plain": false, "gzip": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.Write(context.Background(), io.Discard, compress, ignore); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	c := benchCollection(b)
	for name, compress := range map[string]bool{"plain": false, "gzip": true} {
		var file bytes.Buffer
		if err := c.Write(context.Background(), &file, compress, ignore); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(file.Len()))
			b.ReportAllocs()
			for b.Loop() {
				err := Read(context.Background(), bytes.NewReader(file.Bytes()), func(Header, int) (Each, error) {
					return func(Document) error { return nil }, nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
