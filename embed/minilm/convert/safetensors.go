package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// tensors contains the arrays of a safetensors file. The file has eight bytes with the
// length of the header, a JSON header, and the numbers.
type tensors struct {
	header map[string]tensor
	data   []byte
}

type tensor struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"` // in bytes after the header
}

func readTensors(file []byte) (*tensors, error) {
	if len(file) < 8 {
		return nil, errors.New("safetensors file has no header")
	}
	size := binary.LittleEndian.Uint64(file)
	if size > uint64(len(file)-8) {
		return nil, fmt.Errorf("safetensors header of %d bytes does not fit its file of %d", size, len(file))
	}
	t := tensors{data: file[8+size:]}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(file[8:8+size], &raw); err != nil {
		return nil, fmt.Errorf("safetensors header: %w", err)
	}
	delete(raw, "__metadata__")
	t.header = make(map[string]tensor, len(raw))
	for name, entry := range raw {
		var one tensor
		if err := json.Unmarshal(entry, &one); err != nil {
			return nil, fmt.Errorf("safetensors header of %q: %w", name, err)
		}
		t.header[name] = one
	}
	return &t, nil
}

// floats returns the float32 array with this name. It must have this shape.
func (t *tensors) floats(name string, shape ...int) ([]float32, error) {
	entry, ok := t.header[name]
	if !ok {
		return nil, fmt.Errorf("tensor %q is missing", name)
	}
	if entry.Type != "F32" || !slices.Equal(entry.Shape, shape) {
		return nil, fmt.Errorf("tensor %q is %s %v, want F32 %v", name, entry.Type, entry.Shape, shape)
	}
	count := 1
	for _, n := range shape {
		count *= n
	}
	from, to := entry.Offsets[0], entry.Offsets[1]
	if from < 0 || to > len(t.data) || to-from != 4*count {
		return nil, fmt.Errorf("tensor %q has bytes %d to %d of %d, which do not match its shape", name, from, to, len(t.data))
	}
	numbers := make([]float32, count)
	for i := range numbers {
		numbers[i] = math.Float32frombits(binary.LittleEndian.Uint32(t.data[from+4*i:]))
	}
	return numbers, nil
}
