package recommend_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

// calibrated are the values of texts about other subjects in the tests.
var calibrated = recommend.Calibration{
	Meaning: recommend.Spread{Middle: 0.7, Width: 0.1}, Words: recommend.Spread{Middle: 0.2, Width: 0.1},
	Pairs: recommend.Spread{Middle: 0.1, Width: 0.1},
}

func TestAnswersToATextLeaveOutChance(t *testing.T) {
	w := newFixture(t, talks(), byText)
	revision := w.with(&model{})
	revision.Calibration = calibrated
	w.Engine.Use(revision)
	for _, tt := range []struct {
		name, text string
		options    recommend.Options
		answers    bool
		weak       bool
		empty      string
	}{
		{"a text about the catalogue has results", "payments ledgers", recommend.Options{}, true, false, ""},
		{"a text about something else has weak matches", "how to bake xylophones of payments with saffron and thyme", recommend.Options{}, false, true, "no episode is clearly about this"},
		{"an evaluation sees them as results", "how to bake xylophones of payments with saffron and thyme", recommend.Options{Unfiltered: true}, true, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Engine.Search(t.Context(), tt.text, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Results) > 0 != tt.answers || len(got.Weak) > 0 != tt.weak || len(got.Weak) > 3 || got.Empty != tt.empty || got.Total > 0 != tt.answers {
				t.Errorf("%d results of %d, %d weak, empty %q", len(got.Results), got.Total, len(got.Weak), got.Empty)
			}
			for _, r := range got.Weak {
				if !r.Weak || r.Confidence != recommend.ConfidenceLow {
					t.Errorf("%q: weak %v, confidence %q", r.Episode.ID, r.Weak, r.Confidence)
				}
			}
			liked, err := w.Engine.Recommend(t.Context(), recommend.Request{Text: tt.text}, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.empty, liked.Empty); d != "" || len(liked.Results) > 0 != tt.answers {
				t.Errorf("recommended %d (-want +got):\n%s", len(liked.Results), d)
			}
		})
	}
}
