package openai

import (
	"context"
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
			embed.ErrRejected, `request rejected: HOST answered 400 ("This model does not support specifying dimensions."); leave the dimensions out, for this model gives no others than its own`},
		{"404 as a page", answering(404, asHTML, `<!doctype html><title>404</title>`),
			embed.ErrRejected, `request rejected: HOST answered 404 ("a web page"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"404 as text", answering(404, "text/plain", "404 page not found\n"),
			embed.ErrRejected, `request rejected: HOST answered 404 ("404 page not found"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"422 of a server in another form", answering(422, asJSON, `{"detail":[{"loc":["body","input"],"msg":"field required"}]}`),
			embed.ErrRejected, `request rejected: HOST answered 422 ("field required")`},
		{"413 with a plain error", answering(413, asJSON, `{"error":"batch size 64 > maximum allowed batch size 32","error_type":"Validation"}`),
			embed.ErrTooLarge, `request rejected: too large: HOST answered 413 ("batch size 64 > maximum allowed batch size 32")`},
		{"400 with a message beside", answering(400, asJSON, `{"object":"error","message":"too long","code":40303}`),
			embed.ErrTooLarge, `request rejected: too large: HOST answered 400 ("too long")`},
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
			embed.ErrQuota, `request rejected: quota used up: HOST answered 429 ("You exceeded your current quota"); waiting does not help, the account needs credit`},
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

func TestWhatProvidersAndServersSayIsUnderstood(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		is     error
	}{
		{"OpenAI: a text too long", 400, `{"error":{"message":"This model's maximum context length is 8192 tokens, however you requested 25701 tokens","type":"invalid_request_error","code":null}}`, embed.ErrTooLarge},
		{"OpenAI: too many texts", 400, `{"error":{"message":"'$.input' is invalid","type":"invalid_request_error","code":"array_above_max_length"}}`, embed.ErrTooLarge},
		{"OpenAI: an array too long", 400, `{"error":{"message":"Invalid 'input': array too long. Expected an array with maximum length 2048.","type":"invalid_request_error"}}`, embed.ErrTooLarge},
		{"OpenAI: too many tokens together", 400, `{"error":{"message":"Requested 309209 tokens, max 300000 tokens per request","type":"max_tokens_per_request","code":"max_tokens_per_request"}}`, embed.ErrTooLarge},
		{"OpenAI: more than a minute's tokens", 429, `{"error":{"message":"Request too large for text-embedding-3-large on tokens per min (TPM): Limit 40000, Requested 60000.","type":"tokens","code":"rate_limit_exceeded"}}`, embed.ErrTooLarge},
		{"Azure: no such deployment", 404, `{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}`, embed.ErrRejected},
		{"Azure: a wrong key", 401, `{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}`, embed.ErrUnauthorized},
		{"Mistral: too many tokens", 400, `{"object":"error","message":"Too many tokens in batch. Max is 16384 got 18000","type":"invalid_request_error"}`, embed.ErrTooLarge},
		{"Gemini: too many texts", 400, `{"error":{"code":400,"message":"* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch","status":"INVALID_ARGUMENT"}}`, embed.ErrTooLarge},
		{"DashScope: too many texts", 400, `{"error":{"message":"Value error, batch size is invalid, it should not be larger than 10.: input.contents","type":"InvalidParameter","code":"InvalidParameter"}}`, embed.ErrTooLarge},
		{"llama.cpp: a text too long", 500, `{"error":{"code":500,"message":"input (992 tokens) is too large to process. increase the physical batch size (current batch size: 512)","type":"server_error"}}`, embed.ErrTooLarge},
		{"llama.cpp: a text longer than the context", 400, `{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error"}}`, embed.ErrTooLarge},
		{"llama.cpp: still loading", 503, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`, embed.ErrUnavailable},
		{"llama.cpp: started without embeddings", 501, `{"error":{"code":501,"message":"This server does not support embeddings. Start it with --embeddings","type":"not_supported_error"}}`, embed.ErrRejected},
		{"Ollama: a text too long", 400, `{"error":{"message":"input length exceeds maximum context length","type":"api_error"}}`, embed.ErrTooLarge},
		{"Ollama: a text too long, newer", 400, `{"error":{"message":"the input length exceeds the context length","type":"api_error"}}`, embed.ErrTooLarge},
		{"Ollama: no such model", 404, `{"error":{"message":"model \"x\" not found, try pulling it first","type":"api_error"}}`, embed.ErrRejected},
		{"vLLM: a text too long", 400, `{"object":"error","message":"This model's maximum context length is 512 tokens. However, you requested 700 tokens in the input","type":"BadRequestError","code":400}`, embed.ErrTooLarge},
		{"vLLM: other dimensions", 400, `{"object":"error","message":"Model \"bge-m3\" does not support matryoshka representation, changing output dimensions will lead to poor results.","type":"BadRequestError","code":400}`, embed.ErrRejected},
		{"Hugging Face: too many texts", 413, `{"error":"batch size 64 > maximum allowed batch size 32","error_type":"Validation"}`, embed.ErrTooLarge},
		{"Hugging Face: a text too long", 413, "{\"error\":\"Input validation error: `inputs` must have less than 512 tokens. Given: 534\",\"error_type\":\"Validation\"}", embed.ErrTooLarge},
		{"Hugging Face: the same with another status", 422, "{\"error\":\"Input validation error: `inputs` must have less than 512 tokens. Given: 534\"}", embed.ErrTooLarge},
		{"Hugging Face: the model failed", 424, `{"error":"Inference failed","error_type":"Backend"}`, embed.ErrUnavailable},
		{"Hugging Face: overloaded", 429, `{"error":"Model is overloaded","error_type":"Overloaded"}`, embed.ErrRateLimited},
		{"a proxy: too many bytes", 413, `<html><h1>413 Request Entity Too Large</h1></html>`, embed.ErrTooLarge},
		{"an account without credit", 402, `{"error":{"message":"Insufficient credits","code":402}}`, embed.ErrQuota},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, n, err := connect(t, serve(t, answering(tt.status, asJSON, tt.body))).EmbedMetered(t.Context(), []string{"one"})
			if !errors.Is(err, tt.is) || n != 0 {
				t.Errorf("error %v counts %d tokens, want %q and none", err, n, tt.is)
			}
			if large := errors.Is(err, embed.ErrTooLarge); large != (tt.is == embed.ErrTooLarge) {
				t.Errorf("too large: %t", large)
			}
		})
	}
}

func TestAWishForDimensionsThatIsIgnoredIsTold(t *testing.T) {
	p := &provider{t: t, spoil: func(a *wireAnswer) {
		for i := range a.Data {
			a.Data[i].Embedding = make([]float32, 768)
		}
	}}
	address := serve(t, p)
	_, err := connect(t, address, func(c *Config) { c.Dimensions = 64 }).Embed(t.Context(), []string{"one", "two"})
	checkFailure(t, address, err, embed.ErrBadVectors,
		`unusable vectors: 768 numbers at index 1, want 64; the model takes no wish, leave the dimensions out or give 768`)
}

// restless is the error of a transport that knows when to come back.
type restless struct{ wait time.Duration }

func (restless) Error() string               { return "the circuit is open" }
func (r restless) RetryAfter() time.Duration { return r.wait }

func TestATransportMaySayHowLongToWait(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		is   error
		wait time.Duration
		want string
	}{
		{"a while", fmt.Errorf("outbound: %w", restless{20 * time.Second}), embed.ErrRateLimited, 20 * time.Second,
			`no answer from HOST: outbound: the circuit is open: rate limited, retry after 20s`},
		{"for years", restless{1e6 * time.Hour}, embed.ErrRateLimited, 24 * time.Hour,
			`no answer from HOST: the circuit is open: rate limited, retry after 24h0m0s`},
		{"nothing", errors.New("it broke at " + testKey), embed.ErrUnavailable, 0,
			`model unavailable: no answer from HOST: it broke at [key]`},
		{"its own deadline", fmt.Errorf("try 3: %w", context.DeadlineExceeded), embed.ErrUnavailable, 0,
			`model unavailable: no answer from HOST: try 3: context deadline exceeded`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := connect(t, "http://localhost", func(c *Config) {
				c.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, tt.err })}
			})
			_, err := d.Embed(t.Context(), []string{"one"})
			checkFailure(t, "http://localhost", err, tt.is, tt.want)
			if got := embed.NewClient(d, embed.NoCache{}).RetryAfter(err); got != tt.wait {
				t.Errorf("RetryAfter = %s, want %s", got, tt.wait)
			}
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
		{"a day at most", "86401", 24 * time.Hour, 24 * time.Hour},
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
