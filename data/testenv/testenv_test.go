package testenv_test

import (
	"fmt"
	"os/exec"
	"testing"

	"segue/data/testenv"
)

// outcome is a testing.TB that records the result of a test.
type outcome struct {
	testing.TB
	result string
}

func (o *outcome) Helper()                        {}
func (o *outcome) Skip(args ...any)               { o.end("skips: " + fmt.Sprint(args...)) }
func (o *outcome) Skipf(format string, a ...any)  { o.end("skips: " + fmt.Sprintf(format, a...)) }
func (o *outcome) Fatal(args ...any)              { o.end("fails: " + fmt.Sprint(args...)) }
func (o *outcome) Fatalf(format string, a ...any) { o.end("fails: " + fmt.Sprintf(format, a...)) }

func (o *outcome) end(result string) {
	o.result = result
	panic(o)
}

// run returns the result of a test that calls f.
func run(f func(testing.TB)) string {
	o := &outcome{result: "passes"}
	func() {
		defer func() {
			if ended := recover(); ended != nil && ended != any(o) {
				panic(ended)
			}
		}()
		f(o)
	}()
	return o.result
}

func TestCommand(t *testing.T) {
	if testenv.OnlyGo() {
		t.Skip("-short skips every test that needs a command")
	}
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, ci string
		programs []string
		want     string
	}{
		{"an installed program is used", "true", []string{"no-such", "go"}, "passes"},
		{"a missing program skips the test", "", []string{"no-such"}, `skips: needs no-such; "make tools" installs it`},
		{"a missing program fails the test in CI", "true", []string{"no-such", "none"}, `fails: needs no-such or none; "make tools" installs it, and CI=true allows no skips`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("CI", tt.ci)
			path := ""
			got := run(func(tb testing.TB) { path = testenv.Command(tb, "tools", tt.programs...) })
			if got != tt.want {
				t.Errorf("the test %s, want %s", got, tt.want)
			}
			if got == "passes" && path != goCommand {
				t.Errorf("the program is %s, want %s", path, goCommand)
			}
		})
	}
}

func TestWaitReturnsAfterTheEvent(t *testing.T) {
	calls := 0
	testenv.Wait(t, "the third call", func() bool { calls++; return calls == 3 })
	if calls != 3 {
		t.Errorf("called %d times, want 3", calls)
	}
	c := make(chan int, 1)
	c <- 7
	if got := testenv.Receive(t, "a number", c); got != 7 {
		t.Errorf("received %d, want 7", got)
	}
}

func TestSoakRepeatsMoreOften(t *testing.T) {
	for soak, want := range map[string]int{"": 5, "false": 5, "true": 50} {
		t.Setenv("SEGUE_SOAK", soak)
		if got := testenv.Times(5, 50); got != want {
			t.Errorf("SEGUE_SOAK=%q repeats %d times, want %d", soak, got, want)
		}
	}
}
