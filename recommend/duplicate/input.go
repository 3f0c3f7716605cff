package duplicate

import (
	"crypto/sha256"
	"encoding/binary"

	"segue/data"
)

// Input is the SHA-256 of everything that [Sign] reads of an episode. Signatures of equal
// inputs are equal, so a signature can be stored under its input.
type Input [sha256.Size]byte

// InputOf returns the input of an episode's signature.
func InputOf(e data.Episode) Input {
	b := make([]byte, 0, len(e.Description)+512)
	for _, part := range []string{string(e.ID), string(e.Show.ID), e.Show.Title, e.GUID, e.Audio, e.Title, e.Description} {
		b = appendText(b, part)
	}
	b = binary.AppendUvarint(b, uint64(len(e.People)))
	for _, p := range e.People {
		b = appendText(b, p.Name)
	}
	b = binary.AppendVarint(b, dateOf(e))
	b = binary.AppendVarint(b, int64(e.Duration))
	return sha256.Sum256(b)
}

// source returns the part of the input that a signature contains.
func (i Input) source() uint64 { return binary.LittleEndian.Uint64(i[:]) }

// Of reports whether s is the signature of an input.
func (s *Signature) Of(i Input) bool { return s.source == i.source() }
