package replace

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// content returns the files below a directory by path.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		path, _ := filepath.Rel(dir, name)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// puts returns a write function that puts the files.
func puts(files map[string]string) func(func(string, []byte) error) error {
	return func(put func(string, []byte) error) error {
		for path, text := range files {
			if err := put(path, []byte(text)); err != nil {
				return err
			}
		}
		return nil
	}
}

func allow(string) bool { return true }

func refuse(string) bool { return false }

func TestDirReplacesADirectoryCompletely(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "in", "site")
	for _, files := range []map[string]string{
		{"a": "1", "b/c": "2"},
		{"a": "1", "d": "3"},
	} {
		if err := Dir(dir, allow, puts(files)); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for path, text := range files {
			want[filepath.Join("in", "site", filepath.FromSlash(path))] = text
		}
		if d := cmp.Diff(want, content(t, parent)); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

func TestAFailedWriteLeavesTheDirectoryUnchanged(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	if err := Dir(dir, allow, puts(map[string]string{"a": "1"})); err != nil {
		t.Fatal(err)
	}
	for _, broken := range []error{errors.New("broken on purpose"), context.Canceled} {
		err := Dir(dir, allow, func(put func(string, []byte) error) error {
			return errors.Join(put("a", []byte("2")), broken)
		})
		if !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
		if d := cmp.Diff(map[string]string{"site/a": "1"}, content(t, parent)); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

func TestDirReplacesOnlyAllowedDirectories(t *testing.T) {
	dir := t.TempDir()
	if err := Dir(dir, refuse, puts(map[string]string{"a": "1"})); err != nil {
		t.Errorf("an empty directory is refused: %v", err)
	}
	if err := Dir(dir, refuse, puts(map[string]string{"a": "2"})); !errors.Is(err, ErrRefused) {
		t.Errorf("error %v", err)
	}
	if err := Dir(filepath.Join(dir, "a"), allow, puts(nil)); err == nil {
		t.Error("Dir replaced a file")
	}
	if d := cmp.Diff(map[string]string{"a": "1"}, content(t, dir)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAnUnchangedFileKeepsItsModificationTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if err := Dir(dir, allow, puts(map[string]string{"a": "1", "b": "1"})); err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, name := range []string{"a", "b"} {
		if err := os.Chtimes(filepath.Join(dir, name), before, before); err != nil {
			t.Fatal(err)
		}
	}
	if err := Dir(dir, allow, puts(map[string]string{"a": "1", "b": "2"})); err != nil {
		t.Fatal(err)
	}
	for name, keeps := range map[string]bool{"a": true, "b": false} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().Equal(before) != keeps {
			t.Errorf("%s: modification time %v", name, info.ModTime())
		}
	}
}

func TestDirReplacesTheTargetOfALink(t *testing.T) {
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "real"), 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(parent, "link")
	if err := os.Symlink("real", link); err != nil {
		t.Fatal(err)
	}
	if err := Dir(link, allow, puts(map[string]string{"a": "1"})); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != "real" {
		t.Errorf("the link points to %q, %v", to, err)
	}
	if d := cmp.Diff(map[string]string{"a": "1"}, content(t, filepath.Join(parent, "real"))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
