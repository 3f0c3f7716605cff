package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExportSiteKeepsFilesOfTheOwner(t *testing.T) {
	for _, tt := range []struct {
		name  string
		keeps string // a file that must still exist
		force bool
		want  string
	}{
		{"a CNAME file in a site", "site/CNAME", false, "contains other files"},
		{"a repository in a site", "site/.git/HEAD", false, "contains other files"},
		{"the catalogue", "site/segue.db", false, "would be deleted"},
		{"the catalogue, with --force", "site/segue.db", true, "would be deleted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out, data := filepath.Join(dir, "site"), breadCatalogue(t, 2)
			runProcess(t, "export", "site", "--data", data, "--out", out)
			kept := filepath.Join(dir, filepath.FromSlash(tt.keeps))
			if err := os.MkdirAll(filepath.Dir(kept), 0o777); err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(kept, ".db") {
				if err := os.Rename(data, kept); err != nil {
					t.Fatal(err)
				}
				data = kept
			} else if err := os.WriteFile(kept, []byte("mine"), 0o666); err != nil {
				t.Fatal(err)
			}
			args := []string{"export", "site", "--data", data, "--out", out}
			if tt.force {
				args = append(args, "--force")
			}
			code, _, stderr := runCommand("", args...)
			if _, err := os.Stat(kept); code != exitUsage || !strings.Contains(stderr, tt.want) || err != nil {
				t.Errorf("ended with %d: %s; %v", code, stderr, err)
			}
		})
	}
}

func TestExportSiteReplacesAnEarlierExport(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	for _, n := range []int{2, 3} {
		runProcess(t, "export", "site", "--data", breadCatalogue(t, n), "--out", out)
	}
	files, err := filepath.Glob(filepath.Join(out, "related", "*.json"))
	if err != nil || len(files) != 3 {
		t.Errorf("%d files for three episodes, %v", len(files), err)
	}
}
