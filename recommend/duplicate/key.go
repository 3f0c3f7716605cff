package duplicate

// keyKind is a kind of key. Episodes with equal keys of a kind are compared.
type keyKind uint8

// The kinds of keys. The first four are evidence by themselves, strongest first.
const (
	byAudio    keyKind = iota
	byShowGUID         // the GUID in one show
	byGUID             // the GUID in all shows
	byText             // title and description
	byShowTitle
	byStem
	byPrefix
	byTitle
	byShowText  // the description in one show
	byShowPlain // the title without numbers in one show
	byBand      // the first band of the sketch
	keyKinds    = byBand + bands
)

// evidentKinds is the number of kinds that are evidence by themselves.
const evidentKinds = byText + 1

// recordingKinds are the kinds of keys of episodes that are compared by title and length.
var recordingKinds = [...]keyKind{byShowText, byShowPlain}

// key returns the key of a kind, or 0 if the episode has none.
func (s *Signature) key(kind keyKind) uint64 {
	switch kind {
	case byAudio:
		return s.audio
	case byShowGUID:
		return s.inShow(s.guid)
	case byGUID:
		return s.guidKey()
	case byText:
		return s.textKey()
	case byShowTitle:
		return s.inShow(s.titleKey(0))
	case byStem:
		return s.inShow(s.stem)
	case byPrefix:
		return s.inShow(s.prefix)
	case byShowText:
		return s.inShow(s.describedKey())
	case byShowPlain:
		return s.inShow(s.plainKey())
	case byTitle:
		return s.titleKey(minWords)
	}
	return s.bandKey(int(kind - byBand))
}

// inShow limits a key to the episode's show.
func (s *Signature) inShow(key uint64) uint64 {
	if key == 0 {
		return 0
	}
	return mix(key + s.show)
}

// guidKey is the key of episodes of any show with the same GUID. If the GUID is short,
// the title must be equal too.
func (s *Signature) guidKey() uint64 {
	if s.guid == 0 || s.globalGUID {
		return s.guid
	}
	return mix(s.guid + s.core)
}

// textKey is the key of episodes with the same title and description.
func (s *Signature) textKey() uint64 {
	if s.titleKey(minWords) == 0 {
		return 0
	}
	return mix(mix(s.core+s.text) + uint64(s.part))
}

// titleKey is the key of episodes with the same title, if it has a topic and there are
// enough words.
func (s *Signature) titleKey(words uint16) uint64 {
	if s.isGeneric() || s.words < words {
		return 0
	}
	return s.core
}

// describedKey is the key of episodes with the same description and a known length.
func (s *Signature) describedKey() uint64 {
	if s.duration == 0 {
		return 0
	}
	return s.text
}

// plainKey is the key of episodes with a known length whose titles differ only in numbers, if
// they have a topic.
func (s *Signature) plainKey() uint64 {
	if s.isGeneric() || s.duration == 0 {
		return 0
	}
	return s.plain
}

// bandKey is the key of episodes whose sketches agree in a band. Short texts are compared only
// within one show.
func (s *Signature) bandKey(band int) uint64 {
	switch {
	case s.titleKey(minWords) == 0:
		return 0
	case s.words < minOwnWords:
		return s.inShow(s.sketch.band(band))
	}
	return s.sketch.band(band)
}
