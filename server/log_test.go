package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// logLines decodes a log in JSON. It removes values that differ in each run.
func logLines(t *testing.T, log *bytes.Buffer) []object {
	t.Helper()
	lines := []object{}
	for line := range strings.SplitSeq(strings.TrimSpace(log.String()), "\n") {
		var attributes object
		if err := json.Unmarshal([]byte(line), &attributes); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if took, ok := attributes["duration"].(float64); !ok || took <= 0 {
			if attributes["msg"] == "request" {
				t.Errorf("a request took %v", attributes["duration"])
			}
		}
		for _, name := range []string{"time", "duration", "bytes", "stack"} {
			delete(attributes, name)
		}
		lines = append(lines, attributes)
	}
	return lines
}

func TestTheLogHasOneLinePerRequestWithoutTheQuery(t *testing.T) {
	line := func(level, method, route string, status float64, more ...any) object {
		o := object{"level": level, "msg": "request", "request_id": "test", "method": method, "route": route, "status": status, "client": "127.0.0.1"}
		for i := 0; i < len(more); i += 2 {
			o[more[i].(string)] = more[i+1]
		}
		return o
	}
	boom := errors.New("boom")
	for _, tt := range []struct {
		name, method, address string
		fail                  func(context.Context) error
		want                  []object
	}{
		{"for an answer", "GET", "/v1/search?q=private+matter", nil, []object{line("INFO", "GET", "/v1/search", 200)}},
		{"for one episode, by its route", "GET", "/v1/episodes/gitops", nil, []object{line("INFO", "GET", "/v1/episodes/:id", 200)}},
		{"for HEAD", "HEAD", "/v1/episodes", nil, []object{line("INFO", "HEAD", "/v1/episodes", 200)}},
		{"for an invalid parameter", "GET", "/v1/search?q=private+matter&limit=99", nil, []object{line("INFO", "GET", "/v1/search", 422, "code", "invalid_parameter")}},
		{"for an unknown parameter with a private name", "GET", "/v1/search?private+matter=1", nil, []object{line("INFO", "GET", "/v1/search", 400, "code", "unknown_parameter")}},
		{"for an unknown address", "GET", "/private-matter", nil, []object{line("INFO", "GET", "unmatched", 404, "code", "not_found")}},
		{"for a wrong method", "POST", "/v1/search?q=private+matter", nil, []object{line("INFO", "POST", "unmatched", 405, "code", "method_not_allowed")}},
		{"for an address that is too long, by its route", "GET", "/v1/search?q=private+matter" + strings.Repeat("a", 15<<10), nil,
			[]object{line("INFO", "GET", "/v1/search", 414, "code", "address_too_long")}},
		{"for a failure, with its cause", "GET", "/v1/search?q=private+matter", func(context.Context) error { return boom },
			[]object{line("ERROR", "GET", "/v1/search", 500, "code", "internal", "error", "boom")}},
		{"for a panic, without its stack", "GET", "/v1/search?q=private+matter", func(context.Context) error { panic(boom) }, []object{
			{"level": "ERROR", "msg": "panic", "request_id": "test", "panic": "boom"},
			line("ERROR", "GET", "/v1/search", 500, "code", "internal", "error", "panic: boom"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			w := newFixture(t, func(w *fixture) {
				w.engine.fail = tt.fail
				w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
			})
			w.do(t, tt.method, tt.address)
			w.do(t, http.MethodGet, "/healthz") // a probe that succeeds leaves no line
			if strings.Contains(log.String(), "private") {
				t.Errorf("the log contains the query: %s", &log)
			}
			if d := cmp.Diff(tt.want, logLines(t, &log)); d != "" {
				t.Errorf("log (-want +got):\n%s", d)
			}
		})
	}
}

func TestACanceledRequestIsLoggedAs499(t *testing.T) {
	var log bytes.Buffer
	done := make(chan struct{})
	ctx, goAway := context.WithCancel(t.Context())
	w := newFixture(t, func(w *fixture) {
		w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		w.engine.fail = func(ctx context.Context) error {
			goAway()
			<-ctx.Done()
			return ctx.Err()
		}
	})
	served := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		defer close(done)
		w.server.ServeHTTP(rw, r)
	})
	listening := serveHandler(t, served)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, listening+"/v1/search?q=a", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plain.Do(r); !errors.Is(err, context.Canceled) {
		t.Fatalf("the client got %v", err)
	}
	<-done
	lines := logLines(t, &log)
	if len(lines) != 1 || lines[0]["status"] != 499.0 || lines[0]["level"] != "INFO" {
		t.Errorf("log: %v", lines)
	}
}

func TestOnlyTrustedProxiesSetTheClientAddress(t *testing.T) {
	for _, tt := range []struct {
		name    string
		trusted []string
		want    string
	}{
		{"not by default", nil, "127.0.0.1"},
		{"not from another network", []string{"10.0.0.0/8"}, "127.0.0.1"},
		{"a network", []string{"127.0.0.0/8"}, "203.0.113.7"},
		{"an address", []string{"127.0.0.1"}, "203.0.113.7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			w := newFixture(t, func(w *fixture) {
				w.config.TrustedProxies = tt.trusted
				w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
			})
			w.do(t, http.MethodGet, "/v1/episodes", "X-Forwarded-For: 203.0.113.7")
			lines := logLines(t, &log)
			if got := lines[len(lines)-1]["client"]; got != tt.want {
				t.Errorf("client %v, want %s", got, tt.want)
			}
			if warned := lines[0]["level"] == "WARN"; warned != (tt.trusted == nil) {
				t.Errorf("the log warns of an unknown proxy: %v", warned)
			}
		})
	}
}
