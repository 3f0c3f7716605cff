package sqlite

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"segue/data"
	"segue/data/catalog"
)

// cursorVersion is the first byte of a cursor. A different layout needs a new version.
const cursorVersion = 1

// cursor identifies the last episode of a page. Its text is base64 of the version,
// the sort, the key in 8 bytes, the id, and a checksum that detects incomplete or
// mistyped cursors.
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

// parseCursor returns nil for an empty text, which selects the first page.
func parseCursor(text string, sort catalog.Sort) (*cursor, error) {
	const head, sum = 10, 4
	if text == "" {
		return nil, nil
	}
	b, err := cursorEncoding.DecodeString(text)
	if err != nil || len(b) <= head+sum || b[0] != cursorVersion {
		return nil, badCursor(text, "it is invalid")
	}
	body, check := b[:len(b)-sum], b[len(b)-sum:]
	if crc32.ChecksumIEEE(body) != binary.BigEndian.Uint32(check) {
		return nil, badCursor(text, "it was changed or truncated")
	}
	if catalog.Sort(body[1]) != sort {
		return nil, badCursor(text, "it belongs to another order")
	}
	c := &cursor{sort: sort, key: int64(binary.BigEndian.Uint64(body[2:head])), id: data.EpisodeID(body[head:])}
	if c.String() != text { // the decoder ignores line breaks
		return nil, badCursor(text, "it was changed")
	}
	return c, nil
}

func badCursor(text, reason string) error {
	const maxText = 40 // the text can have any length
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	return fmt.Errorf("%w %q: %s; start again without a cursor", catalog.ErrBadCursor, text, reason)
}
