package testenv

import (
	"testing"

	"pgregory.net/rapid"
)

func TestCheckLimitsTheRandomCases(t *testing.T) {
	for soak, want := range map[string]int{"": 3, "true": 20} { // -short reduces rapid's 100 cases to 20
		t.Run("SEGUE_SOAK="+soak, func(t *testing.T) {
			t.Setenv("SEGUE_SOAK", soak)
			checked := 0
			Check(t, 3, func(*rapid.T) { checked++ })
			if checked < want || soak == "" && checked > want {
				t.Errorf("%d cases were checked, want %d", checked, want)
			}
		})
	}
}

// rapid repeats a failed case and looks for a smaller one.
func TestAllCasesAreCheckedAfterAFailure(t *testing.T) {
	checked, called := 0, 0
	property := limited(1, func(*rapid.T) {
		checked++
		panic("a failure")
	})
	rapid.Check(t, func(r *rapid.T) {
		called++
		defer func() { recover() }()
		property(r)
	})
	if checked != called {
		t.Errorf("%d of %d cases were checked after a failure", checked, called)
	}
}
