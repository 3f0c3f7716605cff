package vectors_test

import (
	"strings"
	"testing"

	"segue/recommend/vectors"
)

func TestParseEngineAcceptsKnownNames(t *testing.T) {
	for _, e := range []vectors.Engine{vectors.Auto, vectors.Chromem, vectors.Packed} {
		if got, err := vectors.ParseEngine(string(e)); got != e || err != nil {
			t.Errorf("ParseEngine(%q) = %q, %v", e, got, err)
		}
	}
	if _, err := vectors.ParseEngine("fast"); err == nil || !strings.Contains(err.Error(), `unknown engine "fast"; use "auto"`) {
		t.Errorf("ParseEngine of an unknown name = %v", err)
	}
}
