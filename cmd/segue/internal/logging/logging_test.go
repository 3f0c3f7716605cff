package logging

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestKeysInAddressesAreHidden(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a key", "/v1/search?q=tea&api_key=abc123&limit=2", "/v1/search?q=tea&api_key=[hidden]&limit=2"},
		{"the first parameter", "/feed?token=abc", "/feed?token=[hidden]"},
		{"any case", "/feed?ACCESS_Token=abc", "/feed?ACCESS_Token=[hidden]"},
		{"an escaped name", "/feed?api%5Fke%79=abc", "/feed?api%5Fke%79=[hidden]"},
		{"a signature", "https://cdn.example/a.mp3?Expires=1&Signature=a%2Bb&Key-Pair-Id=K", "https://cdn.example/a.mp3?Expires=1&Signature=[hidden]&Key-Pair-Id=[hidden]"},
		{"a user with a password", `Get "https://ann:s3cret@pod.example/feed": refused`, `Get "https://[hidden]@pod.example/feed": refused`},
		{"a user", "https://s3cret@pod.example/feed", "https://[hidden]@pod.example/feed"},
		{"an address in an error", `read "https://pod.example/feed?key=abc": 404`, `read "https://pod.example/feed?key=[hidden]": 404`},
		{"two addresses", "https://a.example/?key=1 redirects to https://b.example/?key=2", "https://a.example/?key=[hidden] redirects to https://b.example/?key=[hidden]"},
		{"a header", "Authorization: Bearer sk-abc123.def", "Authorization: Bearer [hidden]"},
		{"no key", "/v1/search?q=keys+and+tokens&show=the-key", "/v1/search?q=keys+and+tokens&show=the-key"},
		{"no address", "the budget is 1 = 1", "the budget is 1 = 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, HideKeys(tt.text)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestLogLinesHaveSecondsAndNoKeys(t *testing.T) {
	var out bytes.Buffer
	log := New(&out, "json", slog.LevelDebug)
	log.Debug("a message", "duration", 1500*time.Millisecond, "address", "/?token=abc", "error", errors.New("https://a:b@c.example"), "bytes", 7)
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	delete(got, "time")
	want := map[string]any{"level": "DEBUG", "msg": "a message", "duration": 1.5, "address": "/?token=[hidden]", "error": "https://[hidden]@c.example", "bytes": 7.}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTheLevelCanChange(t *testing.T) {
	var out bytes.Buffer
	var level slog.LevelVar
	log := New(&out, "text", &level)
	log.Debug("first")
	level.Set(slog.LevelDebug)
	log.Debug("second")
	if got := out.String(); strings.Contains(got, "first") || !strings.Contains(got, "second") {
		t.Errorf("the log has %q", got)
	}
}

func FuzzHideKeys(f *testing.F) {
	for _, text := range []string{"https://a:b@c.example/?token=abc#x=1", "?key=1&key=2", "Bearer abcdefgh"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		address := "https://pod.example/feed?x=" + strings.Map(wordOnly, text) + "&token=s3cr3t"
		if got := HideKeys(address); strings.Contains(got, "s3cr3t") {
			t.Errorf("HideKeys(%q) = %q", address, got)
		}
		if once := HideKeys(text); HideKeys(once) != once {
			t.Errorf("hiding twice changes %q to %q", once, HideKeys(once))
		}
	})
}

// wordOnly removes what ends a parameter.
func wordOnly(r rune) rune {
	if strings.ContainsRune("&;#\"'<>?= \t\r\n", r) {
		return -1
	}
	return r
}
