package wordpiece

import (
	"fmt"
	"strings"
)

// Vocabulary is the list of the model's pieces. The ID of a piece is its index.
type Vocabulary struct {
	starts    map[string]uint16 // pieces at the start of a word
	suffixes  map[string]uint16 // other pieces, without ##
	longest   int               // length of the longest piece in bytes
	unknown   uint16
	beginning uint16
	end       uint16
}

// maxPieces is the number of IDs in a uint16.
const maxPieces = 1 << 16

// NewVocabulary reads a vocabulary with one piece per line. Pieces that start with ##
// continue a word. The pieces [UNK], [CLS] and [SEP] are required. The vocabulary refers
// to text and does not copy it.
func NewVocabulary(text string) (*Vocabulary, error) {
	n := strings.Count(text, "\n")
	if n > maxPieces {
		return nil, fmt.Errorf("vocabulary has %d pieces, want at most %d", n, maxPieces)
	}
	v := &Vocabulary{
		starts:   make(map[string]uint16, n),
		suffixes: make(map[string]uint16, n/4),
	}
	id := 0
	for line := range strings.Lines(text) {
		v.add(strings.TrimSuffix(line, "\n"), uint16(id))
		id++
	}
	return v, v.findSpecial()
}

func (v *Vocabulary) add(piece string, id uint16) {
	into := v.starts
	if suffix, ok := strings.CutPrefix(piece, "##"); ok && suffix != "" {
		into, piece = v.suffixes, suffix
	}
	if _, twice := into[piece]; !twice && piece != "" {
		into[piece] = id
	}
	v.longest = max(v.longest, len(piece))
}

func (v *Vocabulary) findSpecial() error {
	for piece, id := range map[string]*uint16{
		"[UNK]": &v.unknown, "[CLS]": &v.beginning, "[SEP]": &v.end,
	} {
		var ok bool
		if *id, ok = v.starts[piece]; !ok {
			return fmt.Errorf("vocabulary has no piece %q", piece)
		}
	}
	return nil
}
