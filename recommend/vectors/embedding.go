package vectors

import "segue/recommend/cosine"

// Embedding returns the vectors of the episode in a slot, without passages if the slot is empty.
func (x *Index) Embedding(slot int32) cosine.Embedding {
	e := x.episodes.get(slot)
	if e == nil {
		return cosine.Embedding{}
	}
	embedding := cosine.Embedding{Passages: x.Passages(slot)}
	if e.meanScale > 0 {
		embedding.MeanLength = float32(1 / e.meanScale / float64(len(e.rows)))
	}
	return embedding
}
