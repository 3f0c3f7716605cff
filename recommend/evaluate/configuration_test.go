package evaluate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

func TestConfigurations(t *testing.T) {
	inUse := recommend.Weights{Search: .5, Similar: .4, Feedback: .3, People: .2, Series: .1}
	baselines := []configuration{{"words only", recommend.Weights{}}, {"vectors only", recommend.Weights{Search: 1, Similar: 1, Short: 1, Line: 1, SearchSpoken: 1, Spoken: 1}}}
	for _, tt := range []struct {
		name string
		task Task
		want []configuration
	}{
		{"a search varies its weight and the feedback", Task{Kind: Search}, []configuration{
			{"hybrid 0", recommend.Weights{Similar: .4, Short: 1, SearchSpoken: 1, Feedback: .3, People: .2, Series: .1}},
			{"hybrid .35", recommend.Weights{Search: .35, Similar: .4, Short: 1, SearchSpoken: 1, Feedback: .3, People: .2, Series: .1}},
			{"default", inUse},
			{"default without feedback", recommend.Weights{Search: .5, Similar: .4, People: .2, Series: .1}},
		}},
		{"similar varies its weight and the signals in use", Task{Kind: Similar}, []configuration{
			{"hybrid 0", recommend.Weights{Search: .5, Line: 1, Spoken: 1, Feedback: .3, People: .2, Series: .1}},
			{"hybrid .35", recommend.Weights{Search: .5, Similar: .35, Line: 1, Spoken: 1, Feedback: .3, People: .2, Series: .1}},
			{"default", inUse},
			{"default without people", recommend.Weights{Search: .5, Similar: .4, Feedback: .3, Series: .1}},
			{"default without series", recommend.Weights{Search: .5, Similar: .4, Feedback: .3, People: .2}},
			{"default without these signals", recommend.Weights{Search: .5, Similar: .4, Feedback: .3}},
		}},
		{"signals that the labels were derived from are off", Task{Kind: Similar, Without: []Signal{SignalPeople, SignalSeries}}, []configuration{
			{"hybrid 0", recommend.Weights{Search: .5, Line: 1, Spoken: 1, Feedback: .3}},
			{"hybrid .35", recommend.Weights{Search: .5, Similar: .35, Line: 1, Spoken: 1, Feedback: .3}},
			{"default", recommend.Weights{Search: .5, Similar: .4, Feedback: .3}},
		}},
		{"a check has no semantic weights", Task{Kind: Search, Check: true}, []configuration{
			{"default", inUse},
			{"default without feedback", recommend.Weights{Search: .5, Similar: .4, People: .2, Series: .1}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := configurations(tt.task, inUse, []float64{0, .35})
			if d := cmp.Diff(append(baselines[:2:2], tt.want...), got, cmp.AllowUnexported(configuration{})); d != "" {
				t.Errorf("configurations (-want +got):\n%s", d)
			}
		})
	}
}
