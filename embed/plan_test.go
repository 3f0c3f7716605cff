package embed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestPlanSaysWhatIsMissing(t *testing.T) {
	var cache embedtest.Cache
	driver := newRecorder()
	prepare := embed.WithPrepare(embed.Prepare{Passage: "passage: "})
	client := embed.NewClient(driver, &cache, prepare, embed.WithMeter(meter(t, embed.Budget{USDPerMillion: 1000, TokensPerMinute: 600})))
	if _, err := embed.NewClient(driver, &cache, prepare).Passages(t.Context(), numbered(10)); err != nil {
		t.Fatal(err)
	}
	texts := append(numbered(50), "passage 49", " ") // one twice, one blank
	got, err := client.Plan(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	// A text is "passage: passage 12": two words of two tokens, a colon, two digits
	// in one, and the two that begin and end it.
	want := embed.Plan{Passages: 40, Tokens: 320, Requests: 3, Priced: true, USD: 0.32, Least: 32 * time.Second}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(embed.Plan{Passages: 80, Tokens: 640, Requests: 6, Priced: true, USD: 0.64, Least: 64 * time.Second}, got.Add(got)); diff != "" {
		t.Errorf("twice (-want +got):\n%s", diff)
	}
	if len(driver.sent) != 1 {
		t.Errorf("the plan asked the model: %d calls", len(driver.sent)-1)
	}
}

func TestPlanOfNothingIsEmpty(t *testing.T) {
	got, err := embed.NewClient(newRecorder(), embed.NoCache{}).Plan(t.Context(), nil)
	if diff := cmp.Diff(embed.Plan{}, got); diff != "" || err != nil {
		t.Fatalf("error %v (-want +got):\n%s", err, diff)
	}
}
