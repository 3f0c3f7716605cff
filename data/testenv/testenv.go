// Package testenv holds the rules that tests share about the machine they run on: how
// long to wait, which programs to use, and how much to do.
package testenv

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Patience is how long a test waits for an event before it fails. It is long because
// the machine may be busy. No test measures anything by it.
const Patience = 3 * time.Minute

// Wait returns as soon as done returns true. The test fails if that takes longer than
// Patience.
func Wait(tb testing.TB, event string, done func() bool) {
	tb.Helper()
	for end := time.Now().Add(Patience); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("waited %s for %s", Patience, event)
		}
	}
}

// Receive returns the next value of a channel, or the zero value when it is closed. The
// test fails if that takes longer than Patience.
func Receive[T any](tb testing.TB, event string, c <-chan T) T {
	tb.Helper()
	select {
	case value := <-c:
		return value
	case <-time.After(Patience):
		tb.Fatalf("waited %s for %s", Patience, event)
		panic("unreachable")
	}
}

// Soak reports whether long tests run. "make soak" sets SEGUE_SOAK=true.
func Soak() bool { return os.Getenv("SEGUE_SOAK") == "true" }

// Times returns how often a test repeats a check: long if Soak, else quick.
func Times(quick, long int) int {
	if Soak() {
		return long
	}
	return quick
}

// Command returns the path of the first of the programs that is installed. Without any,
// the test skips, and fails where CI=true. With -short it skips always, because
// "make unit" needs only Go. target is the make target that installs the program.
func Command(tb testing.TB, target string, names ...string) string {
	tb.Helper()
	if testing.Short() {
		tb.Skipf("-short uses only Go, and this test needs %s", names[0])
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	message := "needs " + strings.Join(names, " or ") + `; "make ` + target + `" installs it`
	if os.Getenv("CI") == "true" {
		tb.Fatal(message + ", and CI=true allows no skips")
	}
	tb.Skip(message)
	return ""
}
