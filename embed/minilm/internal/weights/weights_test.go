package weights

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed/minilm/internal/kernel"
)

// newModel returns a model with different numbers in each part.
func newModel() *Model {
	var m Model
	m.walk(&filler{})
	m.Vocabulary = "[UNK]\n[CLS]\n"
	return &m
}

// filler fills the parts of a model.
type filler struct{ parts int }

func (f *filler) floats(into *[]float32, n int) {
	f.parts++
	*into = make([]float32, n)
	for i := range *into {
		(*into)[i] = float32(f.parts) + float32(i)/8
	}
}

func (f *filler) bytes(into *string, n int) {
	f.parts++
	*into = strings.Repeat(string(rune('A'+f.parts%26)), n)
}

func (f *filler) text(*string) {}

func TestReadReturnsTheWrittenModel(t *testing.T) {
	want := newModel()
	got, err := Read(write(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func write(tb testing.TB, m *Model) string {
	tb.Helper()
	var file bytes.Buffer
	if err := Write(&file, m); err != nil {
		tb.Fatal(err)
	}
	return file.String()
}

func TestADamagedFileIsRejected(t *testing.T) {
	file := write(t, newModel())
	for name, c := range map[string]struct{ file, want string }{
		"empty":              {"", "do not begin with"},
		"another file":       {"\x89PNG" + file, "do not begin with"},
		"a newer layout":     {strings.Replace(file, "\x01", "\x02", 1), "do not begin with"},
		"cut":                {file[:len(file)-5], "lack 5"},
		"cut in the numbers": {file[:200], "lack "},
		"cut in the header":  {file[:9], "lack "},
		"longer":             {file + "x", "1 bytes after their end"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(c.file); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestAModelWithAnotherShapeIsNotWritten(t *testing.T) {
	m := newModel()
	m.Layers[3].Up = kernel.Int8Panels{Depth: Width, Weights: "short"}
	if err := Write(&bytes.Buffer{}, m); err == nil || !strings.Contains(err.Error(), "want ") {
		t.Errorf("error %v, want one with the expected size", err)
	}
}
