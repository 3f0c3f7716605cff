package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"segue/embed"
	"segue/recommend/vectors/vectorfile"
)

// VectorImport is the result of [Models.ImportVectors], as commands print it in JSON.
type VectorImport struct {
	Model      string `json:"model"`
	Dimensions int    `json:"dimensions"`
	// Documents is the number of documents in the file. Unknown counts those whose text is
	// not in the catalogue.
	Documents int `json:"documents"`
	Unknown   int `json:"unknown"`
	// Added counts the new vectors, and Present those that the catalogue had before. Documents
	// with the same text count once.
	Added   int `json:"added"`
	Present int `json:"present"`
	// Passages is the number of passages of the catalogue, and Embedded the number of those
	// that have a vector now. Equal texts count once.
	Passages int `json:"passages"`
	Embedded int `json:"embedded"`
}

// ImportVectors reads a file of package vectorfile, and stores the vectors of the texts
// that the catalogue has. It replaces only unusable vectors. It stores nothing if the file is
// invalid. After an interruption, the next import skips what is stored. The progress may be nil.
func (m Models) ImportVectors(ctx context.Context, r io.Reader, p Progress) (VectorImport, error) {
	x := vectorImporter{models: m, found: map[embed.TextHash][]float32{}}
	err := x.read(ctx, r, p)
	if errors.Is(err, vectorfile.ErrInvalid) {
		err = WithHint(err, `nothing was imported; write the file again with "segue vectors export"`)
	}
	if err != nil {
		return VectorImport{}, err
	}
	return x.store(ctx, p)
}

// vectorImporter imports one file.
type vectorImporter struct {
	models Models
	texts  catalogTexts
	// found has the vectors of the texts that the catalogue has.
	found  map[embed.TextHash][]float32
	result VectorImport
}

// read reads the file and collects the vectors of the catalogue's texts.
func (x *vectorImporter) read(ctx context.Context, r io.Reader, p Progress) error {
	end := func() {}
	defer func() { end() }()
	return vectorfile.Read(ctx, r, func(h vectorfile.Header, documents int) (vectorfile.Each, error) {
		if err := x.begin(ctx, h); err != nil {
			return nil, err
		}
		var set func(done, total int)
		set, end = startProgress(p, "reading vectors")
		return func(d vectorfile.Document) error {
			set(x.result.Documents, documents)
			return x.add(d)
		}, nil
	})
}

// begin checks the model of the file, and reads the texts of the catalogue.
func (x *vectorImporter) begin(ctx context.Context, h vectorfile.Header) error {
	x.result.Model, x.result.Dimensions = h.Model, h.Dimensions
	spec, known, err := storedSpec(ctx, x.models.Catalog, h.Model)
	if err != nil {
		return err
	}
	want := spec.dimensions()
	switch {
	case known && want != 0 && want != h.Dimensions:
		return fmt.Errorf("%w: it has vectors of %d dimensions, but the vectors of %q have %d", vectorfile.ErrInvalid, h.Dimensions, h.Model, want)
	case known && spec.PassagePrefix != h.PassagePrefix:
		return fmt.Errorf("%w: it has the passage prefix %q, but %q has %q", vectorfile.ErrInvalid, h.PassagePrefix, h.Model, spec.PassagePrefix)
	}
	x.texts, err = x.models.texts(ctx, h.PassagePrefix)
	return err
}

func (x *vectorImporter) add(d vectorfile.Document) error {
	x.result.Documents++
	hash := sha256.Sum256([]byte(d.Text))
	if !x.texts.hashes[hash] {
		x.result.Unknown++
		return nil
	}
	if other, ok := x.found[hash]; ok && !slices.Equal(other, d.Vector) {
		return fmt.Errorf("%w: document %q has the text of another document, but another vector", vectorfile.ErrInvalid, d.ID)
	}
	x.found[hash] = d.Vector
	return nil
}

// storeVectors is the number of vectors in one transaction: a few megabytes.
const storeVectors = 1000

// store stores the vectors that the catalogue does not have.
func (x *vectorImporter) store(ctx context.Context, p Progress) (VectorImport, error) {
	set, end := startProgress(p, "storing vectors")
	defer end()
	for some := range slices.Chunk(slices.Collect(maps.Keys(x.found)), storeVectors) {
		if err := x.storeSome(ctx, some); err != nil {
			return VectorImport{}, err
		}
		set(x.result.Added+x.result.Present, len(x.found))
	}
	texts := slices.Collect(maps.Keys(x.texts.hashes))
	var err error
	x.result.Passages = len(texts)
	x.result.Embedded, err = x.models.Catalog.CountVectors(ctx, x.result.Model, texts)
	return x.result, err
}

func (x *vectorImporter) storeSome(ctx context.Context, texts []embed.TextHash) error {
	present, err := x.models.Catalog.Vectors(ctx, x.result.Model, texts)
	if err != nil {
		return err
	}
	missing := map[embed.TextHash][]float32{}
	for _, hash := range texts {
		if len(present[hash]) != x.result.Dimensions { // missing or unusable
			missing[hash] = x.found[hash]
		}
	}
	x.result.Present += len(texts) - len(missing)
	x.result.Added += len(missing)
	return x.models.Catalog.SaveVectors(ctx, x.result.Model, missing)
}
