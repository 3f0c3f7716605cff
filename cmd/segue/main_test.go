package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain removes the binary after all tests.
func TestMain(m *testing.M) {
	code := m.Run()
	if buildDir != "" {
		os.RemoveAll(buildDir)
	}
	os.Exit(code)
}

// TestScripts runs the scripts of testdata/script. They use the built binary, not the
// test binary: with the race detector the built-in model is several times slower.
func TestScripts(t *testing.T) {
	t.Parallel() // some scripts mostly wait
	name := binary(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"segue": func(script *testscript.TestScript, fails bool, args []string) {
				switch err := script.Exec(name, args...); {
				case err != nil && !fails:
					script.Fatalf("segue failed: %v", err)
				case err == nil && fails:
					script.Fatalf("segue succeeded, want a failure")
				}
			},
		},
	})
}
