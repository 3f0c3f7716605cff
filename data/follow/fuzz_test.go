package follow

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"segue/data/catalog/sqlite"
)

func FuzzAudioKey(f *testing.F) {
	for _, address := range []string{"https://op3.dev/e,pg=1/pdst.fm/e/media.example/1.mp3?x=1", "https://media.example/get.php?id=1", "http://[::1]/a.b/c.d/", "%", "//a.b/../c.d/e"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if key := audioKey(address); key != "" && audioKey("https://counter.example/e/"+strings.TrimPrefix(key, "/")) == "" {
			t.Errorf("audioKey(%q) = %q, which has no key after a counter", address, key)
		}
	})
}

func FuzzParseAddress(f *testing.F) {
	for _, address := range []string{"crumb.example", "feed:https://crumb.example/feed#x", "mailto:a@b", "http://%zz", "pcast://x"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got, err := parseAddress(address)
		if err != nil {
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("parseAddress(%q) = %q, which is not an address", address, got)
		}
		if again, err := parseAddress(got); again != got || err != nil {
			t.Errorf("parseAddress(%q) = %q, which is parsed as %q, %v", address, got, again, err)
		}
	})
}

// FuzzCallback checks that a request without the secret is not accepted.
func FuzzCallback(f *testing.F) {
	c, err := sqlite.OpenMemory(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { c.Close() })
	follower := New(c, nil, Options{Callback: "https://segue.example"})
	if _, err := follower.secret(f.Context(), true); err != nil {
		f.Fatal(err)
	}
	handler := follower.Callback()
	f.Add("POST", "crumb", "00", "sha256=00", "body")
	f.Add("GET", "crumb", "", "", "")
	f.Fuzz(func(t *testing.T, method, id, secret, signature, body string) {
		if method != "GET" && method != "POST" {
			return
		}
		r := httptest.NewRequest(method, "/websub/"+url.PathEscape(id)+"/"+url.PathEscape(secret), strings.NewReader(body))
		r.Header["X-Hub-Signature"] = []string{signature}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code/100 == 2 || w.Code/100 == 5 {
			t.Errorf("%s /websub/%s/%s has status %d", method, id, secret, w.Code)
		}
	})
}
