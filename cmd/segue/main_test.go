package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run the real command as "segue".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"segue": main})
}

// TestScripts runs testdata/script: commands with the output that they must have.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
