package embed

import (
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"
)

const (
	// keptQuestions bounds the memory of answered questions: 1,024 vectors of 384
	// numbers are 1.6 MB, and more than the questions that a site repeats in a day.
	keptQuestions = 1024
	// longestKept is in bytes. A longer text is no question that somebody asks
	// again, and would make the bound on memory meaningless.
	longestKept = 512
)

// questions keeps the vectors of the questions that were asked last.
type questions struct {
	kept *lru.Cache[string, []float32]
}

func newQuestions() questions {
	kept, err := lru.New[string, []float32](keptQuestions)
	if err != nil {
		panic(err) // only for a size that is not positive
	}
	return questions{kept}
}

// get returns a copy of a question's vector, or nil.
func (q questions) get(text string) []float32 {
	v, _ := q.kept.Get(text)
	return slices.Clone(v)
}

func (q questions) add(text string, vector []float32) {
	if len(text) <= longestKept {
		q.kept.Add(text, slices.Clone(vector))
	}
}
