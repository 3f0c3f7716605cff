package duplicate

import (
	"encoding/binary"
	"math"
	"time"

	"segue/data"
)

// decoder reads an encoded signature. After a failure it returns zeros.
type decoder struct {
	rest   []byte
	failed bool
}

func (d *decoder) signature() Signature {
	s := Signature{id: data.EpisodeID(d.text())}
	for _, h := range s.hashes() {
		*h = d.hash()
	}
	s.topic = d.topic()
	stem, prefix := d.text(), d.text()
	s.names, s.stemLength = stem+prefix, int32(len(stem))
	s.date, s.duration = d.number(math.MinInt64, math.MaxInt64), time.Duration(d.number(math.MinInt64, math.MaxInt64))
	s.part, s.words = int32(d.number(0, maxCounted)), uint16(d.number(0, math.MaxUint16))
	if b := d.take(1); b != nil {
		s.setFlags(b[0])
	}
	for i := range s.sketch {
		s.sketch[i] = d.row()
	}
	return s
}

// take returns the next bytes, nil if there are fewer.
func (d *decoder) take(count uint64) []byte {
	if d.failed || count > uint64(len(d.rest)) {
		d.failed = true
		return nil
	}
	taken := d.rest[:count]
	d.rest = d.rest[count:]
	return taken
}

func (d *decoder) length() uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.failed = true
	}
	d.take(uint64(max(size, 0)))
	return n
}

// number returns a number from least to most. Others are failures.
func (d *decoder) number(least, most int64) int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 || n < least || n > most {
		d.failed = true
	}
	if d.take(uint64(max(size, 0))); d.failed {
		return 0
	}
	return n
}

func (d *decoder) text() string { return string(d.take(d.length())) }

func (d *decoder) topic() []uint32 {
	var topic []uint32
	for count := d.length(); count > 0 && !d.failed; count-- {
		if b := d.take(4); b != nil {
			topic = append(topic, binary.LittleEndian.Uint32(b))
		}
	}
	return topic
}

func (d *decoder) hash() uint64 {
	if present := d.take(1); d.failed || present[0] == 0 {
		return 0
	}
	if b := d.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (d *decoder) row() uint16 {
	if b := d.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}
