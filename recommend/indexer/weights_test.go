package indexer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
	"segue/recommend/indexer"
)

const testModel = "test-hashing@1024"

func TestWeightsOfACatalogueReplaceTheDefaults(t *testing.T) {
	changed := recommend.DefaultWeights()
	changed.Similar, changed.People = 0, 1
	for _, tt := range []struct {
		name    string
		setting string
		want    recommend.Weights
		ignored bool
	}{
		{"what is not named is the default", `{"similar":0,"people":1}`, changed, false},
		{"no object", `"similar"`, recommend.DefaultWeights(), true},
		{"no JSON", `{"similar":`, recommend.DefaultWeights(), true},
		{"one is no number, behind one that is", `{"similar":0,"people":"much"}`, recommend.DefaultWeights(), true},
		{"a share above one", `{"similar":1.5}`, recommend.DefaultWeights(), true},
		{"a negative weight", `{"feedback":-1}`, recommend.DefaultWeights(), true},
		{"an empty setting", ``, recommend.DefaultWeights(), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newParts(t)
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

func TestANewSettingMakesANewStateWithTheSameWords(t *testing.T) {
	p := newParts(t)
	p.store(t, 3)
	p.load(t)
	before := p.engine.Status().Index
	if err := indexer.WriteWeights(t.Context(), p.catalog, testModel, recommend.Weights{Similar: .1}); err != nil {
		t.Fatal(err)
	}
	p.indexer.OnWords(func(done, total int) { t.Errorf("%d of %d episodes are read again", done, total) })
	p.load(t)
	if got := p.engine.Status().Index; got == before {
		t.Errorf("the state is still called %s", got)
	}
}
