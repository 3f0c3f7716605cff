package vectors

import "segue/recommend/cosine"

// Embedding returns the vectors of the episode in a slot, without passages if the slot is empty.
// They are the index's own vectors, of length one, and must not be changed. A caller that keeps
// them keeps whole blocks of memory, also after the episode is removed.
func (x *Index) Embedding(slot int32) cosine.Embedding {
	e := x.episodes.get(slot)
	if e == nil {
		return cosine.Embedding{}
	}
	return e.embedding
}
