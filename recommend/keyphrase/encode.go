package keyphrase

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"iter"
	"math"
)

// EncodingVersion is the version of [Extract] and of [Phrases.MarshalBinary]. Increase it with a
// change of either, so that stored phrases are computed again.
const EncodingVersion = 1

// Input identifies a text. Phrases can be stored under it.
type Input [sha256.Size]byte

func (i Input) source() uint64 { return binary.LittleEndian.Uint64(i[:]) }

// Phrases are the candidates of a text, best first, and the cells of all its phrases. Both are
// encoded: as structures they would need several times the memory.
type Phrases struct {
	// source is a part of the input.
	source uint64
	list   []byte
	// cells are the distances between the sorted cells of [Counts].
	cells []byte
}

// Of reports whether p are the phrases of an input.
func (p *Phrases) Of(i Input) bool { return p.source == i.source() }

func encode(i Input, list []phrase, cells []uint32) *Phrases {
	p := &Phrases{source: i.source()}
	for _, x := range list {
		p.list = x.append(p.list)
	}
	last := uint32(0)
	for _, cell := range cells {
		p.cells = binary.AppendUvarint(p.cells, uint64(cell-last))
		last = cell
	}
	return p
}

var errEncoding = errors.New("damaged phrases")

// MarshalBinary implements [encoding.BinaryMarshaler]. The value has the source, the length of the
// phrases, the phrases, the cells, and a checksum.
func (p *Phrases) MarshalBinary() ([]byte, error) {
	out := binary.LittleEndian.AppendUint64(nil, p.source)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(p.list)))
	out = append(append(out, p.list...), p.cells...)
	return binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(out)), nil
}

// UnmarshalBinary implements [encoding.BinaryUnmarshaler].
func (p *Phrases) UnmarshalBinary(value []byte) error {
	const header = 8 + 4
	end := len(value) - crc32.Size
	if end < header || crc32.ChecksumIEEE(value[:end]) != binary.LittleEndian.Uint32(value[end:]) {
		return errEncoding
	}
	size := int(binary.LittleEndian.Uint32(value[8:]))
	if size > end-header {
		return errEncoding
	}
	out := Phrases{source: binary.LittleEndian.Uint64(value), list: value[header : header+size], cells: value[header+size : end]}
	if !out.isValid() {
		return errEncoding
	}
	*p = out
	return nil
}

// isValid reports whether all phrases and cells can be decoded.
func (p *Phrases) isValid() bool {
	r := reader{in: p.list}
	for len(r.in) > 0 {
		r.phrase()
	}
	cells := reader{in: p.cells}
	sum := uint64(0)
	for len(cells.in) > 0 && sum < 1<<cellBits {
		sum += cells.number()
	}
	return !r.failed && !cells.failed && sum < 1<<cellBits
}

// phrases decodes the candidates.
func (p *Phrases) phrases() []phrase {
	if p == nil {
		return nil
	}
	var list []phrase
	for r := (reader{in: p.list}); len(r.in) > 0; {
		list = append(list, r.phrase())
	}
	return list
}

// eachCell returns the cells in order.
func (p *Phrases) eachCell() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		cell := uint32(0)
		for r := (reader{in: p.cells}); len(r.in) > 0; {
			if cell += uint32(r.number()); !yield(cell) {
				return
			}
		}
	}
}

// scoreUnit is the precision of a score.
const scoreUnit = 1.0 / 64

// append adds a phrase: text, key, kind with the mark plain, score, and the cells of the words.
func (x phrase) append(out []byte) []byte {
	out = append(binary.AppendUvarint(out, uint64(len(x.text))), x.text...)
	out = binary.LittleEndian.AppendUint64(out, uint64(x.key))
	mark := byte(x.kind) << 1
	if x.plain {
		mark++
	}
	out = binary.AppendUvarint(append(out, mark), uint64(math.Round(x.score/scoreUnit)))
	out = append(out, byte(len(x.words)))
	for _, word := range x.words {
		out = binary.AppendUvarint(out, uint64(word))
	}
	return out
}

// reader reads an encoding. After the first error it returns zero values.
type reader struct {
	in     []byte
	failed bool
}

func (r *reader) fail() { r.in, r.failed = nil, true }

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.in)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.in = r.in[n:]
	return v
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.in)) {
		r.fail()
		return nil
	}
	b := r.in[:n]
	r.in = r.in[n:]
	return b
}

func (r *reader) phrase() (p phrase) {
	p.text = string(r.bytes(r.number()))
	if id := r.bytes(8); id != nil {
		p.key = key(binary.LittleEndian.Uint64(id))
	}
	mark := r.number()
	p.kind, p.plain = kind(mark>>1), mark&1 > 0
	p.score = float64(r.number()) * scoreUnit
	words := r.number()
	if mark >= uint64(kinds)<<1 || words == 0 || words > maxTagWords {
		r.fail()
	}
	for range min(words, maxTagWords) {
		p.words = append(p.words, uint32(r.number())&(1<<cellBits-1))
	}
	return p
}
