package browsertest

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// axe is the code of axe-core, which the widget's tests keep.
var axe = sync.OnceValues(func() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	name := ""
	for { // up to the root of the module
		name = filepath.Join(dir, "widget", "testdata", "axe.min.js.gz")
		if _, err := os.Stat(name); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return "", err
	}
	code, err := io.ReadAll(unzipped)
	return string(code), err
})

// Violations are what axe has to say against the page by WCAG 2.2 AA and its best
// practices, each with its node.
func (b *Tab) Violations() []string {
	b.t.Helper()
	code, err := axe()
	if err != nil {
		b.t.Fatal(err)
	}
	Eval[any](b, code+"; 0")
	return Eval[[]string](b, `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
		.then((found) => found.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary)))`)
}
