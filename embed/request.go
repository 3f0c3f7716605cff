package embed

import (
	"crypto/sha256"
	"slices"
)

// passage is a text of a call and where it first stands in it.
type passage struct {
	text string
	at   int
}

// request is the texts of one call, with equal ones joined.
type request struct {
	hashes []TextHash           // by position
	first  map[TextHash]passage // by hash
	order  []TextHash           // each hash once, as first met
}

func newRequest(texts []string) request {
	r := request{first: make(map[TextHash]passage, len(texts))}
	for i, text := range texts {
		hash := sha256.Sum256([]byte(text))
		r.hashes = append(r.hashes, hash)
		if _, met := r.first[hash]; !met {
			r.first[hash] = passage{text, i}
			r.order = append(r.order, hash)
		}
	}
	return r
}

// missing returns the hashes without a vector, in the order of the texts.
func (r request) missing(vectors map[TextHash][]float32) []TextHash {
	return slices.DeleteFunc(slices.Clone(r.order), func(h TextHash) bool {
		_, known := vectors[h]
		return known
	})
}

// texts returns the texts of hashes.
func (r request) texts(hashes []TextHash) []string {
	texts := make([]string, len(hashes))
	for i, h := range hashes {
		texts[i] = r.first[h].text
	}
	return texts
}

// arrange returns a vector for each position, nil where there is none. Each is
// a copy, so that neither equal texts nor a cache share memory with the caller.
func (r request) arrange(vectors map[TextHash][]float32) [][]float32 {
	arranged := make([][]float32, len(r.hashes))
	for i, h := range r.hashes {
		arranged[i] = slices.Clone(vectors[h])
	}
	return arranged
}
