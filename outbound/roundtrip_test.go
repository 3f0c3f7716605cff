package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// status returns a handler that answers with a status.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		fmt.Fprintf(w, "said %d", code)
	}
}

func withRetryAfter(code int, value string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", value)
		status(code)(w, r)
	}
}

func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { hijack(w, text) }
}

func okHandler(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "fine") }

// hang sends no response until the client gives up. trickle sends one byte a second
// forever.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func trickle(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		io.WriteString(w, ".")
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(time.Second):
		}
	}
}

func TestRetryableResponsesAreRetried(t *testing.T) {
	ok := result{Status: 200, Body: "fine"}
	for _, tt := range []struct {
		name   string
		first  http.HandlerFunc // handles the first two attempts
		calls  int
		result result
	}{
		{"a success is final", okHandler, 1, ok},
		{"408 is retried", status(408), 3, ok},
		{"425 is retried", status(425), 3, ok},
		{"429 is retried", status(429), 3, ok},
		{"500 is retried", status(500), 3, ok},
		{"502 is retried", status(502), 3, ok},
		{"503 is retried", status(503), 3, ok},
		{"504 is retried", status(504), 3, ok},
		{"a closed connection is retried", raw(""), 3, ok},
		{"a response that is not HTTP is retried", raw("220 mail.example ESMTP\r\n\r\n"), 3, ok},
		{"a truncated response is retried", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss"), 3, ok},
		{"a truncated chunked response is retried", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<rss\r\n"), 3, ok},
		{"corrupt gzip is retried", raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08garbage"), 3, ok},
		{"a timeout is retried", hang, 3, ok},
		{"a response that trickles forever is retried", trickle, 3, ok},
		{"a Retry-After that is short enough is waited for", withRetryAfter(503, "9"), 3, ok},
		{"a Retry-After that is too long is not waited for", withRetryAfter(503, "11"), 1, result{Status: 503, Body: "said 503"}},
		{"an invalid Retry-After is ignored", withRetryAfter(503, "soon"), 3, ok},
		{"304 is final", status(304), 1, result{Status: 304}},
		{"400 is final", status(400), 1, result{Status: 400, Body: "said 400"}},
		{"401 is final", status(401), 1, result{Status: 401, Body: "said 401"}},
		{"404 is final", status(404), 1, result{Status: 404, Body: "said 404"}},
		{"410 is final", status(410), 1, result{Status: 410, Body: "said 410"}},
		{"501 is final", status(501), 1, result{Status: 501, Body: "said 501"}},
		{"505 is final", status(505), 1, result{Status: 505, Body: "said 505"}},
		{"404 with a truncated body is final", raw("HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\nno"), 1, result{Status: 404, Body: "no"}},
		{"a redirect to an invalid URL is final", raw("HTTP/1.1 301 Moved\r\nLocation: http://[secret\r\nContent-Length: 0\r\n\r\n"), 1,
			result{Err: "unusable address: feeds.example redirects to an invalid URL"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				policy := Policy{Attempts: 3, AttemptTimeout: 20 * time.Second, MaxRetryAfter: 10 * time.Second}
				client := newTestClient(t, policy, func(w http.ResponseWriter, r *http.Request) {
					if calls++; calls < 3 {
						tt.first(w, r)
						return
					}
					okHandler(w, r)
				})
				got, _ := get(t.Context(), client, "http://feeds.example/show.xml?key=secret")
				if diff := cmp.Diff(tt.result, got); diff != "" || calls != tt.calls {
					t.Fatalf("after %d calls, want %d (-want +got):\n%s", calls, tt.calls, diff)
				}
			})
		})
	}
}

func TestTheCallerGetsTheResultOfTheLastAttempt(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		result  result
		failure Failure
	}{
		{"the host's response, if there is one", status(503), result{Status: 503, Body: "said 503"}, ""},
		{"a lost connection", raw(""), result{Err: "feeds.example: EOF (3 attempts)"}, Disconnected},
		{"a timeout", hang, result{Err: "feeds.example: no complete response within 20s (3 attempts)"}, TimedOut},
		{"a timeout of a response that trickles", trickle, result{Err: "feeds.example: no complete response within 20s (3 attempts)"}, TimedOut},
		{"a truncated response", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss"),
			result{Err: "feeds.example: response truncated or corrupt: unexpected EOF (3 attempts)"}, Corrupt},
		{"the host's text, printable", raw("HTTP/1.1 200 OK\r\n\x1b[31mred\r\n\r\n"),
			result{Err: `feeds.example: net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: "\x1b[31mred" (3 attempts)`}, Disconnected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, Policy{Attempts: 3, AttemptTimeout: 20 * time.Second}, tt.handler)
				got, err := get(t.Context(), client, "http://feeds.example/")
				if diff := cmp.Diff(tt.result, got); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
				if failed, ok := errors.AsType[*Error](err); ok && (failed.Failure != tt.failure || failed.Attempts != 3 || !failed.Temporary()) {
					t.Fatalf("got %+v", failed)
				}
			})
		})
	}
}

func TestWaitsGrowAndRespectRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var came []time.Duration
		start, retryAfter := time.Now(), []string{"", "", "", "40", ""}
		policy := Policy{Attempts: 6, MinBackoff: time.Second, MaxBackoff: 4 * time.Second, MaxRetryAfter: time.Minute}
		client := newTestClient(t, policy, func(w http.ResponseWriter, r *http.Request) {
			if came = append(came, time.Since(start)); len(came) <= len(retryAfter) {
				withRetryAfter(503, retryAfter[len(came)-1])(w, r)
				return
			}
			okHandler(w, r)
		})
		if _, err := get(t.Context(), client, "http://feeds.example/"); err != nil {
			t.Fatal(err)
		}
		for i, longest := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 40 * time.Second, 4 * time.Second} {
			shortest := longest / 2
			if retryAfter[i] != "" {
				shortest = longest
			}
			if wait := came[i+1] - came[i]; wait < shortest || wait > longest {
				t.Errorf("wait %d is %s, want %s to %s", i+1, wait, shortest, longest)
			}
		}
	})
}

func TestTheDeadlineOfTheRequestLimitsAllAttempts(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		after   time.Duration // maximum time until the caller has the result
		result  result
	}{
		{"a wait beyond the deadline is not started", withRetryAfter(503, "20"), 0, result{Status: 503, Body: "said 503"}},
		{"an attempt ends at the deadline", hang, 10 * time.Second, result{Err: "feeds.example: context deadline exceeded"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				client := newTestClient(t, Policy{Attempts: 9, MaxRetryAfter: time.Hour}, tt.handler)
				got, _ := get(ctx, client, "http://feeds.example/")
				if diff := cmp.Diff(tt.result, got); diff != "" || time.Since(start) > tt.after {
					t.Fatalf("after %s (-want +got):\n%s", time.Since(start), diff)
				}
			})
		})
	}
}

func TestACancelledRequestEndsAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
	}{
		{"during an attempt", hang},
		{"during the wait for the next attempt", withRetryAfter(503, "600")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				client := newTestClient(t, Policy{Attempts: 9, MaxRetryAfter: time.Hour}, tt.handler)
				_, err := get(ctx, client, "http://feeds.example/")
				if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
					t.Fatalf("got %v after %s", err, time.Since(start))
				}
			})
		})
	}
}

func TestARequestIsRetriedOnlyIfItsBodyCanBeSentAgain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		body   io.Reader
		bodies []string
		status int
	}{
		{"a body in memory can", strings.NewReader("texts"), []string{"texts", "texts"}, 200},
		{"a stream cannot", io.NopCloser(strings.NewReader("texts")), []string{"texts"}, 503},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies []string
				client := newTestClient(t, Provider(), func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					if bodies = append(bodies, string(body)); len(bodies) == 1 {
						status(503)(w, r)
					}
				})
				response, err := client.Post("http://provider.example/", "text/plain", tt.body)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.bodies, bodies); diff != "" || response.StatusCode != tt.status {
					t.Fatalf("got status %d (-want +got):\n%s", response.StatusCode, diff)
				}
			})
		})
	}
}

func TestARequestFailsIfItsBodyCannotBeReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Policy{Attempts: 3}, status(503))
		request, _ := http.NewRequest(http.MethodPost, "http://provider.example/", strings.NewReader("texts"))
		request.GetBody = func() (io.ReadCloser, error) { return nil, errors.New("gone") }
		got, err := do(client, request)
		want := result{Err: "provider.example: cannot read the request body: gone (2 attempts)"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("error %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestAnExhaustedQuotaIsNotRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		said := `{"error":{"code":"insufficient_quota"}}`
		client := newTestClient(t, Provider(), func(w http.ResponseWriter, _ *http.Request) {
			calls++
			w.WriteHeader(http.StatusTooManyRequests)
			io.WriteString(w, said)
		})
		got, err := get(t.Context(), client, "http://provider.example/")
		if diff := cmp.Diff(result{Status: 429, Body: said}, got); diff != "" || calls != 1 {
			t.Fatalf("%d calls, error %v (-want +got):\n%s", calls, err, diff)
		}
	})
}

func TestUserAgentAndAcceptEncodingAreSet(t *testing.T) {
	for _, tt := range []struct {
		name          string
		policy        Policy
		header        http.Header
		agent, coding string
	}{
		{"the policy's user agent", Policy{UserAgent: "Segue/1.0"}, nil, "Segue/1.0", "zstd, gzip"},
		{"the default user agent", Policy{}, nil, "Segue", "zstd, gzip"},
		{"the request's own headers", Policy{}, http.Header{"User-Agent": {"mine"}, "Accept-Encoding": {"identity"}}, "mine", "identity"},
		{"a range is not compressed", Policy{}, http.Header{"Range": {"bytes=0-9"}}, "Segue", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, tt.policy, func(w http.ResponseWriter, r *http.Request) {
					fmt.Fprint(w, r.UserAgent(), "|", r.Header.Get("Accept-Encoding"))
				})
				request, _ := http.NewRequest(http.MethodGet, "http://feeds.example/", nil)
				if tt.header != nil {
					request.Header = tt.header
				}
				got, err := do(client, request)
				if diff := cmp.Diff(result{Status: 200, Body: tt.agent + "|" + tt.coding}, got); diff != "" {
					t.Fatalf("error %v (-want +got):\n%s", err, diff)
				}
			})
		})
	}
}
