package outbound

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// faults are the temporary failures of a host.
var faults = []http.HandlerFunc{
	withRetryAfter(http.StatusTooManyRequests, "0"),
	withRetryAfter(http.StatusServiceUnavailable, "3"),
	status(http.StatusRequestTimeout),
	status(http.StatusInternalServerError),
	status(http.StatusBadGateway),
	status(http.StatusGatewayTimeout),
	raw(""),                                                  // closed
	raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut"), // truncated
	raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08garbage"), // corrupt
	raw("nonsense\r\n\r\n"),
	hang,
	trickle,
}

// flaky fails a fifth of all calls. Whether a request fails depends on its number and on
// the number of its attempts, so the number of necessary attempts is known.
type flaky struct {
	seed uint64
	mu   sync.Mutex
	came map[int]int // number of attempts, by request
}

// fault returns the failure of the given attempt of a request, or nil.
func (f *flaky) fault(request, attempt int) http.HandlerFunc {
	random := rand.New(rand.NewPCG(f.seed, uint64(request)<<16|uint64(attempt)))
	if random.Float64() >= .2 {
		return nil
	}
	return faults[random.IntN(len(faults))]
}

// needed returns the number of attempts that a request needs.
func (f *flaky) needed(request int) int {
	n := 1
	for f.fault(request, n) != nil {
		n++
	}
	return n
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	request, err := strconv.Atoi(string(body))
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	f.came[request]++
	fault := f.fault(request, f.came[request])
	f.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	fmt.Fprint(w, "vector ", request)
}

func TestEveryRequestSucceedsWithAFlakyHostWithoutExtraAttempts(t *testing.T) {
	const requests = 500
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				host := &flaky{seed: seed, came: map[int]int{}}
				policy := Provider()
				policy.Attempts = 12
				client := newTestClient(t, policy, host.ServeHTTP)
				var all sync.WaitGroup
				for i := range requests {
					all.Go(func() {
						request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://provider.example/", nil)
						request.Body, request.GetBody = bodyOf(i)
						got, _ := do(client, request)
						if diff := cmp.Diff(result{Status: 200, Body: fmt.Sprint("vector ", i)}, got); diff != "" {
							t.Errorf("request %d (-want +got):\n%s", i, diff)
						}
					})
				}
				all.Wait()
				for i := range requests {
					if host.came[i] != host.needed(i) {
						t.Errorf("request %d: %d attempts, want %d", i, host.came[i], host.needed(i))
					}
				}
			})
		})
	}
}

func TestPerMinuteIsNeverExceededWithAFlakyHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const perMinute = 30
		host := &flaky{seed: 1, came: map[int]int{}}
		var mu sync.Mutex
		var sent []time.Time
		policy := Provider()
		policy.Attempts, policy.PerMinute, policy.Breaker = 12, perMinute, Breaker{}
		client := newTestClient(t, policy, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			sent = append(sent, time.Now())
			mu.Unlock()
			host.ServeHTTP(w, r)
		})
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://provider.example/", nil)
				request.Body, request.GetBody = bodyOf(i)
				if got, _ := do(client, request); got.Status != 200 {
					t.Errorf("got %+v", got)
				}
			})
		}
		all.Wait()
		for i := perMinute; i < len(sent); i++ {
			if in := sent[i].Sub(sent[i-perMinute]); in < time.Minute {
				t.Fatalf("%d requests within %s", perMinute+1, in)
			}
		}
	})
}
