// Package vectors finds the passages of a catalogue whose vectors are nearest to a query.
//
// An [Index] has the vectors of the passages of all episodes. Each episode has a slot:
// a small number that it keeps until it is removed. An index is immutable.
// [Index.Update] returns the next one. It copies only the parts that change.
//
// Two engines answer queries: chromem-go, and a scan of all vectors. They return the same
// results. The vectors are in memory once: the documents of chromem-go share the blocks that
// the scan reads.
package vectors

// Index has the passages of a set of episodes. It is immutable and safe for concurrent
// use.
type Index struct {
	engine     Engine
	dimensions int
	// passages and embedded are the numbers of passages and of episodes with passages.
	passages, embedded int
	episodes           table
	blocks             []*block // nil for a block that was compacted
	// firstTail is the number of the block that receives first passages, laterTail of the block
	// that receives all others; noBlock if there is none.
	firstTail, laterTail int
	// segments are the documents of chromem-go, oldest first. An index that is
	// answered by the scan has none.
	segments []*segment
}

// New returns an empty index. The engine is one of the constants; see [ParseEngine].
func New(e Engine) *Index { return &Index{engine: e, firstTail: noBlock, laterTail: noBlock} }

// Engine returns the engine that answers queries: [Chromem] or [Packed].
func (x *Index) Engine() Engine { return x.engine.forPassages(x.passages) }

// Len returns the number of passages.
func (x *Index) Len() int { return x.passages }

// Embedded returns the number of episodes that have passages.
func (x *Index) Embedded() int { return x.embedded }

// Dimensions returns the dimension of all vectors, or 0 if the index is empty.
func (x *Index) Dimensions() int { return x.dimensions }

// row returns a vector without copying. Its capacity ends before the next vector.
func (x *Index) row(r int32) []float32 {
	return x.blocks[r/blockRows].vectors.row(int(r%blockRows), x.dimensions)
}

// owner returns the passage that a row belongs to.
func (x *Index) owner(r int32) owner {
	return x.blocks[r/blockRows].owners[r%blockRows]
}
