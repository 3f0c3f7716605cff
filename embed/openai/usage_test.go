package openai

import (
	"net/http"
	"testing"
	"time"

	"segue/embed"
)

func TestTokensAreReadFromTheResponse(t *testing.T) {
	counting := func(n int64) http.Handler {
		return &provider{t: t, corrupt: func(a *wireResponse) { a.Usage = wireUsage{PromptTokens: n} }}
	}
	for _, tt := range []struct {
		name    string
		handler http.Handler
		want    int64
	}{
		{"four words and four extra tokens", &provider{t: t}, 8},
		{"a count", counting(7), 7},
		{"0", counting(0), embed.UnknownTokens},
		{"a negative count", counting(-5), embed.UnknownTokens},
		{"more than the bytes of the texts", counting(1 << 40), embed.UnknownTokens},
		{"only a total", &provider{t: t, corrupt: func(a *wireResponse) { a.Usage = wireUsage{TotalTokens: 9} }}, 9},
		{"with a missing vector", &provider{t: t, corrupt: func(a *wireResponse) { a.Data = a.Data[1:] }}, 8},
		{"without vectors", respond(200, typeJSON, `{"data":[]}`), embed.UnknownTokens},
		{"a truncated response", respond(200, typeJSON, `{"data":[`), embed.UnknownTokens},
		{"status 400", respond(400, typeJSON, `{}`), 0},
		{"status 500", respond(500, typeJSON, `{}`), 0},
		{"a redirect", http.RedirectHandler("http://localhost:1", http.StatusTemporaryRedirect), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := connect(t, serve(t, tt.handler))
			_, got, _ := d.EmbedMetered(t.Context(), []string{"one two", "three four"})
			if got != tt.want {
				t.Fatalf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestTokensAreUnknownAfterATimeout(t *testing.T) {
	hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { waitForHangup(r) })
	d := connect(t, serve(t, hang), func(c *Config) { c.Timeout = 100 * time.Millisecond })
	if _, got, _ := d.EmbedMetered(t.Context(), []string{"one two", "three four"}); got != embed.UnknownTokens {
		t.Fatalf("got %d, want %d", got, embed.UnknownTokens)
	}
}

func TestTokensAreZeroIfTheProviderIsUnreachable(t *testing.T) {
	_, got, err := connect(t, "http://127.0.0.1:1").EmbedMetered(t.Context(), []string{"one"})
	if got != 0 || err == nil {
		t.Fatalf("got %d and error %v, want 0 and one", got, err)
	}
}
