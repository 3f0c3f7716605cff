package vectorfile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strconv"
)

// ErrInvalid is returned by [Read] if a file is not a complete, valid file of this package.
var ErrInvalid = errors.New("invalid file of vectors")

// Each receives the documents of a file in turn. An error stops [Read].
type Each func(Document) error

// Read reads a file, compressed or not. It calls begin with the header and the number of
// documents, and passes all documents to the function that begin returns.
//
// A document is valid, but the rest of the file may not be: use the documents only after
// Read has returned nil. The error wraps [ErrInvalid] if the file is damaged or exceeds a
// limit of this package. Otherwise it is an error of ctx, of r, of begin or of Each.
func Read(ctx context.Context, r io.Reader, begin func(h Header, documents int) (Each, error)) error {
	raw := bufio.NewReader(io.LimitReader(r, MaxBytes))
	f := fileReader{wire: wire{in: raw}, ctx: ctx, begin: begin}
	var err error
	if f.in, err = decompress(raw); err != nil {
		f.readFailed(err)
		return f.err
	}
	if f.value() {
		f.file()
	}
	f.end(raw)
	return f.err
}

// gzipMagic are the first bytes of a compressed file. No gob file begins with them.
var gzipMagic = []byte{0x1f, 0x8b}

// decompress returns a reader of the content of raw.
func decompress(raw *bufio.Reader) (*bufio.Reader, error) {
	switch start, err := raw.Peek(len(gzipMagic)); {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case !bytes.Equal(start, gzipMagic):
		return raw, nil
	}
	compressed, err := gzip.NewReader(raw)
	if err != nil {
		return nil, err
	}
	compressed.Multistream(false)
	return bufio.NewReader(compressed), nil
}

// fileReader reads the value of a file whose types are known.
type fileReader struct {
	wire
	ctx    context.Context
	begin  func(Header, int) (Each, error)
	header Header
}

// file reads the value that chromem-go writes: a struct with a map of collections.
func (f *fileReader) file() {
	found := false
	f.structure(func() {
		found = true
		if n := f.count("collections", maxName); n != 1 {
			f.fail("the file has %d collections, want 1", n)
		}
		f.text("name of a collection", maxName)
		f.collection()
	})
	if !found {
		f.fail("the file has no collection")
	}
}

func (f *fileReader) collection() {
	metadata, found := map[string]string{}, false
	f.structure(
		func() { f.header.Model = f.text("name of the model", maxName) },
		func() { metadata = f.metadata() },
		func() {
			found = true
			f.documents(metadata)
		},
	)
	if !found {
		f.fail("the collection has no documents")
	}
}

// documents reads all documents of the collection with this metadata.
func (f *fileReader) documents(metadata map[string]string) {
	dimensions, err := strconv.Atoi(metadata[KeyDimensions])
	if err != nil {
		f.fail("the collection has no number of dimensions")
		return
	}
	f.header.Dimensions, f.header.PassagePrefix = dimensions, metadata[keyPassagePrefix]
	if err := f.header.check(); err != nil {
		f.fail("%w", err)
	}
	n := f.count("documents", MaxDocuments)
	if f.err != nil {
		return
	}
	each, err := f.begin(f.header, n)
	f.stop(err)
	for i := 0; i < n && f.err == nil; i++ {
		d := f.document()
		f.stop(f.ctx.Err())
		if f.err == nil {
			f.stop(each(d))
		}
	}
}

func (f *fileReader) document() (d Document) {
	key := f.text("id of a document", maxName)
	f.structure(
		func() { d.ID = f.text("id of a document", maxName) },
		func() { d.Metadata = f.metadata() },
		func() { d.Vector = f.vector() },
		func() { d.Text = f.text("text", MaxText) },
	)
	if f.err == nil && d.ID != key {
		f.fail("a document has the ids %q and %q", key, d.ID)
	}
	if err := d.check(f.header); err != nil {
		f.fail("document %q: %w", d.ID, err)
	}
	return d
}

func (f *fileReader) metadata() map[string]string {
	n := f.count("keys of metadata", maxMetadata)
	m := make(map[string]string, n)
	for i := 0; i < n && f.err == nil; i++ {
		key := f.text("key of metadata", maxName)
		m[key] = f.text("value of metadata", maxValue)
	}
	return m
}

// vector reads a vector. Its length is checked before it is allocated.
func (f *fileReader) vector() []float32 {
	n := f.count("dimensions", MaxDimensions)
	if f.err == nil && n != f.header.Dimensions {
		f.fail("a vector has %d dimensions, but the collection has %d", n, f.header.Dimensions)
	}
	if f.err != nil {
		return nil
	}
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(f.float())
	}
	return v
}
