package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"segue/data/catalog"
	"segue/data/jsonl"
	"segue/server/site"
)

// ExportLines writes the episodes of a catalogue as JSON lines, newest first. It returns
// their number.
func ExportLines(ctx context.Context, c catalog.Store, out io.Writer) (n int, err error) {
	buffered := bufio.NewWriter(out)
	w := jsonl.NewWriter(buffered)
	if _, err := c.Read(ctx, catalog.WithTranscripts, func(e catalog.Stored) error { return w.Write(e.Episode) }); err != nil {
		return 0, err
	}
	return w.Count(), buffered.Flush()
}

// CheckExportFile returns an error if the output file is a file of the catalogue. The error
// suggests the example.
func (s Source) CheckExportFile(name, example string) error {
	out, err := os.Stat(name)
	if err != nil || s.Demo {
		return nil // a new file, or the catalogue has no file
	}
	for _, suffix := range []string{"", "-wal", "-shm"} { // the files of SQLite
		if own, err := os.Stat(s.File + suffix); err == nil && os.SameFile(out, own) {
			return UsageError{Err: WithHint(fmt.Errorf("export to %q: the file belongs to the catalogue %q", name, s.File),
				"choose another file, such as "+example)}
		}
	}
	return nil
}

// CheckExportDirectory returns an error if the output directory contains the catalogue.
func (s Source) CheckExportDirectory(name string) error {
	if s.Demo {
		return nil
	}
	dir, err := realPath(name)
	if err != nil {
		return err
	}
	file, err := realPath(s.File)
	if err != nil {
		return err
	}
	inside, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(inside) {
		return nil
	}
	return UsageError{Err: WithHint(fmt.Errorf("export to %q: the directory contains the catalogue %q, which would be deleted", name, s.File),
		"choose another directory with --out, such as --out site")}
}

// realPath returns the absolute path of a file. It resolves symbolic links if the file
// exists.
func realPath(name string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target, nil
	}
	return path, nil
}

// IsSite reports whether a directory contains a site that Segue wrote, and nothing else.
// Other files, such as CNAME or .git, belong to the owner.
func IsSite(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if !slices.Contains(site.Names, e.Name()) {
			return false
		}
	}
	manifest, err := os.ReadFile(filepath.Join(dir, site.ManifestName))
	return err == nil && site.IsManifest(manifest)
}
