package widget_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// measured is a table of figures from the tests. TestMain prints it.
var measured struct {
	sync.Mutex
	rows []string
}

// measure adds a figure to the table.
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
