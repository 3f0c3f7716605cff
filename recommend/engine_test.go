package recommend_test

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend"
)

func TestValidateErrorsContainTheOption(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options recommend.Options
		want    string
	}{
		{"accepts the defaults", recommend.Options{}, ""},
		{"accepts the bounds", recommend.Options{Limit: 50, Threshold: 1, Diversity: 1, Recency: 1, HalfLife: recommend.MaxHalfLife, SemanticRatio: ratio(1)}, ""},
		{"refuses a limit above the maximum", recommend.Options{Limit: 51}, "limit 51 is not between 1 and 50"},
		{"refuses a negative limit", recommend.Options{Limit: -1}, "limit -1 is not between 1 and 50"},
		{"refuses a negative offset", recommend.Options{Offset: -1}, "offset -1 is negative"},
		{"refuses a negative half-life", recommend.Options{HalfLife: -1}, "half-life -1ns is not between 0 and 876000h0m0s"},
		{"refuses a threshold above 1", recommend.Options{Threshold: 1.5}, "threshold 1.5 is not between 0 and 1"},
		{"refuses a threshold that is NaN", recommend.Options{Threshold: math.NaN()}, "threshold NaN is not between 0 and 1"},
		{"refuses a negative diversity", recommend.Options{Diversity: -.1}, "diversity -0.1 is not between 0 and 1"},
		{"refuses a recency above 1", recommend.Options{Recency: 2}, "recency 2 is not between 0 and 1"},
		{"refuses a ratio above 1", recommend.Options{SemanticRatio: ratio(2)}, "semantic ratio 2 is not between 0 and 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := tt.options.Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Validate() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEveryAnswerValidatesItsOptions(t *testing.T) {
	w := newFixture(t, talks(), byText)
	for _, q := range []testRequest{{search: "roses"}, {similar: "bank"}, {request: &recommend.Request{Text: "roses"}}} {
		_, err := q.send(t.Context(), w, recommend.Options{Limit: 51})
		if err == nil || err.Error() != "limit 51 is not between 1 and 50" {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestStatus(t *testing.T) {
	w := newFixture(t, talks(), func(e data.Episode) [][]float32 {
		if e.ID == "bank" {
			return nil
		}
		return byText(e)
	})
	got := w.Status()
	if d := cmp.Diff(recommend.Status{Episodes: 4, Embedded: 3, Passages: 3, Model: "model", Index: got.Index, Retrieval: "chromem"}, got); d != "" || len(got.Index) != 12 {
		t.Errorf("status (-want +got):\n%s", d)
	}
	other := w.revision
	other.Weights.Search = .7
	w.Use(other)
	if w.Status().Index == got.Index {
		t.Error("the index has the same name with other weights")
	}
	if d := cmp.Diff(recommend.Status{}, recommend.NewEngine(w.catalog).Status()); d != "" {
		t.Errorf("status before a revision (-want +got):\n%s", d)
	}
}

// TestInvalidOptionsDoNotPanic uses options that Validate refuses.
func TestInvalidOptionsDoNotPanic(t *testing.T) {
	w := newFixture(t, talks(), byText)
	odd := rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, .5, 1, 7})
	rapid.Check(t, func(t *rapid.T) {
		o := recommend.Options{
			Limit: rapid.IntRange(-3, 99).Draw(t, "limit"), Offset: rapid.SampledFrom([]int{math.MinInt, -1, 0, 2, math.MaxInt}).Draw(t, "offset"),
			Threshold: odd.Draw(t, "threshold"), Diversity: odd.Draw(t, "diversity"), Recency: odd.Draw(t, "recency"),
			SemanticRatio: ratio(odd.Draw(t, "ratio")), Weights: &recommend.Weights{},
		}
		o.Weights.Feedback, o.Weights.People, o.Weights.Show = odd.Draw(t, "feedback"), odd.Draw(t, "people"), odd.Draw(t, "show")
		got, err := randomRequest(t, w).send(t.Context(), w, o)
		if err == nil && len(got.Results) > recommend.MaxLimit {
			t.Fatalf("%d results", len(got.Results))
		}
	})
}

// TestAnswersComeFromOneRevision sends requests while revisions are replaced.
func TestAnswersComeFromOneRevision(t *testing.T) {
	w := newFixture(t, talks(), byText)
	fewer := newFixture(t, talks()[:3], byText)
	requests := []testRequest{{search: "payments machine"}, {similar: "bank"}, {request: &recommend.Request{Liked: refs("garden"), Text: "roses"}}}
	want := map[string][]testAnswer{}
	for _, snapshot := range []*fixture{w, fewer} {
		for _, q := range requests {
			a, err := q.send(t.Context(), snapshot, recommend.Options{Explain: true})
			if err != nil {
				t.Fatal(err)
			}
			want[a.Index] = append(want[a.Index], a)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var clients, publisher sync.WaitGroup
	publisher.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			w.Use([]recommend.Revision{fewer.revision, w.revision}[n%2])
		}
	})
	for range 4 {
		clients.Go(func() {
			for range 25 {
				for i, q := range requests {
					got, err := q.send(t.Context(), w, recommend.Options{Explain: true})
					if err != nil {
						t.Error(err)
						return
					}
					if d := cmp.Diff(want[got.Index][i], got); d != "" {
						t.Errorf("%+v (-sequential +concurrent):\n%s", q, d)
					}
				}
				_, err1 := w.Suggest(t.Context(), "the", 5)
				_, err2 := w.Facets(t.Context(), data.Filter{})
				_, err3 := w.Person(t.Context(), "ada-lovelace")
				if err := errors.Join(err1, err2, err3); err != nil {
					t.Error(err)
				}
			}
		})
	}
	clients.Wait()
	cancel()
	publisher.Wait()
}
