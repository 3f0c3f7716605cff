package recommend_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

// stagesOf returns the names of the stages that an answer needed.
func stagesOf(t recommend.Timing) []string {
	stages := []string{}
	for _, s := range []struct {
		name   string
		needed bool
	}{{"embed", t.Embed > 0}, {"words", t.Words > 0}, {"nearest", t.Nearest > 0}, {"rank", t.Rank > 0}} {
		if s.needed {
			stages = append(stages, s.name)
		}
	}
	return stages
}

func TestTheTimingHasTheStagesOfTheAnswer(t *testing.T) {
	w := newFixture(t, talks(), byText)
	for _, tt := range []struct {
		name      string
		request   testRequest
		ratio     float64
		retrieval string
		stages    []string
	}{
		{"a search with words and meaning", testRequest{search: "roses machine"}, .5, "chromem", []string{"embed", "words", "nearest", "rank"}},
		{"a search with words only", testRequest{search: "roses machine"}, 0, "", []string{"words", "rank"}},
		{"similar uses stored vectors", testRequest{similar: "bank"}, .5, "chromem", []string{"words", "nearest", "rank"}},
		{"similar by words only", testRequest{similar: "bank"}, 0, "", []string{"words", "rank"}},
		{"a text and a liked episode", testRequest{request: &recommend.Request{Liked: refs("garden"), Text: "roses"}}, .5, "chromem", []string{"embed", "words", "nearest", "rank"}},
		{"a disliked episode", testRequest{request: &recommend.Request{Disliked: refs("garden")}}, .5, "chromem", []string{"words", "nearest", "rank"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := recommend.Options{SemanticRatio: ratio(tt.ratio), Explain: true}
			want, err := tt.request.send(t.Context(), w, o)
			if err != nil {
				t.Fatal(err)
			}
			ctx, timing := recommend.WithTiming(t.Context())
			got, err := tt.request.send(ctx, w, o)
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Errorf("the timing changes the answer: %v (-without +with):\n%s", err, d)
			}
			if d := cmp.Diff(tt.stages, stagesOf(*timing)); d != "" || timing.Retrieval != tt.retrieval {
				t.Errorf("engine %q, want %q, stages (-want +got):\n%s", timing.Retrieval, tt.retrieval, d)
			}
		})
	}
}

func TestTheTimingOfAnEmptyEngineNamesNoRetrieval(t *testing.T) {
	w := newFixture(t, talks(), byText)
	ctx, timing := recommend.WithTiming(t.Context())
	if _, err := recommend.NewEngine(w.catalog).Search(ctx, "roses", recommend.Options{}); err != nil || timing.Retrieval != "" {
		t.Errorf("engine %q, %v", timing.Retrieval, err)
	}
}
