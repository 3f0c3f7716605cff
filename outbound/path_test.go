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

// status answers with a status and nothing else to say.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		fmt.Fprintf(w, "said %d", code)
	}
}

func asksToWait(code int, value string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", value)
		status(code)(w, r)
	}
}

func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { hijack(w, text) }
}

func fine(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "fine") }

// hangs keeps an answer back until the client gives up, and trickles sends it
// byte by byte forever.
func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func trickles(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		io.WriteString(w, ".")
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(time.Second):
		}
	}
}

func TestAnAnswerIsTriedAgainWhereThatMayHelp(t *testing.T) {
	ok := answer{Status: 200, Body: "fine"}
	for _, tt := range []struct {
		name   string
		first  http.HandlerFunc // the answer to all attempts but the last
		calls  int
		answer answer
	}{
		{"a success is final", fine, 1, ok},
		{"408 is tried again", status(408), 3, ok},
		{"425 is tried again", status(425), 3, ok},
		{"429 is tried again", status(429), 3, ok},
		{"500 is tried again", status(500), 3, ok},
		{"502 is tried again", status(502), 3, ok},
		{"503 is tried again", status(503), 3, ok},
		{"504 is tried again", status(504), 3, ok},
		{"a connection that is closed is tried again", raw(""), 3, ok},
		{"what is not HTTP is tried again", raw("220 mail.example ESMTP\r\n\r\n"), 3, ok},
		{"an answer that is cut short is tried again", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss"), 3, ok},
		{"chunks that end early are tried again", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<rss\r\n"), 3, ok},
		{"garbled gzip is tried again", raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08garbage"), 3, ok},
		{"an answer that never comes is tried again", hangs, 3, ok},
		{"an answer that trickles forever is tried again", trickles, 3, ok},
		{"a Retry-After that is short enough is waited for", asksToWait(503, "9"), 3, ok},
		{"a Retry-After that is too long is not waited for", asksToWait(503, "11"), 1, answer{Status: 503, Body: "said 503"}},
		{"a Retry-After that makes no sense does not matter", asksToWait(503, "soon"), 3, ok},
		{"304 is final", status(304), 1, answer{Status: 304}},
		{"400 is final", status(400), 1, answer{Status: 400, Body: "said 400"}},
		{"401 is final", status(401), 1, answer{Status: 401, Body: "said 401"}},
		{"404 is final", status(404), 1, answer{Status: 404, Body: "said 404"}},
		{"410 is final", status(410), 1, answer{Status: 410, Body: "said 410"}},
		{"501 is final", status(501), 1, answer{Status: 501, Body: "said 501"}},
		{"505 is final", status(505), 1, answer{Status: 505, Body: "said 505"}},
		{"a status is final although its body is cut short", raw("HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\nno"), 1, answer{Status: 404, Body: "no"}},
		{"a redirect to what is no URL is final", raw("HTTP/1.1 301 Moved\r\nLocation: http://[secret\r\nContent-Length: 0\r\n\r\n"), 1,
			answer{Err: "unusable address: feeds.example redirects to something that is not a URL"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				policy := Policy{Attempts: 3, AttemptTimeout: 20 * time.Second, MaxRetryAfter: 10 * time.Second}
				client := on(t, policy, func(w http.ResponseWriter, r *http.Request) {
					if calls++; calls < 3 {
						tt.first(w, r)
						return
					}
					fine(w, r)
				})
				got, _ := get(t.Context(), client, "http://feeds.example/show.xml?key=secret")
				if diff := cmp.Diff(tt.answer, got); diff != "" || calls != tt.calls {
					t.Fatalf("after %d calls, want %d (-want +got):\n%s", calls, tt.calls, diff)
				}
			})
		})
	}
}

func TestAfterTheLastAttemptTheCallerGetsWhatItEndedWith(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		answer  answer
		failure Failure
	}{
		{"the host's answer, where it gave one", status(503), answer{Status: 503, Body: "said 503"}, ""},
		{"the broken connection", raw(""), answer{Err: "feeds.example: EOF (3 attempts)"}, Disconnected},
		{"the lateness", hangs, answer{Err: "feeds.example: no whole answer within 20s (3 attempts)"}, TimedOut},
		{"the lateness of an answer that trickles", trickles, answer{Err: "feeds.example: no whole answer within 20s (3 attempts)"}, TimedOut},
		{"the cut", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss"),
			answer{Err: "feeds.example: the answer is cut short or garbled: unexpected EOF (3 attempts)"}, Garbled},
		{"what the host said, fit to print", raw("HTTP/1.1 200 OK\r\n\x1b[31mred\r\n\r\n"),
			answer{Err: `feeds.example: net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: "\x1b[31mred" (3 attempts)`}, Disconnected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := on(t, Policy{Attempts: 3, AttemptTimeout: 20 * time.Second}, tt.handler)
				got, err := get(t.Context(), client, "http://feeds.example/")
				if diff := cmp.Diff(tt.answer, got); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
				if failed, ok := errors.AsType[*Error](err); ok && (failed.Failure != tt.failure || failed.Attempts != 3 || !failed.Temporary()) {
					t.Fatalf("got %+v", failed)
				}
			})
		})
	}
}

func TestWaitsGrowAndNeverEndBeforeTheHostWantsThemTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var came []time.Duration
		start, asked := time.Now(), []string{"", "", "", "40", ""}
		policy := Policy{Attempts: 6, MinBackoff: time.Second, MaxBackoff: 4 * time.Second, MaxRetryAfter: time.Minute}
		client := on(t, policy, func(w http.ResponseWriter, r *http.Request) {
			if came = append(came, time.Since(start)); len(came) <= len(asked) {
				asksToWait(503, asked[len(came)-1])(w, r)
				return
			}
			fine(w, r)
		})
		if _, err := get(t.Context(), client, "http://feeds.example/"); err != nil {
			t.Fatal(err)
		}
		for i, longest := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 40 * time.Second, 4 * time.Second} {
			shortest := longest / 2
			if asked[i] != "" {
				shortest = longest
			}
			if wait := came[i+1] - came[i]; wait < shortest || wait > longest {
				t.Errorf("wait %d is %s, want %s to %s", i+1, wait, shortest, longest)
			}
		}
	})
}

func TestTheDeadlineOfTheRequestBoundsAllAttempts(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		after   time.Duration // until the caller has its answer, at most
		answer  answer
	}{
		{"a wait that would outlive it is not begun", asksToWait(503, "20"), 0, answer{Status: 503, Body: "said 503"}},
		{"an attempt ends with it", hangs, 10 * time.Second, answer{Err: "feeds.example: context deadline exceeded"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				client := on(t, Policy{Attempts: 9, MaxRetryAfter: time.Hour}, tt.handler)
				got, _ := get(ctx, client, "http://feeds.example/")
				if diff := cmp.Diff(tt.answer, got); diff != "" || time.Since(start) > tt.after {
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
		{"while the host answers", hangs},
		{"while it waits for the next attempt", asksToWait(503, "600")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				client := on(t, Policy{Attempts: 9, MaxRetryAfter: time.Hour}, tt.handler)
				_, err := get(ctx, client, "http://feeds.example/")
				if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
					t.Fatalf("got %v after %s", err, time.Since(start))
				}
			})
		})
	}
}

func TestABodyIsSentAgainOnlyWhereItCanBe(t *testing.T) {
	for _, tt := range []struct {
		name   string
		body   io.Reader
		bodies []string
		status int
	}{
		{"one that is in memory is", strings.NewReader("texts"), []string{"texts", "texts"}, 200},
		{"one that is a stream is not", io.NopCloser(strings.NewReader("texts")), []string{"texts"}, 503},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies []string
				client := on(t, Provider(), func(w http.ResponseWriter, r *http.Request) {
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

func TestABodyThatCannotBeHadAgainIsNotSentHalf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Policy{Attempts: 3}, status(503))
		request, _ := http.NewRequest(http.MethodPost, "http://provider.example/", strings.NewReader("texts"))
		request.GetBody = func() (io.ReadCloser, error) { return nil, errors.New("gone") }
		got, err := do(client, request)
		want := answer{Err: "provider.example: the request could not be read: gone (2 attempts)"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("error %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestAnAccountWithoutCreditIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		said := `{"error":{"code":"insufficient_quota"}}`
		client := on(t, Provider(), func(w http.ResponseWriter, _ *http.Request) {
			calls++
			w.WriteHeader(http.StatusTooManyRequests)
			io.WriteString(w, said)
		})
		got, err := get(t.Context(), client, "http://provider.example/")
		if diff := cmp.Diff(answer{Status: 429, Body: said}, got); diff != "" || calls != 1 {
			t.Fatalf("%d calls, error %v (-want +got):\n%s", calls, err, diff)
		}
	})
}

func TestARequestSaysWhoAsksAndWhatItTakes(t *testing.T) {
	for _, tt := range []struct {
		name          string
		policy        Policy
		header        http.Header
		agent, coding string
	}{
		{"as the policy says", Policy{UserAgent: "Segue/1.0"}, nil, "Segue/1.0", "zstd, gzip"},
		{"in any case", Policy{}, nil, "Segue", "zstd, gzip"},
		{"as the request says", Policy{}, http.Header{"User-Agent": {"mine"}, "Accept-Encoding": {"identity"}}, "mine", "identity"},
		{"uncompressed where it wants a part", Policy{}, http.Header{"Range": {"bytes=0-9"}}, "Segue", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := on(t, tt.policy, func(w http.ResponseWriter, r *http.Request) {
					fmt.Fprint(w, r.UserAgent(), "|", r.Header.Get("Accept-Encoding"))
				})
				request, _ := http.NewRequest(http.MethodGet, "http://feeds.example/", nil)
				if tt.header != nil {
					request.Header = tt.header
				}
				got, err := do(client, request)
				if diff := cmp.Diff(answer{Status: 200, Body: tt.agent + "|" + tt.coding}, got); diff != "" {
					t.Fatalf("error %v (-want +got):\n%s", err, diff)
				}
			})
		})
	}
}
