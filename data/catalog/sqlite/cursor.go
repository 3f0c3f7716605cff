package sqlite

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"segue/data"
	"segue/data/catalog"
)

// cursorVersion is the first byte of a cursor; another layout takes another.
const cursorVersion = 1

// cursor is the last episode of a page. Written out it is the version, the
// sort, the key in 8 bytes, the id, and a check sum against cut or mistyped
// cursors, all in base 64.
type cursor struct {
	sort catalog.Sort
	key  int64 // the value of the sort's column
	id   data.EpisodeID
}

var cursorEncoding = base64.RawURLEncoding.Strict()

func (c cursor) String() string {
	b := []byte{cursorVersion, byte(c.sort)}
	b = binary.BigEndian.AppendUint64(b, uint64(c.key))
	b = append(b, c.id...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return cursorEncoding.EncodeToString(b)
}

// parseCursor returns nil for an empty text, the first page.
func parseCursor(text string, sort catalog.Sort) (*cursor, error) {
	const head, sum = 10, 4
	if text == "" {
		return nil, nil
	}
	b, err := cursorEncoding.DecodeString(text)
	if err != nil || len(b) <= head+sum || b[0] != cursorVersion {
		return nil, badCursor(text, "it was not made here")
	}
	body, check := b[:len(b)-sum], b[len(b)-sum:]
	if crc32.ChecksumIEEE(body) != binary.BigEndian.Uint32(check) {
		return nil, badCursor(text, "it was changed or cut")
	}
	if catalog.Sort(body[1]) != sort {
		return nil, badCursor(text, "it was made for another order")
	}
	c := &cursor{sort: sort, key: int64(binary.BigEndian.Uint64(body[2:head])), id: data.EpisodeID(body[head:])}
	if c.String() != text { // the decoder skips line ends
		return nil, badCursor(text, "it was changed")
	}
	return c, nil
}

func badCursor(text, why string) error {
	const most = 40 // of a text that may be of any length
	if len(text) > most {
		text = text[:most] + "…"
	}
	return fmt.Errorf("%w %q: %s, start again without a cursor", catalog.ErrBadCursor, text, why)
}
