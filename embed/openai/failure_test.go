package openai

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/embed"
)

// answering returns a handler that always gives the same answer.
func answering(status int, contentType, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

const (
	asJSON = "application/json; charset=utf-8"
	asHTML = "text/html; charset=utf-8"
)

// checkFailure compares an error without the server's changing address, and
// makes sure that it holds no key.
func checkFailure(t *testing.T, address string, err, is error, want string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Errorf("error %v does not wrap %q", err, is)
	}
	if diff := gocmp.Diff(want, placed(fmt.Sprint(err), address)); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), testKey) {
		t.Error("the error holds the key")
	}
}

func TestFailuresAreTold(t *testing.T) {
	const hint = `check the address (requests go to "http://HOST/v1/embeddings")`
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		is     error
		want   string
	}{
		{"401", answering(401, asJSON, `{"error":{"message":"Incorrect API key provided","type":"invalid_request_error"}}`),
			embed.ErrUnauthorized, `key refused: HOST answered 401 ("Incorrect API key provided"); check the key and what it may be used for`},
		{"401 without a body", answering(401, asJSON, ``),
			embed.ErrUnauthorized, `key refused: HOST answered 401; check the key and what it may be used for`},
		{"403", answering(403, asJSON, `{"error":{"message":"Country not supported","type":"x","code":"unsupported_country"}}`),
			embed.ErrUnauthorized, `key refused: HOST answered 403 ("Country not supported"); check the key and what it may be used for`},
		{"400", answering(400, asJSON, `{"error":{"message":"This model does not support specifying dimensions.","type":"x"}}`),
			embed.ErrRejected, `request rejected: HOST answered 400 ("This model does not support specifying dimensions.")`},
		{"404 as a page", answering(404, asHTML, `<!doctype html><title>404</title>`),
			embed.ErrRejected, `request rejected: HOST answered 404 ("a web page"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"404 as text", answering(404, "text/plain", "404 page not found\n"),
			embed.ErrRejected, `request rejected: HOST answered 404 ("404 page not found"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"422 of a server in another form", answering(422, asJSON, `{"detail":[{"loc":["body","input"],"msg":"field required"}]}`),
			embed.ErrRejected, `request rejected: HOST answered 422 ("field required")`},
		{"413 with a plain error", answering(413, asJSON, `{"error":"batch size 64 > maximum allowed batch size 32","error_type":"Validation"}`),
			embed.ErrRejected, `request rejected: HOST answered 413 ("batch size 64 > maximum allowed batch size 32")`},
		{"400 with a message beside", answering(400, asJSON, `{"object":"error","message":"too long","code":40303}`),
			embed.ErrRejected, `request rejected: HOST answered 400 ("too long")`},
		{"400 with JSON that says nothing", answering(400, asJSON, `[1, 2]`),
			embed.ErrRejected, `request rejected: HOST answered 400`},
		{"400 with a long text over lines", answering(400, "text/plain", "first\r\n\x1b[31msecond\x00\u202e "+strings.Repeat("x", 300)),
			embed.ErrRejected, `request rejected: HOST answered 400 ("first [31msecond ` + strings.Repeat("x", 183) + `…")`},
		{"400 with more than anybody reads", answering(400, "text/plain", strings.Repeat("x", frameBytes+1)),
			embed.ErrRejected, `request rejected: HOST answered 400`},
		{"429 with seconds", answering(429, asJSON, `{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}`, "Retry-After: 20"),
			embed.ErrRateLimited, `HOST answered 429 ("Rate limit reached"): rate limited, retry after 20s`},
		{"429 without a time", answering(429, asHTML, `<html>slow down</html>`),
			embed.ErrRateLimited, `HOST answered 429 ("a web page"): rate limited`},
		{"429 for an empty account", answering(429, asJSON, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`),
			embed.ErrRejected, `request rejected: HOST answered 429 ("You exceeded your current quota"); waiting does not help, the account needs credit`},
		{"500", answering(500, asJSON, `{"error":{"message":"The server had an error","type":"server_error"}}`),
			embed.ErrUnavailable, `model unavailable: HOST answered 500 ("The server had an error")`},
		{"502 as a page", answering(502, asHTML, `<html><h1>Bad gateway</h1></html>`),
			embed.ErrUnavailable, `model unavailable: HOST answered 502 ("a web page")`},
		{"408", answering(408, "text/plain", ``),
			embed.ErrUnavailable, `model unavailable: HOST answered 408`},
		{"a page instead of JSON", answering(200, asHTML, `<!doctype html><title>Welcome</title>`),
			embed.ErrBadVectors, `unusable vectors: HOST answered with a web page instead of vectors; ` + hint},
		{"nothing at all", answering(200, "", ``),
			embed.ErrBadVectors, `unusable vectors: HOST answered with something instead of vectors; ` + hint},
		{"text", answering(200, "text/plain", `Ollama is running`),
			embed.ErrBadVectors, `unusable vectors: HOST answered with text/plain instead of vectors; ` + hint},
		{"JSON of another kind", answering(200, asJSON, `{"error":"unexpected endpoint"}`),
			embed.ErrBadVectors, `unusable vectors: HOST answered without any; check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"a list", answering(200, asJSON, `[[0.1, 0.2]]`),
			embed.ErrBadVectors, `unusable vectors: HOST answered with unusable JSON instead of vectors; ` + hint},
		{"base64 instead of numbers", answering(200, asJSON, `{"data":[{"index":0,"embedding":"AACAPw=="}]}`),
			embed.ErrBadVectors, `unusable vectors: HOST answered with unusable JSON instead of vectors; ` + hint},
		{"a number out of range", answering(200, asJSON, `{"data":[{"index":0,"embedding":[1e99]}]}`),
			embed.ErrBadVectors, `unusable vectors: HOST answered with unusable JSON instead of vectors; ` + hint},
		{"NaN", answering(200, asJSON, `{"data":[{"index":0,"embedding":[NaN]}]}`),
			embed.ErrBadVectors, `unusable vectors: HOST answered with unusable JSON instead of vectors; ` + hint},
		{"JSON that stops", answering(200, asJSON, `{"data":[{"index":0,"embed`),
			embed.ErrUnavailable, `model unavailable: the answer of HOST was cut short: unexpected EOF`},
		{"a connection that stops", answering(200, asJSON, `{"data":[`, "Content-Length: 1000"),
			embed.ErrUnavailable, `model unavailable: the answer of HOST was cut short: unexpected EOF`},
		{"an answer that is too large", answering(200, asJSON, strings.Repeat(" ", int(answerLimit(1))+1)),
			embed.ErrBadVectors, `unusable vectors: the answer has more than 589824 bytes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, tt.answer)
			_, err := connect(t, address).Embed(t.Context(), []string{"one"})
			checkFailure(t, address, err, tt.is, tt.want)
		})
	}
}

func TestRateLimitsSayHowLongToWait(t *testing.T) {
	soon := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	for _, tt := range []struct {
		name, header string
		least, most  time.Duration
	}{
		{"in seconds", "20", 20 * time.Second, 20 * time.Second},
		{"as a date", soon, time.Second, 90 * time.Second},
		{"not at all", "", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := connect(t, serve(t, answering(429, asJSON, `{}`, "Retry-After: "+tt.header)))
			_, err := d.Embed(t.Context(), []string{"one"})
			after := embed.NewClient(d, embed.NoCache{}).RetryAfter(err)
			if !errors.Is(err, embed.ErrRateLimited) || after < tt.least || after > tt.most {
				t.Fatalf("RetryAfter = %s of %v", after, err)
			}
		})
	}
}

func TestAProviderThatIsSilentIsUnavailable(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { waitForHangup(r) }
	begin := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"data":[`)
		w.(http.Flusher).Flush()
		waitForHangup(r)
	}
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
	}{{"from the start", hang}, {"in the middle of its answer", begin}} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, tt.answer)
			d := connect(t, address, func(c *Config) { c.Timeout = 50 * time.Millisecond })
			_, err := d.Embed(t.Context(), []string{"one"})
			checkFailure(t, address, err, embed.ErrUnavailable, `model unavailable: no answer from HOST within 50ms`)
		})
	}
}

func TestAProviderThatIsNotThereIsUnavailable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	listener.Close()
	_, err = connect(t, address).Embed(t.Context(), []string{"one"})
	checkFailure(t, address, err, embed.ErrUnavailable,
		`model unavailable: no answer from HOST: dial tcp HOST: connect: connection refused`)
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var followed int
	elsewhere := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed++ }))
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, client := range []*http.Client{nil, {}} {
			t.Run(fmt.Sprintf("%d with own client %t", status, client != nil), func(t *testing.T) {
				address := serve(t, http.RedirectHandler(elsewhere, status))
				d := connect(t, address, func(c *Config) { c.HTTPClient = client })
				_, err := d.Embed(t.Context(), []string{"one"})
				checkFailure(t, address, err, embed.ErrRejected, fmt.Sprintf(
					`request rejected: HOST redirects elsewhere (%d); give the address that it leads to`, status))
			})
		}
	}
	if followed > 0 {
		t.Errorf("%d redirects were followed", followed)
	}
}

func TestRetryAfterReadsSecondsAndDates(t *testing.T) {
	now := time.Date(2018, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		value string
		want  time.Duration
	}{
		{"0", 0},
		{"1", time.Second},
		{" 120 ", 2 * time.Minute},
		{"86401", 24 * time.Hour},
		{"4294967296", 0},
		{"-1", 0},
		{"1.5", 0},
		{"soon", 0},
		{"Tue, 01 May 2018 12:00:30 GMT", 30 * time.Second},
		{"Tuesday, 01-May-18 12:01:00 GMT", time.Minute},
		{"Tue, 01 May 2018 11:00:00 GMT", 0},
		{"Fri, 31 Dec 9999 23:59:59 GMT", 24 * time.Hour},
	} {
		t.Run(cmp.Or(tt.value, "nothing"), func(t *testing.T) {
			if got := retryAfter(tt.value, now); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
}
