package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run the real command as "segue".
func TestMain(m *testing.M) {
	testscript.Main(cleaning{m}, map[string]func(){"segue": main})
}

// cleaning removes the binary after all tests; testscript.Main does not return.
type cleaning struct{ *testing.M }

func (c cleaning) Run() int {
	defer func() {
		if buildDir != "" {
			os.RemoveAll(buildDir)
		}
	}()
	return c.M.Run()
}

// TestScripts runs testdata/script: commands with the output that they must have.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
