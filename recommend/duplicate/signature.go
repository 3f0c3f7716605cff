package duplicate

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"segue/data"
)

// Signature contains the data of one episode that grouping needs, without its texts, in
// about 400 bytes. It does not depend on other episodes and is immutable. It stays valid
// as long as [Signature.Of] returns true for the input of its episode.
type Signature struct {
	id     data.EpisodeID
	source uint64 // the source of the Input of the episode

	show, core, plain uint64 // hashes of the show's id, title.core and title.plain
	stem, prefix      uint64 // 0 if there is none
	audio, guid       uint64 // 0 if there is none
	text              uint64 // hash of the description's words
	topic             []uint32
	names             string // the text of the stem, if there is a part, and the text of the prefix
	date              int64  // publication in Unix seconds, noDate if unknown
	duration          time.Duration
	part, stemLength  int32  // stemLength is the length in bytes of the stem in names
	words             uint16 // different words of title and description
	rerun             rerun
	sure              bool
	word              bool // the prefix is one word
	rerunText         bool // the description mentions an earlier publication
	globalGUID        bool
	dated             bool // the title has a year in brackets
	sketch            sketch
}

// noDate is an unknown date. Unknown dates come last.
const noDate = math.MaxInt64

// dateOf returns the publication of an episode in Unix seconds, or [noDate].
func dateOf(e data.Episode) int64 {
	if e.Published.IsZero() {
		return noDate
	}
	return e.Published.Unix()
}

// globalGUID is the minimum length in bytes of a GUID that is considered globally unique,
// such as an address or a UUID. Shorter ones ("412") may occur in several shows.
const globalGUID = 16

// Sign returns the signature of an episode. It reads what [InputOf] hashes: id, show, GUID,
// audio, title, description, people, date and duration.
func Sign(e data.Episode) *Signature {
	t := parseTitle(e.Title, e.Show.Title)
	s := &Signature{
		id: e.ID, source: InputOf(e).source(), show: hash(string(e.Show.ID)),
		core: hash(t.core), plain: hash(t.plain), dated: t.dated, part: int32(t.part), sure: t.sure, rerun: t.rerun,
		audio: hashOf(audioKey(e.Audio)), guid: hashOf(e.GUID), globalGUID: len(e.GUID) >= globalGUID,
		date: dateOf(e), duration: e.Duration,
	}
	if isPerson(t.prefix.key, e.People) {
		t.prefix = label{} // "Ada Lovelace: On Engines" names a guest, not a series
	}
	s.signLabels(t)
	for _, w := range t.topic {
		s.topic = append(s.topic, uint32(hash(w)))
	}
	s.signText(t.core, e.Description)
	return s
}

// signLabels sets the fields that depend on stem and prefix. Only the stem of a title
// with a part names a series.
func (s *Signature) signLabels(t title) {
	s.stem, s.prefix, s.word = hashOf(t.stem.key), hashOf(t.prefix.key), !strings.Contains(t.prefix.key, " ")
	if t.part == 0 {
		t.stem.text = ""
	}
	s.names, s.stemLength = t.stem.text+t.prefix.text, int32(len(t.stem.text))
}

// stemName returns the stem as the title writes it, "" without a part.
func (s *Signature) stemName() string { return s.names[:s.stemLength] }

// prefixName returns the prefix as the title writes it.
func (s *Signature) prefixName() string { return s.names[s.stemLength:] }

// isPerson reports whether a folded text is the name of one of the people.
func isPerson(key string, people []data.Person) bool {
	return slices.ContainsFunc(people, func(p data.Person) bool {
		return strings.Join(wordsOf(tokens(p.Name, maxTitle)), " ") == key
	})
}

// signText sets the fields that depend on the texts.
func (s *Signature) signText(core, description string) {
	list := tokens(description, maxWords)
	s.rerunText = mentionsRerun(list)
	var words []uint64
	for _, t := range tokens(core, maxTitle) {
		words = append(words, hash(t.text))
	}
	title := len(words)
	for _, t := range list {
		if t.kind == word {
			words = append(words, hash(t.text))
		}
	}
	for _, w := range words[title:] {
		s.text = mix(s.text + w)
	}
	s.words, s.sketch = uint16(distinct(words)), newSketch(words)
}

// mentionsRerun reports whether a description mentions an earlier publication.
func mentionsRerun(list []token) bool {
	for i := range list {
		if rerunPhrases.at(list[i:]) > 0 {
			return true
		}
	}
	return false
}

// hashOf returns the hash of text, or 0 if text is empty.
func hashOf(text string) uint64 {
	if text == "" {
		return 0
	}
	return hash(text)
}

// isGeneric reports whether the title has no topic, such as "Lightning Talks".
func (s *Signature) isGeneric() bool { return len(s.topic) == 0 }

// marked reports whether title or description mark the episode as a re-run.
func (s *Signature) marked() bool { return s.rerun != noRerun || s.rerunText }

// compare orders two episodes by suitability as representative: unmarked ones first, then
// by date, then by id.
func compare(a, b *Signature) int {
	if a.marked() != b.marked() {
		if a.marked() {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.id, b.id), cmp.Compare(a.source, b.source))
}
