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

// crowd counts how many requests are under way, by host.
type crowd struct {
	mu        sync.Mutex
	now, most map[string]int
}

func (c *crowd) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	c.add(r.Host, 1)
	c.add("all", 1)
	time.Sleep(time.Second)
	c.add(r.Host, -1)
	c.add("all", -1)
}

func (c *crowd) add(host string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now[host] += n
	c.most[host] = max(c.most[host], c.now[host])
}

func TestNoMoreRequestsAreUnderWayThanThePolicyAllows(t *testing.T) {
	for _, tt := range []struct {
		name                string
		perHost, concurrent int
		want                map[string]int
		seconds             int
	}{
		{"one to each host", 1, 0, map[string]int{"a.example": 1, "b.example": 1, "c.example": 1, "all": 3}, 4},
		{"two to each host, four in all", 2, 4, map[string]int{"a.example": 2, "b.example": 2, "c.example": 2, "all": 4}, 3},
		{"as many as there are", 0, 0, map[string]int{"a.example": 4, "b.example": 4, "c.example": 4, "all": 12}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &crowd{now: map[string]int{}, most: map[string]int{}}
				client := on(t, Policy{PerHost: tt.perHost, Concurrent: tt.concurrent}, c.ServeHTTP)
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

func TestARequestMayBeCancelledWhileItWaitsInLine(t *testing.T) {
	for name, policy := range map[string]Policy{
		"for its host":   {PerHost: 1},
		"for any host":   {Concurrent: 1},
		"for its minute": {PerMinute: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				client := on(t, policy, func(http.ResponseWriter, *http.Request) {
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
					t.Errorf("the place is not free again: %+v", got)
				}
			})
		})
	}
}

func TestARequestWhoseTurnComesTooLateFailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Policy{PerMinute: 2}, fine)
		if _, err := get(t.Context(), client, "http://feeds.example/"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		start := time.Now()
		got, err := get(ctx, client, "http://feeds.example/")
		want := answer{Err: "too many requests for the time that is left: the turn comes in 30s at 2 requests a minute"}
		if diff := cmp.Diff(want, got); diff != "" || !errors.Is(err, ErrOverBudget) || time.Since(start) != 0 {
			t.Fatalf("after %s (-want +got):\n%s", time.Since(start), diff)
		}
		if later, ok := err.(interface{ RetryAfter() time.Duration }); !ok || later.RetryAfter().Round(time.Second) != 30*time.Second {
			t.Fatalf("got %v", later)
		}
		// It took no turn away from those who have the time.
		if _, err := get(t.Context(), client, "http://feeds.example/"); err != nil || time.Since(start).Round(time.Second) != 30*time.Second {
			t.Fatalf("error %v after %s", err, time.Since(start))
		}
	})
}

func TestAHostThatFailsIsLeftAloneForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, broken := 0, true
		policy := Policy{Breaker: Breaker{Failures: 3, Pause: time.Minute}}
		client := on(t, policy, func(w http.ResponseWriter, r *http.Request) {
			if calls++; broken && r.Host == "feeds.example" {
				raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")(w, r)
			}
		})
		expect := func(step string, wantCalls int, want answer) {
			t.Helper()
			got, _ := get(t.Context(), client, "http://feeds.example/")
			if diff := cmp.Diff(want, got); diff != "" || calls != wantCalls {
				t.Fatalf("%s: %d calls, want %d (-want +got):\n%s", step, calls, wantCalls, diff)
			}
		}
		lost := answer{Err: "feeds.example: the answer is cut short or garbled: unexpected EOF"}
		alone := func(seconds string) answer {
			return answer{Err: "host left alone: feeds.example failed too often in a row, and is tried again in " + seconds}
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
		expect("half open, and it fails", 5, lost)
		expect("open again", 5, alone("1m0s"))
		time.Sleep(time.Minute)
		broken = false
		expect("half open, and it answers", 6, answer{Status: 200})
		broken = true
		expect("closed, counts anew", 7, lost)
		expect("closed, counts anew", 8, lost)
		broken = false
		expect("closed, an answer breaks the row", 9, answer{Status: 200})
		broken = true
		expect("closed, counts anew", 10, lost)
		expect("closed, counts anew", 11, lost)
		expect("closed, counts anew", 12, lost)
		expect("open", 12, alone("1m0s"))
	})
}

func TestOneRequestFindsOutWhetherAHostIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		client := on(t, Policy{Breaker: Breaker{Failures: 1, Pause: time.Minute}}, func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1) == 1 {
				status(500)(w, r)
				return
			}
			time.Sleep(10 * time.Second)
			fine(w, r)
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

func TestOnlyFailuresOfTheHostOpenItsBreaker(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		opens   bool
	}{
		{"a status of trouble does", status(503), true},
		{"an answer that comes late does", hangs, true},
		{"an answer that is cut short does", raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), true},
		{"a missing page does not", status(404), false},
		{"asking to wait does not", asksToWait(429, "600"), false},
		{"what it will never do does not", status(501), false},
		{"an answer that is too large does not", raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := on(t, Policy{Breaker: Breaker{Failures: 2, Pause: time.Minute}}, tt.handler)
				var err error
				for range 3 {
					_, err = get(t.Context(), client, "http://feeds.example/")
				}
				if errors.Is(err, ErrOpen) != tt.opens {
					t.Fatalf("got %v", err)
				}
			})
		})
	}
}

func TestACallerWhoGivesUpSaysNothingAboutTheHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Policy{Breaker: Breaker{Failures: 1, Pause: time.Minute}}, hangs)
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := get(ctx, client, "http://feeds.example/"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			cancel()
		}
	})
}

func TestARequestIsNotTriedAgainWithAHostThatIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		policy := Policy{Attempts: 9, Breaker: Breaker{Failures: 3, Pause: time.Minute}}
		client := on(t, policy, func(w http.ResponseWriter, r *http.Request) {
			calls++
			status(503)(w, r)
		})
		got, _ := get(t.Context(), client, "http://feeds.example/")
		if diff := cmp.Diff(answer{Status: 503, Body: "said 503"}, got); diff != "" || calls != 3 {
			t.Fatalf("%d calls (-want +got):\n%s", calls, diff)
		}
	})
}

func TestAnAnswerThatCameIsHandedBackWhereNoAttemptMayFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		policy := Policy{Attempts: 9, PerMinute: 1}
		client := on(t, policy, status(503))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		got, _ := get(ctx, client, "http://feeds.example/")
		if diff := cmp.Diff(answer{Status: 503, Body: "said 503"}, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestHostsThatAnswerAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Policy{Breaker: Breaker{Failures: 3, Pause: time.Minute}}, func(w http.ResponseWriter, r *http.Request) {
			if r.Host == "bad.example" {
				raw("")(w, r)
			}
		})
		for i := range 20 {
			get(t.Context(), client, fmt.Sprintf("http://feeds%d.example/", i))
		}
		get(t.Context(), client, "http://bad.example/")
		known := client.Transport.(*path).hosts.known
		if _, bad := known["bad.example:80"]; len(known) != 1 || !bad {
			t.Fatalf("%d hosts are known", len(known))
		}
	})
}

func TestHostsThatFailAreNotRememberedWithoutEnd(t *testing.T) {
	known := newHosts(Feeds().complete())
	used := known.take(mustParse(t, "http://used.example/"))
	for i := range 2*maxHosts + 5 {
		h := known.take(mustParse(t, fmt.Sprintf("http://bad%d.example/", i)))
		h.record(fails)
		known.release(h)
	}
	if n := len(known.known); n > maxHosts || known.known[used.key] != used {
		t.Fatalf("%d hosts are known", n)
	}
}

func TestOneHostHasOneNameHoweverItIsWritten(t *testing.T) {
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
