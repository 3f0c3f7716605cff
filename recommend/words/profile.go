package words

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// maxProfile is the maximum number of terms of a text in a profile; the most frequent
// ones are stored. A description has about a hundred terms and the transcript of an
// hour about a thousand. Transcript terms with a frequency of one or two often
// distinguish an episode best.
const maxProfile = 2000

// profile stores the terms of an episode, so that they are available without its text.
type profile struct {
	text, transcript []profileTerm
}

// fields returns the terms by content field.
func (p profile) fields() [contentFields][]profileTerm {
	return [contentFields][]profileTerm{p.text, p.transcript}
}

// profileTerm is a stem with its frequency and its most frequent surface form, which is
// a word as it is written.
type profileTerm struct {
	stem, word string
	frequency  int
}

// termCounter counts stems and their surface forms.
type termCounter struct {
	stems map[string]*stemCount
}

type stemCount struct {
	frequency int
	words     []surfaceCount
}

type surfaceCount struct {
	word  string
	times int
}

func (t *termCounter) add(stem, word string, times int) {
	if t.stems == nil {
		t.stems = map[string]*stemCount{}
	}
	c := t.stems[stem]
	if c == nil {
		c = &stemCount{}
		t.stems[stem] = c
	}
	c.frequency += times
	i := slices.IndexFunc(c.words, func(s surfaceCount) bool { return s.word == word })
	if i < 0 {
		i = len(c.words)
		c.words = append(c.words, surfaceCount{word: word})
	}
	c.words[i].times += times
}

// top returns the most frequent stems, highest frequency first and then by stem. Each
// has its most frequent surface form; of equally frequent ones the first.
func (t *termCounter) top() []profileTerm {
	terms := make([]profileTerm, 0, len(t.stems))
	for stem, c := range t.stems {
		most := slices.MaxFunc(c.words, func(a, b surfaceCount) int { return cmp.Compare(a.times, b.times) })
		terms = append(terms, profileTerm{stem, most.word, c.frequency})
	}
	slices.SortFunc(terms, func(a, b profileTerm) int {
		return cmp.Or(cmp.Compare(b.frequency, a.frequency), strings.Compare(a.stem, b.stem))
	})
	return terms[:min(len(terms), maxProfile)]
}

// encode serialises a profile: for each text the number of its terms, then the terms.
// All numbers are varints. A stem is stored without the prefix that it shares with its
// word.
func (p profile) encode() []byte {
	return encodeTerms(encodeTerms(nil, p.text), p.transcript)
}

func encodeTerms(out []byte, terms []profileTerm) []byte {
	out = binary.AppendUvarint(out, uint64(len(terms)))
	for _, e := range terms {
		shared := sharedPrefix(strings.ToLower(e.word), e.stem)
		out = binary.AppendUvarint(out, uint64(e.frequency))
		out = appendString(out, e.word)
		out = binary.AppendUvarint(out, uint64(shared))
		out = appendString(out, e.stem[shared:])
	}
	return out
}

func appendString(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

var errProfile = errors.New("the word index has a damaged profile of an episode; delete its directory to rebuild it")

// decodeProfile parses the output of encode.
func decodeProfile(in []byte) (profile, error) {
	r := reader{in: in}
	p := profile{text: r.terms(), transcript: r.terms()}
	if r.failed || len(r.in) > 0 {
		return profile{}, errProfile
	}
	return p, nil
}

// reader reads varints and strings. After the first error it returns zero values.
type reader struct {
	in     []byte
	failed bool
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.in)
	if n <= 0 || v > 1<<40 {
		r.failed, r.in = true, nil
		return 0
	}
	r.in = r.in[n:]
	return int(v)
}

func (r *reader) string() string {
	n := r.number()
	if n > len(r.in) {
		r.failed, n = true, 0
	}
	s := string(r.in[:n])
	r.in = r.in[n:]
	return s
}

func (r *reader) terms() (terms []profileTerm) {
	n := r.number()
	for i := 0; i < n && !r.failed; i++ {
		e := profileTerm{frequency: r.number(), word: r.string()}
		shared, lower := r.number(), strings.ToLower(e.word)
		if shared > len(lower) {
			r.failed = true
			break
		}
		e.stem = lower[:shared] + r.string()
		terms = append(terms, e)
	}
	return terms
}
