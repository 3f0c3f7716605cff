package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASiteReplacesNothingThatSegueDidNotWrite(t *testing.T) {
	for _, tt := range []struct {
		name  string
		keeps string // a file that must still be there
		force bool
		says  string
	}{
		{"a domain's name beside a site", "site/CNAME", false, "files that are not replaced"},
		{"a repository in a site", "site/.git/HEAD", false, "files that are not replaced"},
		{"the catalogue", "site/segue.db", false, "would be deleted"},
		{"the catalogue, though it is forced", "site/segue.db", true, "would be deleted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out, data := filepath.Join(dir, "site"), bakery(t, 2)
			segue(t, "export", "site", "--data", data, "--out", out)
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
			code, _, said := running("", args...)
			if _, err := os.Stat(kept); code != exitUsage || !strings.Contains(said, tt.says) || err != nil {
				t.Errorf("ended with %d: %s; %v", code, said, err)
			}
		})
	}
}

func TestASiteIsReplacedByTheNext(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	for _, n := range []int{2, 3} {
		segue(t, "export", "site", "--data", bakery(t, n), "--out", out)
	}
	files, err := filepath.Glob(filepath.Join(out, "related", "*.json"))
	if err != nil || len(files) != 3 {
		t.Errorf("%d files of three episodes, %v", len(files), err)
	}
}
