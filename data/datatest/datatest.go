// Package datatest finds test data that is not ours to publish: real pages, catalogues
// and labelled sets. They are in a folder "shared" next to the project's folder.
package datatest

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the path of a file or folder in the shared folder. If it does not
// exist, the test is skipped, or fails if CI=true.
func Shared(tb testing.TB, elem ...string) string {
	tb.Helper()
	inside := filepath.Join(append([]string{"shared"}, elem...)...)
	name := filepath.Join(root(tb), "..", inside)
	if _, err := os.Stat(name); err != nil {
		if os.Getenv("CI") == "true" {
			tb.Fatalf("CI needs %s next to the project's folder: %v", inside, err)
		}
		tb.Skipf("needs %s next to the project's folder", inside)
	}
	return name
}

// SeedPage returns the path of the real archive page.
func SeedPage(tb testing.TB) string {
	tb.Helper()
	pages, err := filepath.Glob(filepath.Join(Shared(tb, "seed"), "*.txt"))
	if err != nil || len(pages) != 1 {
		tb.Fatalf("the folder of the archive page has %q, want one page: %v", pages, err)
	}
	return pages[0]
}

// root returns the module's folder.
func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			tb.Fatal("no go.mod in any folder above the test")
		}
	}
}
