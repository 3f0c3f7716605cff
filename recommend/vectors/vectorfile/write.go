package vectorfile

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/philippgille/chromem-go"

	"segue/recommend/vectors"
)

// Collection is the content of a file that is going to be written. It keeps all documents
// in memory, because chromem-go writes a file at once.
type Collection struct {
	header    Header
	db        *chromem.DB
	documents *chromem.Collection
}

// NewCollection returns a collection without documents. It returns an error if the header
// exceeds a limit of this package.
func NewCollection(h Header) (*Collection, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	db := chromem.NewDB()
	documents, err := db.CreateCollection(h.Model, h.metadata(), vectors.NoEmbedding)
	return &Collection{h, db, documents}, err
}

// Add adds a document, or replaces the one with its ID. It returns an error if [Read]
// would refuse the document.
func (c *Collection) Add(ctx context.Context, d Document) error {
	if err := d.check(c.header); err != nil {
		return fmt.Errorf("document %q: %w", d.ID, err)
	}
	if c.documents.Count() >= MaxDocuments {
		return fmt.Errorf("more than %d documents", MaxDocuments)
	}
	return c.documents.AddDocument(ctx, chromem.Document{ID: d.ID, Content: d.Text, Embedding: d.Vector, Metadata: d.Metadata})
}

// Write writes the file. With compress it uses gzip. The order of the documents is random.
// It calls progress with the number of written bytes, before compression, and their total,
// if the file has more than a megabyte.
// If ctx ends, Write stops and returns an error that wraps the error of ctx.
func (c *Collection) Write(ctx context.Context, w io.Writer, compress bool, progress func(done, total int)) error {
	out := &interruptible{ctx: ctx, w: w, progress: progress}
	if !compress {
		return c.db.ExportToWriter(out, false, "")
	}
	// chromem-go can compress too, but then the size is not known in advance. Of vectors,
	// the other levels make no smaller files.
	compressed, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	out.w = compressed
	if err := c.db.ExportToWriter(out, false, ""); err != nil {
		return err
	}
	return compressed.Close()
}

// interruptible is a writer that stops when ctx ends, and reports its progress.
type interruptible struct {
	ctx      context.Context
	w        io.Writer
	progress func(done, total int)
}

// writeSize is the number of bytes between two checks of the context. Compressing them
// takes some 10 milliseconds.
const writeSize = 1 << 20

// Write implements [io.Writer]. encoding/gob passes all documents in one call.
func (i *interruptible) Write(b []byte) (n int, err error) {
	for part := range slices.Chunk(b, writeSize) {
		if err := i.ctx.Err(); err != nil {
			return n, err
		}
		written, err := i.w.Write(part)
		n += written
		if err != nil {
			return n, err
		}
		if len(b) > writeSize { // other calls write types
			i.progress(n, len(b))
		}
	}
	return n, nil
}
