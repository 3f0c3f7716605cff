package duplicate

import (
	"math"
	"slices"
	"strings"
	"time"

	"segue/data"
)

// Signature is what grouping needs of one episode, about 400 bytes and without its
// texts. It does not depend on other episodes, so it can be kept as long as
// [Signature.Of] says that it is that of its episode.
type Signature struct {
	id     data.EpisodeID
	source uint64 // of everything that Sign reads

	show, core, plain uint64 // hashes of the show's id, title.core and title.plain
	stem, prefix      uint64 // 0 where there is none
	word              bool   // the prefix is one word
	topic             []uint32
	stemName          string
	prefixName        string
	part              int32
	sure              bool
	rerun             rerun
	told              bool // the description says that this was heard before

	audio, guid uint64 // 0 where there is none
	globalGUID  bool
	published   time.Time
	duration    time.Duration

	text   uint64 // hash of the description's words
	words  int    // distinct, of title and description
	sketch sketch
}

// globalGUID is the length in bytes from which a GUID is taken as unlike any
// other in the world, as addresses and UUIDs are. Shorter ones ("412") may be used
// by any show.
const globalGUID = 16

// Sign makes the signature of an episode. It reads id, show, GUID, audio, title,
// description, people, date and duration.
func Sign(e data.Episode) Signature {
	t := parseTitle(e.Title, e.Show.Title)
	s := Signature{
		id: e.ID, source: sourceOf(e), show: hash(string(e.Show.ID)),
		core: hash(t.core), plain: hash(t.plain), part: int32(t.part), sure: t.sure, rerun: t.rerun,
		audio: hashOf(audioKey(e.Audio)), guid: hashOf(e.GUID), globalGUID: len(e.GUID) >= globalGUID,
		published: e.Published, duration: e.Duration,
	}
	s.stem, s.stemName = hashOf(t.stem.key), t.stem.text
	if isPerson(t.prefix.key, e.People) {
		t.prefix = named{} // "Ada Lovelace: On Engines" is a guest, and no series
	}
	s.prefix, s.prefixName, s.word = hashOf(t.prefix.key), t.prefix.text, !strings.Contains(t.prefix.key, " ")
	for _, w := range t.topic {
		s.topic = append(s.topic, uint32(hash(w)))
	}
	s.signText(t.core, e.Description)
	return s
}

// isPerson reports whether a folded text is the name of one of the people.
func isPerson(key string, people []data.Person) bool {
	return slices.ContainsFunc(people, func(p data.Person) bool {
		return strings.Join(wordsOf(tokens(p.Name, maxTitle)), " ") == key
	})
}

// signText adds what is known of the words.
func (s *Signature) signText(core, description string) {
	list := tokens(description, maxWords)
	s.told = tells(list)
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
	s.words, s.sketch = distinct(words), newSketch(words)
}

// tells reports whether a description says that its episode was heard before.
func tells(list []token) bool {
	for i := range list {
		if rerunPhrases.at(list[i:]) > 0 {
			return true
		}
	}
	return false
}

// Of reports whether s is the signature of e, without making it again. It is
// cheap: it reads e's texts once.
func (s Signature) Of(e data.Episode) bool {
	return s.id == e.ID && s.source == sourceOf(e)
}

// sourceOf is a hash of everything that Sign reads.
func sourceOf(e data.Episode) uint64 {
	h := uint64(0)
	for _, part := range []string{string(e.ID), string(e.Show.ID), e.Show.Title, e.GUID, e.Audio, e.Title, e.Description} {
		h = mix(h + hash(part))
	}
	for _, p := range e.People {
		h = mix(h + hash(p.Name))
	}
	return mix(mix(h+uint64(e.Published.Unix())) + uint64(e.Duration))
}

// hashOf is hash, and 0 for no text.
func hashOf(text string) uint64 {
	if text == "" {
		return 0
	}
	return hash(text)
}

// form reports whether the title only names a form, such as "Lightning Talks".
func (s *Signature) form() bool { return len(s.topic) == 0 }

// marked reports whether the episode says that it was heard before.
func (s *Signature) marked() bool { return s.rerun != noRerun || s.told }

// date is when the episode came out, in seconds; unknown comes last.
func (s *Signature) date() int64 {
	if s.published.IsZero() {
		return math.MaxInt64
	}
	return s.published.Unix()
}
