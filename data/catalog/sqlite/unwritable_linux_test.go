package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

func init() {
	roles["read only"] = func() error { return inCatalog(readOnly) }
	roles["open"] = func() error { return inCatalog(func(context.Context, *sqlite.Catalog) error { return nil }) }
}

// readOnly checks a catalogue that cannot be written.
func readOnly(ctx context.Context, c *sqlite.Catalog) error {
	if n, err := c.Count(ctx); err != nil || n != 0 {
		return fmt.Errorf("%d episodes: %w", n, err)
	}
	if err := c.SetSetting(ctx, "a", "b"); !errors.Is(err, catalog.ErrReadOnly) {
		return fmt.Errorf("writing returns %w", err)
	}
	if err := c.Health(ctx); !errors.Is(err, catalog.ErrReadOnly) {
		return fmt.Errorf("health is %w", err)
	}
	return nil
}

func TestOpenReportsAPathThatCannotBeWritten(t *testing.T) {
	folder, program := unwritable(t)
	for _, name := range []string{"new.db", "new/segue.db"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			out, err := asNobody(t, program, "open", path)
			if err == nil || !strings.Contains(string(out), path) || !strings.Contains(string(out), "choose another path") {
				t.Errorf("error %v, printed %q; want an error with the path and advice", err, out)
			}
		})
	}
}

// asNobody runs a role as a user without rights.
func asNobody(t *testing.T, program, role, path string) ([]byte, error) {
	t.Helper()
	cmd := process(t, role, path)
	cmd.Path, cmd.Stderr = program, nil
	if os.Getuid() == 0 { // root can write everywhere
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd.CombinedOutput()
}

func TestAReadOnlyCatalogueCanBeReadButNotWritten(t *testing.T) {
	folder, program := unwritable(t)
	if out, err := asNobody(t, program, "read only", filepath.Join(folder, "segue.db")); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// unwritable creates a read-only folder with a read-only catalogue, and a copy of this
// test binary that every user can run.
func unwritable(t *testing.T) (folder, program string) {
	t.Helper()
	base, err := os.MkdirTemp("", "catalog-unwritable-") // other users cannot read t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	folder, program = filepath.Join(base, "folder"), filepath.Join(base, "program")
	t.Cleanup(func() {
		if err := errors.Join(os.Chmod(folder, 0o755), os.RemoveAll(base)); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(folder, "segue.db")
	c, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(c.Close(), copyProgram(program), os.Chmod(base, 0o755), os.Chmod(path, 0o444), os.Chmod(folder, 0o555))
	if err != nil {
		t.Fatal(err)
	}
	return folder, program
}

func copyProgram(to string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	in, err := os.Open(self)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
