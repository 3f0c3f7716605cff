package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"segue/server"
)

func serveHandler(t *testing.T, h http.Handler) string {
	t.Helper()
	listening := httptest.NewServer(h)
	t.Cleanup(listening.Close)
	return listening.URL
}

func TestNewReturnsAnErrorForAnInvalidConfig(t *testing.T) {
	whole := newFixture(t, nil).config
	for _, tt := range []struct {
		name   string
		change func(*server.Config)
		want   string
	}{
		{"a catalogue", func(c *server.Config) { c.Catalog = nil }, "server: Config needs a Catalog and an Engine"},
		{"an engine", func(c *server.Config) { c.Engine = nil }, "server: Config needs a Catalog and an Engine"},
		{"a proxy", func(c *server.Config) { c.TrustedProxies = []string{"everybody"} }, `server: trusted proxies ["everybody"]: `},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := whole
			tt.change(&c)
			if _, err := server.New(c); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// runningServer is a fixture that is served with Serve.
type runningServer struct {
	*fixture
	stop    context.CancelFunc
	stopped chan error
}

func run(t *testing.T, change func(*fixture)) *runningServer {
	t.Helper()
	w := newFixture(t, change)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r := &runningServer{w, cancel, make(chan error, 1)}
	r.url = "http://" + listener.Addr().String()
	go func() { r.stopped <- w.server.Serve(ctx, listener) }()
	return r
}

func TestServeStopsWhenItsContextEnds(t *testing.T) {
	r := run(t, nil)
	if got := r.do(t, http.MethodGet, "/readyz"); got.status != 200 {
		t.Fatalf("readyz: %d %s", got.status, got.body)
	}
	r.stop()
	if err := <-r.stopped; err != nil {
		t.Error(err)
	}
	if _, err := plain.Get(r.url + "/healthz"); err == nil {
		t.Error("the server still answers")
	}
}

func TestServeFinishesRunningRequests(t *testing.T) {
	begun, finish := make(chan struct{}), make(chan struct{})
	r := run(t, func(w *fixture) {
		w.engine.fail = func(context.Context) error {
			close(begun)
			<-finish
			return nil
		}
	})
	answer := make(chan string, 1)
	go func() {
		res, err := plain.Get(r.url + "/v1/search?q=a")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		answer <- res.Status + " " + string(body)
	}()
	<-begun
	r.stop()
	close(finish)
	if got := <-answer; !strings.HasPrefix(got, `200 OK {"query":"a"`) {
		t.Errorf("the running request gets %s", got)
	}
	if err := <-r.stopped; err != nil {
		t.Error(err)
	}
}

func TestServeIsNotReadyBeforeItStops(t *testing.T) {
	r := run(t, func(w *fixture) { w.config.Times.Notice = time.Hour })
	if got := r.do(t, http.MethodGet, "/readyz"); got.member("status") != "ready" {
		t.Fatalf("readyz: %s", got.body)
	}
	r.stop()
	for { // until the other goroutine has set the state
		got := r.do(t, http.MethodGet, "/readyz")
		if got.status == 503 && got.member("status") == "stopping" {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if got := r.do(t, http.MethodGet, "/v1/episodes"); got.status != 200 {
		t.Errorf("a request within the notice: %d %s", got.status, got.body)
	}
}

func TestServeAbortsRequestsAfterTheDrainTime(t *testing.T) {
	begun := make(chan struct{})
	r := run(t, func(w *fixture) {
		w.config.Times.Drain = time.Millisecond
		w.engine.fail = func(ctx context.Context) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		}
	})
	go func() {
		if res, err := plain.Get(r.url + "/v1/search?q=a"); err == nil {
			res.Body.Close()
		}
	}()
	<-begun
	r.stop()
	if err := <-r.stopped; err == nil || !strings.Contains(err.Error(), "still running after 1ms") {
		t.Errorf("got %v", err)
	}
}

func TestServeReturnsTheErrorOfItsListener(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := newFixture(t, nil).server.Serve(t.Context(), listener); err == nil || !strings.HasPrefix(err.Error(), "serve 127.0.0.1:") {
		t.Errorf("got %v", err)
	}
}
