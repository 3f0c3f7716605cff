package openai

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

// faultyProvider fails at every fifth call, each time with another fault.
type faultyProvider struct {
	provider
	mu     sync.Mutex
	calls  int
	failed map[string]int
	billed int64 // tokens that it would charge
}

// failEvery is the interval of failing calls.
const failEvery = 5

// fault is one way to fail. If billed is true, the provider has done the work.
type fault struct {
	name     string
	billed   bool
	response func(w http.ResponseWriter, r *http.Request, response wireResponse)
}

func faultResponse(status int, body string, headers ...string) func(http.ResponseWriter, *http.Request, wireResponse) {
	return func(w http.ResponseWriter, r *http.Request, _ wireResponse) {
		respond(status, typeJSON, body, headers...)(w, r)
	}
}

var faults = []fault{
	{"429 with a time", false, faultResponse(429, `{"error":{"message":"Rate limit reached","type":"tokens"}}`, "Retry-After: 1")},
	{"a quota", false, faultResponse(429, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota"}}`)},
	{"500", false, faultResponse(500, `{"error":{"message":"The server had an error"}}`)},
	{"a closed connection", true, func(w http.ResponseWriter, _ *http.Request, _ wireResponse) {
		if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
			connection.Close()
		}
	}},
	{"truncated JSON", true, func(w http.ResponseWriter, _ *http.Request, response wireResponse) {
		body, _ := json.Marshal(response)
		w.Header().Set("Content-Type", typeJSON)
		w.Write(body[:len(body)/2])
	}},
	{"a wrong dimension", true, func(w http.ResponseWriter, _ *http.Request, response wireResponse) {
		response.Data[0].Embedding = response.Data[0].Embedding[1:]
		writeJSON(w, 200, response)
	}},
	{"NaN", true, func(w http.ResponseWriter, _ *http.Request, response wireResponse) {
		body, _ := json.Marshal(response)
		fmt.Fprint(w, strings.Replace(string(body), `"embedding":[`, `"embedding":[NaN,`, 1))
	}},
	{"too large", false, faultResponse(413, `{"error":"batch size > maximum allowed batch size"}`)},
	{"a timeout", true, func(_ http.ResponseWriter, r *http.Request, _ wireResponse) { waitForHangup(r) }},
}

func (p *faultyProvider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var request wireRequest
	if json.Unmarshal(body, &request) != nil || request.problem() != "" {
		writeError(w, http.StatusBadRequest, "unusable request")
		return
	}
	response := p.response(r, request)
	f := p.next(len(request.Input), response.Usage.PromptTokens)
	if f == nil {
		writeJSON(w, http.StatusOK, response)
		return
	}
	f.response(w, r, response)
}

// next counts a call and returns its fault, or nil. A single text is never too large.
func (p *faultyProvider) next(texts int, tokens int64) *fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	if p.calls%failEvery != 0 {
		p.billed += tokens
		return nil
	}
	f := &faults[p.calls/failEvery%len(faults)]
	if f.name == "too large" && texts < 4 {
		f = &faults[2]
	}
	p.failed[f.name]++
	if f.billed {
		p.billed += tokens
	}
	return f
}

// TestAllTextsAreEmbeddedWithAFaultyProvider repeats the call until all texts are
// embedded, like a user who embeds a catalogue.
func TestAllTextsAreEmbeddedWithAFaultyProvider(t *testing.T) {
	t.Parallel() // most of its time is waiting
	const texts, batch, budget = 400, 8, 4_000
	in := make([]string, texts)
	for i := range in {
		in[i] = fmt.Sprintf("episode number %d about databases", i)
	}
	p := &faultyProvider{provider: provider{t: t}, failed: map[string]int{}}
	d := connect(t, serve(t, p), func(c *Config) {
		c.MaxBatch = batch
		c.Timeout = 2 * time.Second // enough for a response on a busy machine
	})
	meter, err := embed.NewMeter(embed.Budget{Tokens: budget})
	if err != nil {
		t.Fatal(err)
	}
	var cache embedtest.Cache
	client := embed.NewClient(d, &cache, embed.WithMeter(meter))
	got := untilDone(t, client, &cache, in)

	want, err := embed.NewClient(embedtest.NewHashing(ownDimensions), embed.NoCache{}).Passages(t.Context(), in)
	if diff := gocmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range faults {
		if p.failed[f.name] == 0 {
			t.Errorf("the provider never failed with %s", f.name)
		}
	}
	spent := client.Spent()
	t.Logf("%d calls, %v failed, %d tokens billed, %d counted", p.calls, p.failed, p.billed, spent.Tokens)
	// At worst, with batches of four, 100 calls succeed and 25 fail.
	if p.calls > 130 || spent.Requests != int64(p.calls) {
		t.Errorf("%d calls, %d counted, want 130 at most", p.calls, spent.Requests)
	}
	if spent.Tokens < p.billed || spent.Tokens > budget || spent.Tokens > p.billed*5/4 {
		t.Errorf("%d tokens counted of %d billed, with a budget of %d", spent.Tokens, p.billed, budget)
	}
}

// untilDone repeats the call until it succeeds, and checks that no call loses cached
// vectors.
func untilDone(t *testing.T, client *embed.Client, cache *embedtest.Cache, texts []string) [][]float32 {
	t.Helper()
	cached := 0
	for range 2 * len(texts) {
		vectors, err := client.Passages(t.Context(), texts)
		if n := cache.Len(); n < cached {
			t.Fatalf("%d vectors cached, before there were %d", n, cached)
		} else {
			cached = n
		}
		switch {
		case err == nil:
			return vectors
		case errors.Is(err, embed.ErrBudget), errors.Is(err, embed.ErrTooLarge):
			t.Fatal(err)
		}
		if wait := client.RetryAfter(err); wait != 0 && wait != time.Second {
			t.Errorf("RetryAfter is %s for %v", wait, err)
		}
	}
	t.Fatal("the calls do not succeed")
	return nil
}
