// Package testenv has helpers for tests: how long to wait, which programs to run, and
// how often to repeat a check.
package testenv

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Timeout is how long a test waits for an event before it fails. It is long because the
// machine may be busy. Tests do not measure time with it.
const Timeout = 3 * time.Minute

// Wait waits until done returns true. The test fails after [Timeout].
func Wait(tb testing.TB, event string, done func() bool) {
	tb.Helper()
	for end := time.Now().Add(Timeout); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("waited %s for %s", Timeout, event)
		}
	}
}

// Receive returns the next value of a channel, or the zero value if the channel is
// closed. The test fails after [Timeout].
func Receive[T any](tb testing.TB, event string, c <-chan T) T {
	tb.Helper()
	select {
	case value := <-c:
		return value
	case <-time.After(Timeout):
		tb.Fatalf("waited %s for %s", Timeout, event)
		panic("unreachable")
	}
}

// Soak reports whether long tests run. "make soak" enables them with SEGUE_SOAK=true.
func Soak() bool { return os.Getenv("SEGUE_SOAK") == "true" }

// Times returns the number of repetitions of a check: long if [Soak], else quick.
func Times(quick, long int) int {
	if Soak() {
		return long
	}
	return quick
}

// Command returns the path of the first of the programs that is installed. If none is,
// the test is skipped, or fails if CI=true. It is also skipped if [OnlyGo] is true. target
// is the make target that installs the program.
func Command(tb testing.TB, target string, names ...string) string {
	tb.Helper()
	if OnlyGo() {
		tb.Skipf("-short allows only Go, but this test needs %s", names[0])
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	message := "needs " + strings.Join(names, " or ") + `; "make ` + target + `" installs it`
	if inCI() {
		tb.Fatal(message + ", and CI=true allows no skips")
	}
	tb.Skip(message)
	return ""
}

// OnlyGo reports whether tests may use only Go, as with "make unit" (-short). CI=true
// allows no skips.
func OnlyGo() bool { return testing.Short() && !inCI() }

func inCI() bool { return os.Getenv("CI") == "true" }

// Root skips the test unless the process is root, for example to install a package. With CI=true
// the test fails instead.
func Root(tb testing.TB, purpose string) {
	tb.Helper()
	switch {
	case os.Getuid() == 0:
	case inCI():
		tb.Fatalf("only root can %s; run the tests as root", purpose)
	default:
		tb.Skipf("only root can %s", purpose)
	}
}
