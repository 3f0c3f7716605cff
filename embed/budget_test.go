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

// newTestMeter returns a meter for a valid budget.
func newTestMeter(t *testing.T, b embed.Budget) *embed.Meter {
	t.Helper()
	m, err := embed.NewMeter(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// countingDriver is a driver that counts ten tokens a text.
type countingDriver struct {
	recorder
	counted int64 // returned instead if not 0
	err     error
}

func newCountingDriver() *countingDriver { return &countingDriver{recorder: *newRecorder()} }

func (c *countingDriver) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	tokens := int64(10 * len(texts))
	if c.counted != 0 {
		tokens = c.counted
	}
	if c.err != nil {
		return nil, tokens, c.err
	}
	vectors, err := c.Embed(ctx, texts)
	return vectors, tokens, err
}

// The estimate for a text of numberedTexts is 5 tokens: 2 for "passage", 1 for the
// number, and 2 that each text has.

func TestSpentReturnsTheTokensOfTheProvider(t *testing.T) {
	unknown, charged := newCountingDriver(), newCountingDriver()
	unknown.counted = embed.UnknownTokens
	charged.err, charged.counted = embed.ErrBadVectors, embed.UnknownTokens
	for _, tt := range []struct {
		name   string
		driver embed.Driver
		want   embed.Usage
	}{
		{"the count of the provider", newCountingDriver(), embed.Usage{Requests: 2, Texts: 20, Tokens: 200, USD: 0.0004}},
		{"an estimate if the count is unknown", unknown, embed.Usage{Requests: 2, Texts: 20, Tokens: 100, USD: 0.0002}},
		{"an estimate for a driver without counts", newRecorder(), embed.Usage{Requests: 2, Texts: 20, Tokens: 100, USD: 0.0002}},
		{"an estimate for a failed call", charged, embed.Usage{Requests: 1, Tokens: 80, USD: 0.00016}},
		{"nothing for a rejected call", &failingDriver{err: embed.ErrRateLimited}, embed.Usage{Requests: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := embed.NewClient(tt.driver, embed.NoCache{}, embed.WithMeter(newTestMeter(t, embed.Budget{USDPerMillion: 2})))
			_, err := client.Passages(t.Context(), numberedTexts(20))
			if failed := tt.want.Texts == 0; failed != (err != nil) {
				t.Fatal(err)
			}
			got := client.Spent()
			got.USD, tt.want.USD = roundUSD(got.USD), roundUSD(tt.want.USD)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	}
}

// roundUSD removes rounding errors.
func roundUSD(usd float64) float64 { return float64(int64(usd*1e9+0.5)) / 1e9 }

func TestNoBatchIsSentThatWouldExceedTheBudget(t *testing.T) {
	for _, tt := range []struct {
		name   string
		budget embed.Budget
		cached int
		want   string
	}{
		{"in tokens", embed.Budget{Tokens: 200}, 16, `budget reached: spent 160 of 200 tokens, and the next request needs about 80; increase the budget to continue (finished batches are saved)`},
		{"in dollars", embed.Budget{USD: 0.35, USDPerMillion: 1000}, 32, `budget reached: spent $0.3200 of $0.3500, and the next request needs about $0.0400; increase the budget to continue (finished batches are saved)`},
		{"before the first batch", embed.Budget{Tokens: 3}, 0, `budget reached: spent 0 of 3 tokens, and the next request needs about 80; increase the budget to continue (finished batches are saved)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var cache embedtest.Cache
			client := embed.NewClient(newCountingDriver(), &cache, embed.WithMeter(newTestMeter(t, tt.budget)))
			_, err := client.Passages(t.Context(), numberedTexts(40))
			checkError(t, err, embed.ErrBudget, fmt.Sprintf(`embed: "test-hashing@64": batch of %d starting at text %d: %s`, min(16, 40-tt.cached), tt.cached, tt.want))
			if client.TextsAtFault(err) {
				t.Error("TextsAtFault is true, want false")
			}
			if cache.Len() != tt.cached {
				t.Errorf("%d vectors cached, want %d", cache.Len(), tt.cached)
			}
			more := embed.NewClient(newCountingDriver(), &cache)
			if _, err := more.Passages(t.Context(), numberedTexts(40)); err != nil || more.Spent().Texts != int64(40-tt.cached) {
				t.Errorf("afterwards %+v, error %v", more.Spent(), err)
			}
		})
	}
}

func TestConcurrentCallsDoNotExceedTheBudget(t *testing.T) {
	const allowed = 1000
	var sent atomic.Int64
	driver := &callCounter{Hashing: embedtest.NewHashing(16), sent: &sent}
	client := embed.NewClient(driver, embed.NoCache{}, embed.WithMeter(newTestMeter(t, embed.Budget{Tokens: allowed})))
	var wg sync.WaitGroup
	var stopped atomic.Int64
	for range 8 {
		wg.Go(func() {
			for {
				if _, err := client.Passages(t.Context(), numberedTexts(10)); errors.Is(err, embed.ErrBudget) {
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

// callCounter counts concurrent calls.
type callCounter struct {
	*embedtest.Hashing
	sent *atomic.Int64
}

func (g *callCounter) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	g.sent.Add(1)
	return g.Hashing.Embed(ctx, texts)
}

func TestAnInvalidBudgetIsRejected(t *testing.T) {
	for _, tt := range []struct {
		name   string
		budget embed.Budget
		want   string
	}{
		{"dollars without a price", embed.Budget{USD: 1}, "embed: a budget in US dollars needs the model's price; set the price of a million tokens, or set a budget in tokens"},
		{"a negative number", embed.Budget{Tokens: -1}, "embed: the budget is negative; set 0 for no limit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := embed.NewMeter(tt.budget); err == nil || err.Error() != tt.want {
				t.Fatalf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestPassagesRespectTokensPerMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithMeter(newTestMeter(t, embed.Budget{TokensPerMinute: 500})))
		start := time.Now()
		if _, err := client.Passages(t.Context(), numberedTexts(200)); err != nil {
			t.Fatal(err)
		}
		took := time.Since(start).Minutes()
		if spent := float64(client.Spent().Tokens); took < spent/500-0.11 || took > spent/500 {
			t.Fatalf("%v tokens in %.2f minutes, at 500 a minute", spent, took)
		}
	})
}

func TestQueriesDoNotWaitForPassages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithMeter(newTestMeter(t, embed.Budget{TokensPerMinute: 60})))
		done := make(chan error)
		go func() {
			_, err := client.Passages(ctx, numberedTexts(160))
			done <- err
		}()
		time.Sleep(10 * time.Second)
		start := time.Now()
		if _, err := client.Query(ctx, "a query"); err != nil || time.Since(start) > 0 {
			t.Errorf("answered after %s, error %v", time.Since(start), err)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("passages ended with %v, want %v", err, context.Canceled)
		}
	})
}

func TestACancelledWaitReleasesItsTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newTestMeter(t, embed.Budget{TokensPerMinute: 10, Tokens: 100})
		client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithMeter(m))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := client.Passages(ctx, numberedTexts(10)); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(embed.Usage{}, m.Spent()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if _, err := client.Passages(t.Context(), numberedTexts(18)); err != nil {
			t.Fatal("the tokens of the cancelled call are still reserved: ", err)
		}
	})
}
