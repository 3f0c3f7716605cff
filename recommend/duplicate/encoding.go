package duplicate

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// EncodingVersion is the first byte of an encoded signature. It must change with the
// encoding and with the results of [Sign].
const EncodingVersion = 2

// The flags of an encoded signature.
const (
	flagSure byte = 1 << iota
	flagWord
	flagRerunText
	flagGlobalGUID
	flagMaybeRerun
	flagSureRerun
	flagDated
)

// MarshalBinary returns the signature in about 380 bytes, with a checksum. The result
// depends on the signature only.
func (s *Signature) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, 384)
	b = append(b, EncodingVersion)
	b = appendText(b, string(s.id))
	for _, h := range s.hashes() {
		b = appendHash(b, *h)
	}
	b = binary.AppendUvarint(b, uint64(len(s.topic)))
	for _, w := range s.topic {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	b = appendText(b, s.stemName())
	b = appendText(b, s.prefixName())
	for _, n := range []int64{s.date, int64(s.duration), int64(s.part), int64(s.words)} {
		b = binary.AppendVarint(b, n)
	}
	b = append(b, s.flags())
	for _, v := range s.sketch {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	return appendChecksum(b), nil
}

// UnmarshalBinary sets the signature to one that [Signature.MarshalBinary] returned. If
// it returns an error, it does not change the signature.
func (s *Signature) UnmarshalBinary(encoded []byte) error {
	body, err := checked(encoded)
	if err != nil {
		return fmt.Errorf("the signature of an episode %w; compute it again", err)
	}
	d := decoder{rest: body[1:]}
	decoded := d.signature()
	if d.failed || len(d.rest) > 0 {
		return fmt.Errorf("the signature of an episode is damaged at byte %d of %d; compute it again", len(body)-len(d.rest), len(body))
	}
	*s = decoded
	return nil
}

// checked returns an encoded signature without its checksum. The body begins with
// [EncodingVersion].
func checked(encoded []byte) (body []byte, err error) {
	if len(encoded) == 0 {
		return nil, errors.New("is empty")
	}
	if encoded[0] != EncodingVersion {
		return nil, fmt.Errorf("has version %d, want %d", encoded[0], EncodingVersion)
	}
	end := len(encoded) - crc32.Size
	if end < 1 || binary.LittleEndian.Uint32(encoded[end:]) != crc32.ChecksumIEEE(encoded[:end]) {
		return nil, errors.New("is damaged: its checksum is wrong")
	}
	return encoded[:end], nil
}

func appendChecksum(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// hashes returns the hashes in the order of the encoding.
func (s *Signature) hashes() []*uint64 {
	return []*uint64{&s.source, &s.show, &s.core, &s.plain, &s.stem, &s.prefix, &s.audio, &s.guid, &s.text}
}

func (s *Signature) flags() byte {
	var flags byte
	add := func(flag byte, set bool) {
		if set {
			flags |= flag
		}
	}
	add(flagSure, s.sure)
	add(flagWord, s.word)
	add(flagRerunText, s.rerunText)
	add(flagGlobalGUID, s.globalGUID)
	add(flagDated, s.dated)
	add(flagMaybeRerun, s.rerun == maybeRerun)
	add(flagSureRerun, s.rerun == sureRerun)
	return flags
}

func (s *Signature) setFlags(flags byte) {
	s.sure, s.word, s.rerunText, s.globalGUID = flags&flagSure > 0, flags&flagWord > 0, flags&flagRerunText > 0, flags&flagGlobalGUID > 0
	s.dated = flags&flagDated > 0
	switch {
	case flags&flagSureRerun > 0:
		s.rerun = sureRerun
	case flags&flagMaybeRerun > 0:
		s.rerun = maybeRerun
	}
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// appendHash appends a hash after a byte that is 0 if there is none.
func appendHash(b []byte, hash uint64) []byte {
	if hash == 0 {
		return append(b, 0)
	}
	return binary.LittleEndian.AppendUint64(append(b, 1), hash)
}
