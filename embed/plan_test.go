package embed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestPlanCountsTextsThatAreNotCached(t *testing.T) {
	var cache embedtest.Cache
	driver := newRecorder()
	prepare := embed.WithPrepare(embed.Prepare{Passage: "passage: "})
	client := embed.NewClient(driver, &cache, prepare, embed.WithMeter(newTestMeter(t, embed.Budget{USDPerMillion: 1000, TokensPerMinute: 600})))
	if _, err := embed.NewClient(driver, &cache, prepare).Passages(t.Context(), numberedTexts(10)); err != nil {
		t.Fatal(err)
	}
	texts := append(numberedTexts(50), "passage 49", " ") // one twice, one blank
	got, err := client.Plan(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	// The text "passage: passage 12" has 8 tokens: two words with two each, one for the
	// colon, one for two digits, and two that each text has.
	want := embed.Plan{Passages: 40, Tokens: 320, Requests: 3, Priced: true, USD: 0.32, MinDuration: 32 * time.Second}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(embed.Plan{Passages: 80, Tokens: 640, Requests: 6, Priced: true, USD: 0.64, MinDuration: 64 * time.Second}, got.Add(got)); diff != "" {
		t.Errorf("twice (-want +got):\n%s", diff)
	}
	if len(driver.sent) != 1 {
		t.Errorf("Plan called the model %d times", len(driver.sent)-1)
	}
}

func TestPlanOfNoTextsIsZero(t *testing.T) {
	got, err := embed.NewClient(newRecorder(), embed.NoCache{}).Plan(t.Context(), nil)
	if diff := cmp.Diff(embed.Plan{}, got); diff != "" || err != nil {
		t.Fatalf("error %v (-want +got):\n%s", err, diff)
	}
}
