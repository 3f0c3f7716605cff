package indexer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
	"segue/recommend/indexer"
)

const testModel = "test-hashing@1024"

func TestWeightsOfACatalogueReplaceTheDefaultsIfValid(t *testing.T) {
	changed := recommend.DefaultWeights()
	changed.Similar, changed.People = 0, 1
	for _, tt := range []struct {
		name    string
		setting string
		want    recommend.Weights
		ignored bool
	}{
		{"missing weights have their defaults", `{"similar":0,"people":1}`, changed, false},
		{"not an object", `"similar"`, recommend.DefaultWeights(), true},
		{"invalid JSON", `{"similar":`, recommend.DefaultWeights(), true},
		{"a weight that is not a number", `{"similar":0,"people":"much"}`, recommend.DefaultWeights(), true},
		{"a share above one", `{"similar":1.5}`, recommend.DefaultWeights(), true},
		{"a negative weight", `{"feedback":-1}`, recommend.DefaultWeights(), true},
		{"an empty setting", ``, recommend.DefaultWeights(), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newFixture(t)
			if err := p.catalog.SetSetting(t.Context(), indexer.WeightsKey(testModel), tt.setting); err != nil {
				t.Fatal(err)
			}
			got, err := indexer.ReadWeights(t.Context(), p.catalog, testModel)
			if d := cmp.Diff(tt.want, got); d != "" || err != nil {
				t.Errorf("%v, weights (-want +got):\n%s", err, d)
			}
			ignored := 0
			p.indexer.OnIgnored(func(error) { ignored++ })
			p.load(t)
			p.load(t)
			if tt.ignored && ignored != 1 || !tt.ignored && ignored != 0 {
				t.Errorf("reported %d times", ignored)
			}
		})
	}
}

func TestNewWeightsChangeTheIndexNameWithoutIndexingWordsAgain(t *testing.T) {
	p := newFixture(t)
	p.store(t, 3)
	p.load(t)
	before := p.engine.Status().Index
	if err := indexer.WriteWeights(t.Context(), p.catalog, testModel, recommend.Weights{Similar: .1}); err != nil {
		t.Fatal(err)
	}
	p.indexer.OnWords(func(done, total int) { t.Errorf("%d of %d episodes are read again", done, total) })
	p.load(t)
	if got := p.engine.Status().Index; got == before {
		t.Errorf("the index still has the name %s", got)
	}
}
