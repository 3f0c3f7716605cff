package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the command available to scripts as "segue".
func TestMain(m *testing.M) {
	testscript.Main(cleanup{m}, map[string]func(){"segue": main})
}

// cleanup removes the binary after all tests, because testscript.Main does not return.
type cleanup struct{ *testing.M }

func (c cleanup) Run() int {
	defer func() {
		if buildDir != "" {
			os.RemoveAll(buildDir)
		}
	}()
	return c.M.Run()
}

// TestScripts runs the scripts of testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
