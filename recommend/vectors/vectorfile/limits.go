package vectorfile

import "time"

const (
	// MaxBytes is the maximum size of a file, compressed and uncompressed. encoding/gob,
	// with which chromem-go reads it, refuses larger ones.
	MaxBytes = 8 << 30
	// MaxDocuments is seven times the number of passages of the largest catalogue in our
	// benchmarks, which has 100,000 episodes.
	MaxDocuments = 2_000_000
	// MaxDimensions is four times the dimensions of the largest common model.
	MaxDimensions = 16384
	// MaxText is the maximum length of a text in bytes. A passage of words of the maximum
	// length, with its title, has 40 KB.
	MaxText = 64 << 10

	// maxName limits names of models and ids of documents. Both have about 100 bytes.
	maxName = 1 << 10
	// maxValue limits the values of metadata, such as prefixes, which may be instructions
	// of several sentences.
	maxValue = 4 << 10
	// maxMetadata is the maximum number of keys of a document or of the collection. Segue
	// writes seven. Other programs may add their own.
	maxMetadata = 64
)

// timeLayout is the form of [KeyPublished].
const timeLayout = time.RFC3339
