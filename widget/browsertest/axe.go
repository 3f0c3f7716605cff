package browsertest

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"sync"
)

//go:embed axe.min.js.gz
var packed []byte

// axe returns the code of axe-core.
var axe = sync.OnceValues(func() (string, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	code, err := io.ReadAll(unpacked)
	return string(code), err
})

// Violations returns the violations of WCAG 2.2 AA and of axe's best practices on the page,
// each with its node.
func (b *Tab) Violations() []string {
	b.t.Helper()
	code, err := axe()
	if err != nil {
		b.t.Fatal(err)
	}
	if !Eval[bool](b, "'axe' in window") {
		Eval[any](b, code+"; 0")
	}
	return Eval[[]string](b, `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
		.then((found) => found.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary)))`)
}
