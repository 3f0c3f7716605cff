package server_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/server/admin"
)

// adminKey is the key of the servers under test.
const adminKey = "correct-horse-battery-staple"

// adminOperations are all operations that need the key, with existing paths.
var adminOperations = []struct{ method, address string }{
	{"PUT", "/v1/episodes"}, {"DELETE", "/v1/episodes/gitops"},
	{"GET", "/v1/feeds"}, {"HEAD", "/v1/feeds"}, {"POST", "/v1/feeds"}, {"GET", "/v1/feeds/cups"}, {"DELETE", "/v1/feeds/cups"}, {"POST", "/v1/feeds/cups/refresh"},
	{"GET", "/v1/feeds.opml"}, {"POST", "/v1/feeds.opml"},
}

func TestAdministrationNeedsTheAdminKey(t *testing.T) {
	const fix = `"send the header Authorization: Bearer KEY, where KEY is the value of SEGUE_ADMIN_KEY on the server"`
	missing := problemJSON(401, "unauthorized", "Missing or wrong admin key", "the request has no admin key", "", fix)
	wrong := problemJSON(401, "unauthorized", "Missing or wrong admin key", "wrong admin key", "", fix)
	w := newFixture(t, nil)
	for _, tt := range []struct{ name, header, body string }{
		{"no header", "X-Nothing: here", missing},
		{"an empty header", "Authorization: ", missing},
		{"another scheme", "Authorization: Basic " + adminKey, missing},
		{"no key after the scheme", "Authorization: Bearer ", missing},
		{"no scheme before the key", "Authorization: " + adminKey, missing},
		{"another key", "Authorization: Bearer wrong", wrong},
		{"more than the key", "Authorization: Bearer " + adminKey + "1", wrong},
		{"the beginning of the key", "Authorization: Bearer " + adminKey[:5], wrong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.do(t, http.MethodGet, "/v1/feeds", tt.header)
			if d := cmp.Diff(tt.body+"\n", got.body); d != "" || got.status != 401 || got.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("status %d, headers %v, body (-want +got):\n%s", got.status, got.header, d)
			}
		})
	}
	for _, header := range []string{"Authorization: Bearer " + adminKey, "Authorization: bearer  " + adminKey + " "} {
		if got := w.do(t, http.MethodGet, "/v1/feeds", header); got.status != 200 {
			t.Errorf("%q gives status %d: %s", header, got.status, got.body)
		}
	}
}

func TestEveryAdminOperationNeedsTheKey(t *testing.T) {
	w := newFixture(t, nil)
	closed := newFixture(t, func(w *fixture) { w.config.AdminKey = admin.NewKey(" ") })
	for _, op := range adminOperations {
		if got := w.do(t, op.method, op.address+"?nonsense=1"); got.status != 401 {
			t.Errorf("%s %s without a key: status %d %s", op.method, op.address, got.status, got.body)
		}
		got := closed.do(t, op.method, op.address, "Authorization: Bearer "+adminKey)
		if got.status != 403 || op.method != "HEAD" && got.member("code") != "admin_disabled" {
			t.Errorf("%s %s of a server without a key: status %d %s", op.method, op.address, got.status, got.body)
		}
	}
	got := closed.do(t, http.MethodGet, "/v1/feeds")
	want := problemJSON(403, "admin_disabled", "No admin key configured", "the server has no admin key, so it refuses all changes", "",
		`"set SEGUE_ADMIN_KEY to a long random text, such as the output of \"openssl rand -hex 32\", and restart the server"`)
	if d := cmp.Diff(want+"\n", got.body); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestOtherSitesCannotUseAdminOperations(t *testing.T) {
	w := newFixture(t, nil)
	names := []string{"Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Cross-Origin-Resource-Policy", "Cache-Control"}
	refused := []string{"Cross-Origin-Resource-Policy: same-origin", "Cache-Control: no-store"}
	for _, op := range adminOperations {
		for _, headers := range [][]string{{"Origin: https://site.example"}, {"Origin: https://site.example", "Authorization: Bearer " + adminKey}} {
			if d := cmp.Diff(refused, headersOf(w.do(t, op.method, op.address, headers...), names...)); d != "" {
				t.Errorf("%s %s (-want +got):\n%s", op.method, op.address, d)
			}
		}
		if op.method == "GET" || op.method == "HEAD" {
			continue
		}
		preflight := w.do(t, http.MethodOptions, op.address, "Origin: https://site.example", "Access-Control-Request-Method: "+op.method, "Access-Control-Request-Headers: authorization")
		if d := cmp.Diff(refused, headersOf(preflight, names...)); d != "" || !strings.Contains(preflight.header.Get("Allow"), op.method) {
			t.Errorf("preflight for %s %s: Allow %q (-want +got):\n%s", op.method, op.address, preflight.header.Get("Allow"), d)
		}
	}
	public := w.do(t, http.MethodOptions, "/v1/episodes", "Origin: https://site.example", "Access-Control-Request-Method: GET")
	if d := cmp.Diff([]string{"Access-Control-Allow-Methods: GET, HEAD, OPTIONS", "Allow: GET, HEAD, PUT, OPTIONS"}, headersOf(public, "Access-Control-Allow-Methods", "Allow")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAClientWithTooManyWrongKeysMustWait(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.TrustedProxies = []string{"127.0.0.1"} })
	from := func(client, key string) response {
		return w.do(t, http.MethodGet, "/v1/feeds", "X-Forwarded-For: "+client, "Authorization: Bearer "+key)
	}
	for i := range 30 { // the correct key does not count
		if got := from("203.0.113.7", adminKey); got.status != 200 {
			t.Fatalf("request %d: %s", i, got.body)
		}
	}
	for i := range 10 {
		if got := from("203.0.113.7", fmt.Sprint("guess-", i)); got.status != 401 {
			t.Fatalf("guess %d: %s", i, got.body)
		}
	}
	if got := from("203.0.113.7", adminKey); got.status != 200 {
		t.Errorf("wrong keys lock out the correct key: status %d %s", got.status, got.body)
	}
	for range 2 {
		got := from("203.0.113.7", "guess")
		if after := got.header.Get("Retry-After"); got.status != 429 || got.member("code") != "too_many_attempts" || after < "1" || after > "6" || len(after) != 1 {
			t.Errorf("status %d, Retry-After %q: %s", got.status, after, got.body)
		}
	}
	if got := from("203.0.113.8", adminKey); got.status != 200 {
		t.Errorf("another client: %s", got.body)
	}
	for i := range 10 {
		from(fmt.Sprintf("2001:db8::%d", i), "guess")
	}
	if got := from("2001:db8::ffff", "guess"); got.status != 429 {
		t.Errorf("the same network: %s", got.body)
	}
	if got := from("2001:db8:0:1::1", "guess"); got.status != 401 {
		t.Errorf("another network: %s", got.body)
	}
}

func TestTheLogDoesNotContainTheKey(t *testing.T) {
	var log bytes.Buffer
	w := newFixture(t, func(w *fixture) {
		w.config.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		w.config.Follower.(*follower).wait = func(context.Context) error { return fmt.Errorf("boom") }
	})
	for _, op := range adminOperations {
		w.do(t, op.method, op.address, "Authorization: Bearer "+adminKey)
		w.do(t, op.method, op.address, "Authorization: Bearer "+adminKey+"-or-nearly")
	}
	w.admin(t, http.MethodPost, "/v1/feeds", strings.NewReader(`{"url":"`+cupsFeed+`"}`), "Content-Type: application/json")
	w.config.Logger.Info("config", "config", fmt.Sprintf("%v %+v %#v", w.config.AdminKey, w.config.AdminKey, w.config.AdminKey))
	for _, secret := range []string{adminKey, "nearly", "s3cret"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines < 2*len(adminOperations) {
		t.Errorf("the log has only %d lines", lines)
	}
}
