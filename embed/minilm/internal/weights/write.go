package weights

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Write writes m in the format of [Read]. It returns an error if a part has the wrong
// size.
func Write(to io.Writer, m *Model) error {
	w := writer{buffer: []byte(magic)}
	m.walk(&w)
	if w.err != nil {
		return w.err
	}
	_, err := to.Write(w.buffer)
	return err
}

type writer struct {
	buffer []byte
	err    error
}

func (w *writer) checkSize(got, want int) {
	if got != want && w.err == nil {
		w.err = fmt.Errorf("a part of the weights has %d numbers, want %d", got, want)
	}
}

func (w *writer) bytes(from *string, n int) {
	w.checkSize(len(*from), n)
	w.buffer = append(w.buffer, *from...)
}

func (w *writer) floats(from *[]float32, n int) {
	w.checkSize(len(*from), n)
	for _, f := range *from {
		w.buffer = binary.LittleEndian.AppendUint32(w.buffer, math.Float32bits(f))
	}
}

func (w *writer) text(from *string) {
	w.buffer = binary.LittleEndian.AppendUint32(w.buffer, uint32(len(*from)))
	w.buffer = append(w.buffer, *from...)
}
