package weights

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// magic is the start of the file. The last byte is the version of the layout.
const magic = "MiniLM6\x01"

// Read returns the model in data. Its matrices refer to data and must not be changed. It
// returns an error if the file is too short, too long or has another layout.
func Read(data string) (*Model, error) {
	rest, ok := strings.CutPrefix(data, magic)
	if !ok {
		return nil, fmt.Errorf("weights do not begin with %q", magic)
	}
	var m Model
	r := reader{rest: rest}
	m.walk(&r)
	switch {
	case r.missing > 0:
		return nil, fmt.Errorf("weights of %d bytes lack %d", len(data), r.missing)
	case len(r.rest) > 0:
		return nil, fmt.Errorf("weights have %d bytes after their end", len(r.rest))
	}
	return &m, nil
}

// reader reads parts from the start of rest.
type reader struct {
	rest    string
	missing int // number of bytes missing at the end
}

func (r *reader) next(n int) string {
	if n > len(r.rest) {
		r.missing += n - len(r.rest)
		r.rest = ""
		return ""
	}
	part := r.rest[:n]
	r.rest = r.rest[n:]
	return part
}

func (r *reader) bytes(into *string, n int) { *into = r.next(n) }

func (r *reader) floats(into *[]float32, n int) {
	part := r.next(4 * n)
	*into = make([]float32, len(part)/4)
	for i := range *into {
		(*into)[i] = math.Float32frombits(littleUint32(part[4*i:]))
	}
}

func (r *reader) text(into *string) {
	size := r.next(4)
	if size == "" {
		return
	}
	*into = r.next(int(min(littleUint32(size), math.MaxInt32)))
}

func littleUint32(s string) uint32 {
	_ = s[3]
	return binary.LittleEndian.Uint32([]byte(s[:4]))
}
