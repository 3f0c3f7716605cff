package embed_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

// meter returns one that must be possible.
func meter(t *testing.T, b embed.Budget) *embed.Meter {
	t.Helper()
	m, err := embed.NewMeter(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// counting is a driver whose provider counts ten tokens a text.
type counting struct {
	recorder
	counted int64 // told instead, if it is not 0
	err     error
}

func newCounting() *counting { return &counting{recorder: *newRecorder()} }

func (c *counting) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	told := int64(10 * len(texts))
	if c.counted != 0 {
		told = c.counted
	}
	if c.err != nil {
		return nil, told, c.err
	}
	vectors, err := c.Embed(ctx, texts)
	return vectors, told, err
}

// A text of numbered is estimated at 5 tokens: "passage" 2, its number 1, and 2.

func TestSpentIsWhatTheProviderCounted(t *testing.T) {
	unknown, charged := newCounting(), newCounting()
	unknown.counted = embed.UnknownTokens
	charged.err, charged.counted = embed.ErrBadVectors, embed.UnknownTokens
	for _, tt := range []struct {
		name   string
		driver embed.Driver
		want   embed.Usage
	}{
		{"where it tells", newCounting(), embed.Usage{Requests: 2, Texts: 20, Tokens: 200, USD: 0.0004}},
		{"or an estimate", unknown, embed.Usage{Requests: 2, Texts: 20, Tokens: 100, USD: 0.0002}},
		{"or an estimate of a driver that cannot tell", newRecorder(), embed.Usage{Requests: 2, Texts: 20, Tokens: 100, USD: 0.0002}},
		{"also of a call that failed", charged, embed.Usage{Requests: 1, Tokens: 80, USD: 0.00016}},
		{"but not of one that was refused", &refusing{err: embed.ErrRateLimited}, embed.Usage{Requests: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := embed.NewClient(tt.driver, embed.NoCache{}, embed.WithMeter(meter(t, embed.Budget{USDPerMillion: 2})))
			_, err := client.Passages(t.Context(), numbered(20))
			if failed := tt.want.Texts == 0; failed != (err != nil) {
				t.Fatal(err)
			}
			got := client.Spent()
			got.USD, tt.want.USD = round(got.USD), round(tt.want.USD)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	}
}

// round takes the noise of sums off a small price.
func round(usd float64) float64 { return float64(int64(usd*1e9+0.5)) / 1e9 }

func TestABudgetStopsBeforeTheBatchThatWouldExceedIt(t *testing.T) {
	for _, tt := range []struct {
		name   string
		budget embed.Budget
		kept   int
		want   string
	}{
		{"in tokens", embed.Budget{Tokens: 200}, 16, `budget reached: 160 of 200 tokens are spent and the next request needs about 80; allow more to go on, what is finished is kept`},
		{"in dollars", embed.Budget{USD: 0.35, USDPerMillion: 1000}, 32, `budget reached: $0.3200 of $0.3500 are spent and the next request needs about $0.0400; allow more to go on, what is finished is kept`},
		{"before anything", embed.Budget{Tokens: 3}, 0, `budget reached: 0 of 3 tokens are spent and the next request needs about 80; allow more to go on, what is finished is kept`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var cache embedtest.Cache
			client := embed.NewClient(newCounting(), &cache, embed.WithMeter(meter(t, tt.budget)))
			_, err := client.Passages(t.Context(), numbered(40))
			checkError(t, err, embed.ErrBudget, fmt.Sprintf(`embed: "test-hashing@64": batch of %d starting at text %d: %s`, min(16, 40-tt.kept), tt.kept, tt.want))
			if client.TextsAtFault(err) {
				t.Error("the texts are said to be at fault")
			}
			if cache.Len() != tt.kept {
				t.Errorf("%d vectors kept, want %d", cache.Len(), tt.kept)
			}
			more := embed.NewClient(newCounting(), &cache)
			if _, err := more.Passages(t.Context(), numbered(40)); err != nil || more.Spent().Texts != int64(40-tt.kept) {
				t.Errorf("afterwards %+v, error %v", more.Spent(), err)
			}
		})
	}
}

func TestABudgetHoldsForCallsAtTheSameTime(t *testing.T) {
	const allowed = 1000
	var sent atomic.Int64
	driver := &gate{Hashing: embedtest.NewHashing(16), sent: &sent}
	client := embed.NewClient(driver, embed.NoCache{}, embed.WithMeter(meter(t, embed.Budget{Tokens: allowed})))
	var wg sync.WaitGroup
	var stopped atomic.Int64
	for range 8 {
		wg.Go(func() {
			for {
				if _, err := client.Passages(t.Context(), numbered(10)); errors.Is(err, embed.ErrBudget) {
					stopped.Add(1)
					return
				} else if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	spent := client.Spent()
	if stopped.Load() != 8 || spent.Tokens > allowed || spent.Tokens != 50*spent.Requests || spent.Requests != sent.Load() || spent.Requests != 20 {
		t.Fatalf("%+v after %d requests; %d of 8 stopped", spent, sent.Load(), stopped.Load())
	}
}

// gate counts calls, at the same time.
type gate struct {
	*embedtest.Hashing
	sent *atomic.Int64
}

func (g *gate) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	g.sent.Add(1)
	return g.Hashing.Embed(ctx, texts)
}

func TestABudgetMustBePossible(t *testing.T) {
	for _, tt := range []struct {
		name   string
		budget embed.Budget
		want   string
	}{
		{"dollars without a price", embed.Budget{USD: 1}, "embed: a budget in dollars needs the model's price; give the price of a million tokens, or a budget in tokens"},
		{"less than nothing", embed.Budget{Tokens: -1}, "embed: a budget is negative; give 0 for no limit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := embed.NewMeter(tt.budget); err == nil || err.Error() != tt.want {
				t.Fatalf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestPassagesKeepToTheTokensOfAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithMeter(meter(t, embed.Budget{TokensPerMinute: 500})))
		start := time.Now()
		if _, err := client.Passages(t.Context(), numbered(200)); err != nil {
			t.Fatal(err)
		}
		took := time.Since(start).Minutes()
		if spent := float64(client.Spent().Tokens); took < spent/500-0.11 || took > spent/500 {
			t.Fatalf("%v tokens in %.2f minutes, at 500 a minute", spent, took)
		}
	})
}

func TestAQuestionDoesNotWaitBehindPassages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithMeter(meter(t, embed.Budget{TokensPerMinute: 60})))
		done := make(chan error)
		go func() {
			_, err := client.Passages(ctx, numbered(160))
			done <- err
		}()
		time.Sleep(10 * time.Second)
		start := time.Now()
		if _, err := client.Query(ctx, "a question"); err != nil || time.Since(start) > 0 {
			t.Errorf("answered after %s, error %v", time.Since(start), err)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("passages ended with %v, want %v", err, context.Canceled)
		}
	})
}

func TestWaitingForThePaceReservesNothingAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := meter(t, embed.Budget{TokensPerMinute: 10, Tokens: 100})
		client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithMeter(m))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := client.Passages(ctx, numbered(10)); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(embed.Usage{}, m.Spent()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if _, err := client.Passages(t.Context(), numbered(18)); err != nil {
			t.Fatal("the budget of the call that was given up is not free again: ", err)
		}
	})
}
