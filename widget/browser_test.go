package widget_test

import (
	"fmt"
	"strings"
	"testing"

	"segue/widget/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m, printMeasured) }

// tab is a tab with methods for the widget's elements.
type tab struct{ *browsertest.Tab }

func open(t testing.TB) *tab { t.Helper(); return &tab{browsertest.Open(t)} }

// eval returns the value of an expression. It waits for promises.
func eval[T any](b *tab, expression string) T { return browsertest.Eval[T](b.Tab, expression) }

// state waits until the first element of that name has a state.
func (b *tab) state(element, state string) {
	b.Wait(fmt.Sprintf("document.querySelector('segue-%s')?.getAttribute('state') == '%s'", element, state))
}

// sent returns the requests so far whose address contains part.
func (b *tab) sent(part string) []string {
	found := []string{}
	for _, request := range b.Requests() {
		if strings.Contains(request, part) {
			found = append(found, request)
		}
	}
	return found
}
