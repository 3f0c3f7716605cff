package local_test

import (
	"testing"

	"segue/recommend/retrievaltest"
	"segue/recommend/vectors"
)

func TestIndexGivesTheSameResultsWithEveryEngine(t *testing.T) {
	for _, engine := range []vectors.Engine{vectors.Packed, vectors.Chromem, vectors.Auto} {
		t.Run(string(engine), func(t *testing.T) {
			retrievaltest.Run(t, func(tb testing.TB) retrievaltest.Store { return retrievaltest.NewLocal(tb, engine) })
		})
	}
}
