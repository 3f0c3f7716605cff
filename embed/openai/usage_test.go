package openai

import (
	"net/http"
	"testing"
	"time"

	"segue/embed"
)

func TestTokensAreWhatTheProviderCounted(t *testing.T) {
	counting := func(n int64) http.Handler {
		return &provider{t: t, spoil: func(a *wireAnswer) { a.Usage = wireUsage{PromptTokens: n} }}
	}
	for _, tt := range []struct {
		name    string
		handler http.Handler
		want    int64
	}{
		{"two words between four", &provider{t: t}, 8},
		{"told", counting(7), 7},
		{"not told", counting(0), embed.UnknownTokens},
		{"less than nothing", counting(-5), embed.UnknownTokens},
		{"more than there are bytes", counting(1 << 40), embed.UnknownTokens},
		{"as a total only", &provider{t: t, spoil: func(a *wireAnswer) { a.Usage = wireUsage{TotalTokens: 9} }}, 9},
		{"of vectors that do not fit", &provider{t: t, spoil: func(a *wireAnswer) { a.Data = a.Data[1:] }}, 8},
		{"of no vectors", answering(200, asJSON, `{"data":[]}`), embed.UnknownTokens},
		{"of an answer that was cut short", answering(200, asJSON, `{"data":[`), embed.UnknownTokens},
		{"of a refusal", answering(400, asJSON, `{}`), 0},
		{"of a failure", answering(500, asJSON, `{}`), 0},
		{"of a redirect", http.RedirectHandler("http://localhost:1", http.StatusTemporaryRedirect), 0},
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

func TestTokensOfAnAnswerThatDoesNotComeInTimeAreUnknown(t *testing.T) {
	hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { waitForHangup(r) })
	d := connect(t, serve(t, hang), func(c *Config) { c.Timeout = 100 * time.Millisecond })
	if _, got, _ := d.EmbedMetered(t.Context(), []string{"one two", "three four"}); got != embed.UnknownTokens {
		t.Fatalf("got %d, want %d", got, embed.UnknownTokens)
	}
}

func TestAProviderThatIsNotThereCountsNothing(t *testing.T) {
	_, got, err := connect(t, "http://127.0.0.1:1").EmbedMetered(t.Context(), []string{"one"})
	if got != 0 || err == nil {
		t.Fatalf("got %d and error %v, want 0 and one", got, err)
	}
}
