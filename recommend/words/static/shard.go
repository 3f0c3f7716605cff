package static

import (
	"math"
	"strings"
)

// shard is a file of words.
type shard struct {
	// begin is the lower bound of the forms in the file.
	begin     string
	forms     []string
	stems     []int
	numbers   map[int32]int // number of a stem in this file, from 1
	scales    []int
	documents [][]int
	levels    []string
	size      int
}

// shards splits the lexicon into files.
func shards(lexicon []formStem, postings [][]posting) []*shard {
	var all []*shard
	var s *shard
	for _, e := range lexicon {
		if begin := beginning(e.form); s == nil || s.full(begin) {
			s = &shard{begin: begin, numbers: map[int32]int{}}
			if len(all) == 0 {
				s.begin = ""
			}
			all = append(all, s)
		}
		s.add(e, postings[e.stem])
	}
	return all
}

// full reports whether a form with this beginning belongs in the next file.
func (s *shard) full(begin string) bool {
	return s.size >= termFileSize && begin != beginning(s.forms[len(s.forms)-1])
}

// beginning returns the first characters of a form. Forms are also sorted by their
// beginnings, because the order is by UTF-16 and beginning never splits a character.
func beginning(form string) string {
	n := 0
	for i := range form {
		if n++; n > boundary {
			return form[:i]
		}
	}
	return form
}

func (s *shard) add(e formStem, postings []posting) {
	s.forms = append(s.forms, e.form)
	s.size += len(e.form) + 3
	number := 0
	if len(postings) > 0 {
		if number = s.numbers[e.stem]; number == 0 {
			number = len(s.numbers) + 1
			s.numbers[e.stem] = number
			s.addStem(postings)
		}
	}
	stop := 0
	if e.stop {
		stop = 1
	}
	s.stems = append(s.stems, 2*number+stop)
}

func (s *shard) addStem(postings []posting) {
	most := 0.
	for _, p := range postings {
		most = max(most, p.impact)
	}
	distances, digits, last := make([]int, len(postings)), make([]byte, len(postings)), 0
	for i, p := range postings {
		distances[i], last = p.document-last, p.document
		digits[i] = "0123456789abcdef"[max(1, int(math.Round(p.impact/most*levels)))]
	}
	s.scales = append(s.scales, int(math.Ceil(most*scaleUnit)))
	s.documents = append(s.documents, distances)
	s.levels = append(s.levels, string(digits))
	s.size += 3 * len(postings)
}

// file returns the content of the file.
func (s *shard) file() []any {
	return []any{strings.Join(s.forms, "\n"), s.stems, s.scales, s.documents, s.levels}
}
