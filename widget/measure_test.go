package widget_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// measured is the table that the tests fill, printed by the last of them.
var measured struct {
	sync.Mutex
	rows []string
}

// measure notes a figure for the table.
func measure(t testing.TB, name, value string) {
	t.Helper()
	measured.Lock()
	defer measured.Unlock()
	measured.rows = append(measured.rows, fmt.Sprintf("| %s | %s |", name, value))
}

// printMeasured writes the table, for docs/benchmarks.md.
func printMeasured() {
	measured.Lock()
	defer measured.Unlock()
	if len(measured.rows) > 0 && testing.Verbose() {
		fmt.Println("| widget | measured |\n|---|---|\n" + strings.Join(measured.rows, "\n"))
	}
}
