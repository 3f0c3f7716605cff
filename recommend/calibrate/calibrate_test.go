package calibrate_test

import (
	"slices"
	"testing"

	"segue/recommend"
	"segue/recommend/calibrate"
	"segue/recommend/evaluate"
)

func TestEvaluationAsksOtherTexts(t *testing.T) {
	for _, q := range evaluate.ForeignQuestions() {
		for _, text := range q.Texts {
			if slices.Contains(calibrate.Texts(), text) {
				t.Errorf("%q calibrates and evaluates", text)
			}
		}
	}
}

func TestFits(t *testing.T) {
	known := recommend.Calibration{Version: calibrate.Version, Model: "m", Passages: 100, Meaning: recommend.Spread{Width: 1}}
	other := known
	other.Version = "other"
	for _, tt := range []struct {
		name        string
		calibration recommend.Calibration
		info        recommend.Info
		want        bool
	}{
		{"the same size", known, recommend.Info{Model: "m", Passages: 100}, true},
		{"a quarter more", known, recommend.Info{Model: "m", Passages: 125}, true},
		{"more than a quarter more", known, recommend.Info{Model: "m", Passages: 126}, false},
		{"another model", known, recommend.Info{Model: "n", Passages: 100}, false},
		{"other texts", other, recommend.Info{Model: "m", Passages: 100}, false},
		{"unknown", recommend.Calibration{}, recommend.Info{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := calibrate.Fits(tt.calibration, tt.info); got != tt.want {
				t.Errorf("Fits is %v", got)
			}
		})
	}
}
