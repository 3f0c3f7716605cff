package replace

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFailedWriteLeavesTheFileUnchanged(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "episodes.jsonl")
	if err := os.WriteFile(name, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken on purpose")
	err := File(name, func(w io.Writer) error {
		io.WriteString(w, "new")
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	text, _ := os.ReadFile(name)
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	if d := cmp.Diff([]string{"old", name}, append([]string{string(text)}, left...)); d != "" {
		t.Errorf("content and files (-want +got):\n%s", d)
	}
}

func TestAReplacedFileKeepsItsPermissions(t *testing.T) {
	name := filepath.Join(t.TempDir(), "episodes.jsonl")
	if err := os.WriteFile(name, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := File(name, func(w io.Writer) error {
		_, err := io.WriteString(w, "new")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o640 || info.Size() != 3 {
		t.Errorf("mode %v, %d bytes", info.Mode(), info.Size())
	}
}
