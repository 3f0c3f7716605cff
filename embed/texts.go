package embed

import (
	"crypto/sha256"
	"slices"
)

// position is a text of a call and its first index.
type position struct {
	text string
	at   int
}

// textSet contains the distinct texts of one call.
type textSet struct {
	hashes []TextHash            // by index of the text
	first  map[TextHash]position // by hash
	order  []TextHash            // each hash once, in the order of the texts
}

func newTextSet(texts []string) textSet {
	r := textSet{first: make(map[TextHash]position, len(texts))}
	for i, text := range texts {
		hash := sha256.Sum256([]byte(text))
		r.hashes = append(r.hashes, hash)
		if _, met := r.first[hash]; !met {
			r.first[hash] = position{text, i}
			r.order = append(r.order, hash)
		}
	}
	return r
}

// missing returns the hashes without a vector, in the order of the texts.
func (r textSet) missing(vectors map[TextHash][]float32) []TextHash {
	return slices.DeleteFunc(slices.Clone(r.order), func(h TextHash) bool {
		_, known := vectors[h]
		return known
	})
}

// texts returns the texts of hashes.
func (r textSet) texts(hashes []TextHash) []string {
	texts := make([]string, len(hashes))
	for i, h := range hashes {
		texts[i] = r.first[h].text
	}
	return texts
}

// arrange returns a vector for each text of the call, or nil if there is none. Each
// vector is a copy, so that the caller shares no memory with a cache or between equal
// texts.
func (r textSet) arrange(vectors map[TextHash][]float32) [][]float32 {
	arranged := make([][]float32, len(r.hashes))
	for i, h := range r.hashes {
		arranged[i] = slices.Clone(vectors[h])
	}
	return arranged
}
