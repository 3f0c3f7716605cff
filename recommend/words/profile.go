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
	text, transcript []entry
}

// fields returns the terms by content field.
func (p profile) fields() [likened][]entry { return [likened][]entry{p.text, p.transcript} }

// profileTerm is a stem with its most frequent surface form and its frequency.
type entry struct {
	stem, word string
	frequency  int
}

// termCounter counts stems and their surface forms.
type tally struct {
	stems map[string]*counted
}

type counted struct {
	frequency int
	words     []spelling
}

type spelling struct {
	word  string
	times int
}

func (t *tally) add(stem, word string, times int) {
	if t.stems == nil {
		t.stems = map[string]*counted{}
	}
	c := t.stems[stem]
	if c == nil {
		c = &counted{}
		t.stems[stem] = c
	}
	c.frequency += times
	i := slices.IndexFunc(c.words, func(s spelling) bool { return s.word == word })
	if i < 0 {
		i = len(c.words)
		c.words = append(c.words, spelling{word: word})
	}
	c.words[i].times += times
}

// top returns the most frequent stems, highest frequency first and then by stem. Each
// has its most frequent surface form; of equally frequent ones the first.
func (t *tally) top() []entry {
	entries := make([]entry, 0, len(t.stems))
	for stem, c := range t.stems {
		most := slices.MaxFunc(c.words, func(a, b spelling) int { return cmp.Compare(a.times, b.times) })
		entries = append(entries, entry{stem, most.word, c.frequency})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.frequency, a.frequency), strings.Compare(a.stem, b.stem))
	})
	return entries[:min(len(entries), maxProfile)]
}

// encode serialises a profile: for each text the number of its terms, then the terms.
// All numbers are varints. A stem is stored without the prefix that it shares with its
// word.
func (p profile) encode() []byte {
	return encodeEntries(encodeEntries(nil, p.text), p.transcript)
}

func encodeEntries(out []byte, entries []entry) []byte {
	out = binary.AppendUvarint(out, uint64(len(entries)))
	for _, e := range entries {
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
	p := profile{text: r.entries(), transcript: r.entries()}
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

func (r *reader) entries() (entries []entry) {
	n := r.number()
	for i := 0; i < n && !r.failed; i++ {
		e := entry{frequency: r.number(), word: r.string()}
		shared, lower := r.number(), strings.ToLower(e.word)
		if shared > len(lower) {
			r.failed = true
			break
		}
		e.stem = lower[:shared] + r.string()
		entries = append(entries, e)
	}
	return entries
}
