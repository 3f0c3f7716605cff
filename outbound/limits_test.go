package outbound

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// inFlight counts the concurrent requests, by host.
type inFlight struct {
	mu        sync.Mutex
	now, most map[string]int
}

func (c *inFlight) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	c.add(r.Host, 1)
	c.add("all", 1)
	time.Sleep(time.Second)
	c.add(r.Host, -1)
	c.add("all", -1)
}

func (c *inFlight) add(host string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now[host] += n
	c.most[host] = max(c.most[host], c.now[host])
}

func TestConcurrentRequestsAreLimited(t *testing.T) {
	for _, tt := range []struct {
		name                string
		perHost, concurrent int
		want                map[string]int
		seconds             int
	}{
		{"one per host", 1, 0, map[string]int{"a.example": 1, "b.example": 1, "c.example": 1, "all": 3}, 4},
		{"two per host, four in total", 2, 4, map[string]int{"a.example": 2, "b.example": 2, "c.example": 2, "all": 4}, 3},
		{"no limit", 0, 0, map[string]int{"a.example": 4, "b.example": 4, "c.example": 4, "all": 12}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &inFlight{now: map[string]int{}, most: map[string]int{}}
				client := newTestClient(t, Policy{PerHost: tt.perHost, Concurrent: tt.concurrent}, c.ServeHTTP)
				start := time.Now()
				var all sync.WaitGroup
				for i := range 12 {
					all.Go(func() {
						if _, err := get(t.Context(), client, fmt.Sprintf("http://%c.example/", 'a'+i%3)); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				for host, want := range tt.want {
					if c.most[host] > want {
						t.Errorf("%d at %s, want %d", c.most[host], host, want)
					}
				}
				if took := time.Since(start); took < time.Duration(tt.seconds)*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

func TestAWaitingRequestCanBeCancelled(t *testing.T) {
	for name, policy := range map[string]Policy{
		"for a slot of its host":   {PerHost: 1},
		"for a slot of all hosts":  {Concurrent: 1},
		"for the limit per minute": {PerMinute: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				client := newTestClient(t, policy, func(http.ResponseWriter, *http.Request) {
					calls++
					time.Sleep(10 * time.Second)
				})
				var first sync.WaitGroup
				first.Go(func() { get(t.Context(), client, "http://feeds.example/") })
				synctest.Wait()
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				got, err := get(ctx, client, "http://feeds.example/")
				if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second || calls != 1 {
					t.Errorf("got %+v after %s and %d calls", got, time.Since(start), calls)
				}
				first.Wait()
				if got, _ := get(t.Context(), client, "http://feeds.example/"); got.Status != 200 {
					t.Errorf("the slot is not free: %+v", got)
				}
			})
		})
	}
}

func TestARequestFailsAtOnceIfPerMinuteDoesNotAllowItInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Policy{PerMinute: 2}, okHandler)
		if _, err := get(t.Context(), client, "http://feeds.example/"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		start := time.Now()
		got, err := get(ctx, client, "http://feeds.example/")
		want := result{Err: "request limit reached: 2 requests a minute; the next one may be sent in 30s, after the deadline"}
		if diff := cmp.Diff(want, got); diff != "" || !errors.Is(err, ErrRateExceeded) || time.Since(start) != 0 {
			t.Fatalf("after %s (-want +got):\n%s", time.Since(start), diff)
		}
		if later, ok := err.(interface{ RetryAfter() time.Duration }); !ok || later.RetryAfter().Round(time.Second) != 30*time.Second {
			t.Fatalf("got %v", later)
		}
		// It does not delay later requests.
		if _, err := get(t.Context(), client, "http://feeds.example/"); err != nil || time.Since(start).Round(time.Second) != 30*time.Second {
			t.Fatalf("error %v after %s", err, time.Since(start))
		}
	})
}

func TestTheBreakerOpensAfterFailuresInARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, broken := 0, true
		policy := Policy{Breaker: Breaker{Failures: 3, Pause: time.Minute}}
		client := newTestClient(t, policy, func(w http.ResponseWriter, r *http.Request) {
			if calls++; broken && r.Host == "feeds.example" {
				raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")(w, r)
			}
		})
		expect := func(step string, wantCalls int, want result) {
			t.Helper()
			got, _ := get(t.Context(), client, "http://feeds.example/")
			if diff := cmp.Diff(want, got); diff != "" || calls != wantCalls {
				t.Fatalf("%s: %d calls, want %d (-want +got):\n%s", step, calls, wantCalls, diff)
			}
		}
		lost := result{Err: "feeds.example: response truncated or corrupt: unexpected EOF"}
		alone := func(seconds string) result {
			return result{Err: "host paused after failures: feeds.example failed several times in a row; next attempt in " + seconds}
		}
		expect("first failure", 1, lost)
		expect("second failure", 2, lost)
		expect("third failure", 3, lost)
		expect("open", 3, alone("1m0s"))
		time.Sleep(40 * time.Second)
		expect("still open", 3, alone("20s"))
		if got, _ := get(t.Context(), client, "http://other.example/"); got.Status != 200 {
			t.Fatalf("another host: %+v", got)
		}
		time.Sleep(20 * time.Second)
		expect("half open, the host fails", 5, lost)
		expect("open again", 5, alone("1m0s"))
		time.Sleep(time.Minute)
		broken = false
		expect("half open, the host answers", 6, result{Status: 200})
		broken = true
		expect("closed, counts from 0", 7, lost)
		expect("closed, counts from 0", 8, lost)
		broken = false
		expect("closed, a success resets the count", 9, result{Status: 200})
		broken = true
		expect("closed, counts from 0", 10, lost)
		expect("closed, counts from 0", 11, lost)
		expect("closed, counts from 0", 12, lost)
		expect("open", 12, alone("1m0s"))
	})
}

func TestOneRequestTestsAHostAfterThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		client := newTestClient(t, Policy{Breaker: Breaker{Failures: 1, Pause: time.Minute}}, func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1) == 1 {
				status(500)(w, r)
				return
			}
			time.Sleep(10 * time.Second)
			okHandler(w, r)
		})
		get(t.Context(), client, "http://feeds.example/")
		time.Sleep(time.Minute)
		var probe sync.WaitGroup
		probe.Go(func() { get(t.Context(), client, "http://feeds.example/") })
		synctest.Wait()
		_, err := get(t.Context(), client, "http://feeds.example/")
		if alone, ok := errors.AsType[*BreakerError](err); !ok || alone.RetryAfter() != probeTime || calls.Load() != 2 {
			t.Errorf("got %v after %d calls", err, calls.Load())
		}
		probe.Wait()
		if got, _ := get(t.Context(), client, "http://feeds.example/"); got.Status != 200 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestOnlyHostFailuresOpenTheBreaker(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		opens   bool
	}{
		{"status 503 opens it", status(503), true},
		{"a timeout opens it", hang, true},
		{"a truncated response opens it", raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), true},
		{"status 404 does not", status(404), false},
		{"status 429 does not", withRetryAfter(429, "600"), false},
		{"status 501 does not", status(501), false},
		{"a response that is too large does not", raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, Policy{Breaker: Breaker{Failures: 2, Pause: time.Minute}}, tt.handler)
				var err error
				for range 3 {
					_, err = get(t.Context(), client, "http://feeds.example/")
				}
				if errors.Is(err, ErrBreakerOpen) != tt.opens {
					t.Fatalf("got %v", err)
				}
			})
		})
	}
}

func TestACallersTimeoutDoesNotOpenTheBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Policy{Breaker: Breaker{Failures: 1, Pause: time.Minute}}, hang)
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := get(ctx, client, "http://feeds.example/"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			cancel()
		}
	})
}

func TestRetriesStopWhenTheBreakerOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		policy := Policy{Attempts: 9, Breaker: Breaker{Failures: 3, Pause: time.Minute}}
		client := newTestClient(t, policy, func(w http.ResponseWriter, r *http.Request) {
			calls++
			status(503)(w, r)
		})
		got, _ := get(t.Context(), client, "http://feeds.example/")
		if diff := cmp.Diff(result{Status: 503, Body: "said 503"}, got); diff != "" || calls != 3 {
			t.Fatalf("%d calls (-want +got):\n%s", calls, diff)
		}
	})
}

func TestTheLastResponseIsReturnedIfNoRetryIsAllowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := Policy{Attempts: 9, PerMinute: 1}
		client := newTestClient(t, policy, status(503))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		got, _ := get(ctx, client, "http://feeds.example/")
		if diff := cmp.Diff(result{Status: 503, Body: "said 503"}, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestHealthyHostsAreRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Policy{Breaker: Breaker{Failures: 3, Pause: time.Minute}}, func(w http.ResponseWriter, r *http.Request) {
			if r.Host == "bad.example" {
				raw("")(w, r)
			}
		})
		for i := range 20 {
			get(t.Context(), client, fmt.Sprintf("http://feeds%d.example/", i))
		}
		get(t.Context(), client, "http://bad.example/")
		byKey := client.Transport.(*policyTransport).hosts.byKey
		if _, bad := byKey["bad.example:80"]; len(byKey) != 1 || !bad {
			t.Fatalf("%d hosts are known", len(byKey))
		}
	})
}

func TestTheNumberOfFailingHostsIsLimited(t *testing.T) {
	byKey := newHosts(Feeds().withDefaults())
	used := byKey.acquire(mustParse(t, "http://used.example/"))
	for i := range 2*maxHosts + 5 {
		h := byKey.acquire(mustParse(t, fmt.Sprintf("http://bad%d.example/", i)))
		h.record(hostFailed)
		byKey.release(h)
	}
	if n := len(byKey.byKey); n > maxHosts || byKey.byKey[used.key] != used {
		t.Fatalf("%d hosts are known", n)
	}
}

func TestHostPortNormalisesTheHost(t *testing.T) {
	for _, tt := range []struct{ url, want string }{
		{"http://feeds.example/", "feeds.example:80"},
		{"http://FEEDS.Example:80/x", "feeds.example:80"},
		{"http://feeds.example.:80", "feeds.example:80"},
		{"https://feeds.example", "feeds.example:443"},
		{"https://[2001:DB8::1]:8443", "[2001:db8::1]:8443"},
	} {
		if got := hostPort(mustParse(t, tt.url)); got != tt.want {
			t.Errorf("%s is %q, want %q", tt.url, got, tt.want)
		}
	}
}
