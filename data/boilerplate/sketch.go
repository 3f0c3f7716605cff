package boilerplate

import (
	"strings"
	"unicode"

	"segue/data"
)

// maxWords is the number of words of a description in which boilerplate is searched. It
// limits the memory for a description that is a whole transcript. A footer after such a
// transcript is also removed, if it is found in shorter descriptions.
const maxWords = 2000

// Sketch is the input of [Find] for one episode: the shingles of its description and the
// keys of its units, about six bytes per word, and the names of its people. It does not depend on other episodes.
type Sketch struct {
	show data.ShowID
	// text is equal for episodes that count once: those with the same words in title and
	// units, such as a re-run or the parts of a series.
	text     uint64
	shingles []uint32
	units    []span
	// names are the hashes of the names of the people.
	names []uint64
}

// span is a unit as a range of words.
type span struct {
	key         uint64
	first, last uint16
}

func (s span) words() int { return int(s.last - s.first) }

// NewSketch returns the sketch of an episode, from its show, title and description.
func NewSketch(e data.Episode) Sketch {
	units := unitsOf(e.Description)
	words := wordsOf(e.Description, units)
	s := Sketch{show: e.Show.ID, units: make([]span, 0, len(units)), names: nameHashes(e.People)}
	for _, u := range units {
		if u.last > maxWords {
			words = words[:u.first]
			break
		}
		if u.words() > 0 {
			s.units = append(s.units, span{unitKey(words[u.first:u.last]), uint16(u.first), uint16(u.last)})
		}
	}
	s.shingles = shinglesOf(words)
	s.text = unitKey(appendWords(nil, withoutDigits(e.Title)))
	for _, u := range s.units {
		s.text = mix(s.text + u.key)
	}
	return s
}

// withoutDigits removes digits, so the titles of the parts of a series are equal.
func withoutDigits(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, title)
}
