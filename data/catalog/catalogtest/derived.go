package catalogtest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"segue/data/catalog"
)

// values maps the hash of an input to the data that was computed from it.
type values = map[[32]byte][]byte

// SaveDerived stores derived data.
func SaveDerived(tb testing.TB, c catalog.Store, kind string, v map[[32]byte][]byte) {
	tb.Helper()
	if err := c.SaveDerived(tb.Context(), kind, v); err != nil {
		tb.Fatal(err)
	}
}

// Derived returns stored derived data of inputs.
func Derived(tb testing.TB, c catalog.Store, kind string, inputs ...[32]byte) map[[32]byte][]byte {
	tb.Helper()
	found, err := c.Derived(tb.Context(), kind, inputs)
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

func testDerived(t *testing.T, open Open) {
	all := []byte{0, 1, '\n', 0x7f, 0x80, 0xff}
	long := bytes.Repeat(all, 5_000)
	for _, tt := range []struct {
		name  string
		saved []values // of the kind "signature 1"
		want  values
	}{
		{"returns none of an empty catalogue", nil, values{}},
		{"accepts no values", []values{{}}, values{}},
		{"returns stored values", []values{{Hash("a"): all, Hash("other"): {1}}}, values{Hash("a"): all}},
		{"adds values", []values{{Hash("a"): {1}}, {Hash("b"): {2}}}, values{Hash("a"): {1}, Hash("b"): {2}}},
		{"replaces a value", []values{{Hash("a"): {1, 2}}, {Hash("a"): {3}}}, values{Hash("a"): {3}}},
		{"keeps any length", []values{{Hash("a"): {}, Hash("b"): long}}, values{Hash("a"): {}, Hash("b"): long}},
		{"stores nil as an empty value", []values{{Hash("a"): nil}}, values{Hash("a"): {}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			for _, v := range tt.saved {
				SaveDerived(t, c, "signature 1", v)
			}
			SaveDerived(t, c, "signature 2", values{Hash("c"): {9}})
			Diff(t, "values", tt.want, Derived(t, c, "signature 1", Hash("a"), Hash("b"), Hash("c")))
			Diff(t, "revision", int64(0), Revision(t, c))
		})
	}
}

func testDerivedOfManyInputs(t *testing.T, open Open) {
	c := open(t)
	want := values{}
	var inputs [][32]byte
	for i := range 1201 { // more than two queries
		input := Hash(fmt.Sprint(i))
		inputs = append(inputs, input, input)
		want[input] = fmt.Append(nil, i)
	}
	SaveDerived(t, c, "k", want)
	Diff(t, "values", want, Derived(t, c, "k", inputs...))
}

func testDerivedDoesNotShareMemory(t *testing.T, open Open) {
	c := open(t)
	v := values{Hash("a"): {1}}
	SaveDerived(t, c, "k", v)
	v[Hash("a")][0] = 2
	for range 2 {
		got := Derived(t, c, "k", Hash("a"))
		Diff(t, "values", values{Hash("a"): {1}}, got)
		got[Hash("a")][0] = 3
	}
}

// twoKinds stores values of a, b and gone for the kinds k and l.
func twoKinds(t *testing.T, c catalog.Store) {
	t.Helper()
	for _, kind := range []string{"k", "l"} {
		SaveDerived(t, c, kind, values{Hash("a"): {1}, Hash("b"): {2}, Hash("gone"): {3}})
	}
}

// countKinds returns the number of values that twoKinds stored and that are left.
func countKinds(t *testing.T, c catalog.Store) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, kind := range []string{"k", "l"} {
		counts[kind] = len(Derived(t, c, kind, Hash("a"), Hash("b"), Hash("gone")))
	}
	return counts
}

func testPruneDerived(t *testing.T, open Open) {
	c := open(t)
	twoKinds(t, c)
	Upsert(t, c, Titled("A"))
	keep := map[[32]byte]bool{Hash("a"): true, Hash("b"): true}
	if n, err := c.PruneDerived(t.Context(), "k", 0, keep); n != 0 || !errors.Is(err, catalog.ErrChanged) {
		t.Errorf("with another revision: %d deleted, error %v", n, err)
	}
	Diff(t, "values after an error", map[string]int{"k": 3, "l": 3}, countKinds(t, c))
	for _, step := range []struct {
		kind string
		keep map[[32]byte]bool
		want int
	}{{"k", keep, 1}, {"k", keep, 0}, {"unknown", keep, 0}, {"l", nil, 3}} {
		n, err := c.PruneDerived(t.Context(), step.kind, 1, step.keep)
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, "deleted of "+step.kind, step.want, n)
	}
	Diff(t, "values", map[string]int{"k": 2, "l": 0}, countKinds(t, c))
	Diff(t, "revision", int64(1), Revision(t, c))
}

func testDropDerivedExcept(t *testing.T, open Open) {
	c := open(t)
	twoKinds(t, c)
	for _, step := range []struct {
		name  string
		kinds []string
		want  int
		left  map[string]int
	}{
		{"all kinds are used", []string{"l", "k", "unknown"}, 0, map[string]int{"k": 3, "l": 3}},
		{"one kind is used", []string{"l"}, 3, map[string]int{"k": 0, "l": 3}},
		{"no kind is used", nil, 3, map[string]int{"k": 0, "l": 0}},
	} {
		n, err := c.DropDerivedExcept(t.Context(), step.kinds...)
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, step.name, step.want, n)
		Diff(t, step.name, step.left, countKinds(t, c))
	}
	twoKinds(t, c)
	Diff(t, "values that are saved again", map[string]int{"k": 3, "l": 3}, countKinds(t, c))
}
