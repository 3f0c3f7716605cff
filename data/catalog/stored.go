package catalog

import (
	"crypto/sha256"

	"segue/data"
)

// Contents selects the parts of an episode to read.
type Contents int

// The contents of [Reader.Read], [Reader.Each] and [Reader.OfShow].
const (
	WithoutTranscripts Contents = iota
	WithTranscripts
)

// Stored is an episode with the digest of its content.
type Stored struct {
	data.Episode
	// Digest identifies the whole content of the episode except its id. It includes
	// the transcript, even if that was not read. Equal digests mean equal
	// contents.
	Digest [sha256.Size]byte
	// Segmented identifies the segments of the transcript, also if they were not read. It is
	// zero if there are none.
	Segmented [sha256.Size]byte
}

// Change is the result of [Writer.Upsert].
type Change struct {
	// Added, Updated and Unchanged count episodes of the catalogue: an episode that
	// occurs twice in a batch is counted once.
	Added, Updated, Unchanged int
	// IDs are the episodes' ids, in the order of the batch.
	IDs []data.EpisodeID
	// Revision is the catalogue's revision afterwards.
	Revision int64
}
