package server_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data/testenv"
	"segue/server"
	"segue/server/limit"
)

// busyServer is a server with a client whose requests use all slots that one client may
// have. They end when free is called.
func busyServer(t *testing.T, change func(*fixture)) (w *fixture, free func()) {
	end := make(chan struct{})
	w = newFixture(t, func(w *fixture) {
		w.config.TrustedProxies = []string{"127.0.0.1"}
		w.engine.fail = func(ctx context.Context) error {
			<-end
			return nil
		}
		if change != nil {
			change(w)
		}
	})
	slots := 2*runtime.GOMAXPROCS(0) - 1
	var working sync.WaitGroup
	for range slots {
		working.Go(func() { w.do(t, http.MethodGet, "/v1/search?q=git", "X-Forwarded-For: 203.0.113.7") })
	}
	testenv.Wait(t, "the slots to be in use", func() bool { return w.server.Load().Working == slots })
	var once sync.Once
	free = func() { once.Do(func() { close(end); working.Wait() }) }
	t.Cleanup(free)
	return w, free
}

func TestABusyServerRefusesRankedAnswersAndNothingElse(t *testing.T) {
	w, free := busyServer(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "page") })
	})
	for _, tt := range []struct {
		name, client, method, address string
		status                        int
		code                          string
	}{
		{"a search of the same client is refused", "203.0.113.7", "GET", "/v1/search?q=git", 503, "overloaded"},
		{"also in the list of episodes", "203.0.113.7", "GET", "/v1/episodes", 503, "overloaded"},
		{"another client gets an answer", "203.0.113.8", "GET", "/v1/episodes", 200, ""},
		{"health does not wait", "203.0.113.7", "GET", "/healthz", 200, ""},
		{"readiness does not wait", "203.0.113.7", "GET", "/readyz", 200, ""},
		{"administration does not wait", "203.0.113.7", "GET", "/v1/feeds", 200, ""},
		{"the document does not wait", "203.0.113.7", "GET", "/openapi.json", 200, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.do(t, tt.method, tt.address, "X-Forwarded-For: "+tt.client, "Authorization: Bearer "+adminKey)
			if got.status != tt.status || tt.code != "" && (got.member("code") != tt.code || got.header.Get("Retry-After") != "1") {
				t.Errorf("status %d, Retry-After %q: %s", got.status, got.header.Get("Retry-After"), got.body)
			}
		})
	}
	if got := w.do(t, "GET", "/page", "X-Forwarded-For: 203.0.113.7"); got.status != 503 || got.body != "busy" || got.header.Get("Retry-After") != "1" {
		t.Errorf("page: status %d: %s", got.status, got.body)
	}
	free()
	if d := cmp.Diff(limit.Stats{Refused: 3}, w.server.Load()); d != "" {
		t.Errorf("counters (-want +got):\n%s", d)
	}
	if got := w.do(t, "GET", "/v1/search?q=git", "X-Forwarded-For: 203.0.113.7"); got.status != 200 {
		t.Errorf("after that: status %d: %s", got.status, got.body)
	}
}

func TestAClientThatSendsOrReadsSlowlyHoldsNoSlot(t *testing.T) {
	w := newFixture(t, nil)
	for range 2 * runtime.GOMAXPROCS(0) {
		connection, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		fmt.Fprint(connection, "POST /v1/recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	}
	if got := w.do(t, "GET", "/v1/search?q=git"); got.status != 200 || w.server.Load().Working != 0 {
		t.Errorf("status %d, counters %+v", got.status, w.server.Load())
	}
}

func TestRequestsAboveTheRateAreRefused(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.TrustedProxies = []string{"127.0.0.1"}
		w.config.Limits = server.Limits{Address: limit.Rate{Requests: 2, Per: time.Hour}, Key: limit.Rate{Requests: 1, Per: time.Hour}}
	})
	names := []string{"RateLimit-Policy", "RateLimit", "Retry-After"}
	for _, tt := range []struct {
		name, client, address string
		status                int
		headers               []string
	}{
		{"the first request", "203.0.113.7", "/v1/episodes", 200, []string{`RateLimit-Policy: "address";q=2;w=3600`, `RateLimit: "address";r=1;t=1800`}},
		{"the second request has another route", "203.0.113.7", "/v1/search?q=git", 200, []string{`RateLimit-Policy: "address";q=2;w=3600`, `RateLimit: "address";r=0;t=3600`}},
		{"the third request is refused", "203.0.113.7", "/v1/search?q=git", 429,
			[]string{`RateLimit-Policy: "address";q=2;w=3600`, `RateLimit: "address";r=0;t=3600`, "Retry-After: 1800"}},
		{"another client is not affected", "203.0.113.8", "/v1/episodes", 200, []string{`RateLimit-Policy: "address";q=2;w=3600`, `RateLimit: "address";r=1;t=1800`}},
		{"health has no limit", "203.0.113.7", "/healthz", 200, []string{}},
		{"the first request with the key", "203.0.113.7", "/v1/feeds", 200, []string{`RateLimit-Policy: "key";q=1;w=3600`, `RateLimit: "key";r=0;t=3600`}},
		{"the second request with the key is refused", "203.0.113.9", "/v1/feeds", 429,
			[]string{`RateLimit-Policy: "key";q=1;w=3600`, `RateLimit: "key";r=0;t=3600`, "Retry-After: 3600"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.do(t, "GET", tt.address, "X-Forwarded-For: "+tt.client, "Authorization: Bearer "+adminKey)
			if d := cmp.Diff(tt.headers, headersOf(got, names...)); d != "" || got.status != tt.status {
				t.Errorf("status %d, headers (-want +got):\n%s", got.status, d)
			}
		})
	}
}

func TestAClientThatClosedItsSendingSideGetsATimeout(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.engine.fail = func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}
	})
	connection, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprint(connection, "GET /v1/search?q=git HTTP/1.0\r\n\r\n")
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(connection)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.0 504 ") || !strings.Contains(string(answer), `"code":"timeout"`) {
		t.Errorf("answer %q, error %v", answer, err)
	}
}
