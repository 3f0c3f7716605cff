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

// respond returns a handler that always sends the same response.
func respond(status int, contentType, body string, headers ...string) http.HandlerFunc {
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
	typeJSON = "application/json; charset=utf-8"
	typeHTML = "text/html; charset=utf-8"
)

// checkFailure compares an error without the server's address, and checks that it
// contains no key.
func checkFailure(t *testing.T, address string, err, is error, want string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Errorf("error %v does not wrap %q", err, is)
	}
	if diff := gocmp.Diff(want, withoutHost(fmt.Sprint(err), address)); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), testKey) {
		t.Error("the error contains the key")
	}
}

func TestErrorsOfResponses(t *testing.T) {
	const hint = `check the address (requests go to "http://HOST/v1/embeddings")`
	for _, tt := range []struct {
		name     string
		response http.HandlerFunc
		is       error
		want     string
	}{
		{"401", respond(401, typeJSON, `{"error":{"message":"Incorrect API key provided","type":"invalid_request_error"}}`),
			embed.ErrUnauthorized, `key rejected: HOST returned status 401 ("Incorrect API key provided"); check the key and its permissions`},
		{"401 without a body", respond(401, typeJSON, ``),
			embed.ErrUnauthorized, `key rejected: HOST returned status 401; check the key and its permissions`},
		{"403", respond(403, typeJSON, `{"error":{"message":"Country not supported","type":"x","code":"unsupported_country"}}`),
			embed.ErrUnauthorized, `key rejected: HOST returned status 403 ("Country not supported"); check the key and its permissions`},
		{"400", respond(400, typeJSON, `{"error":{"message":"This model does not support specifying dimensions.","type":"x"}}`),
			embed.ErrRejected, `request rejected: HOST returned status 400 ("This model does not support specifying dimensions."); remove the dimensions; the model supports only its own`},
		{"404 with a page", respond(404, typeHTML, `<!doctype html><title>404</title>`),
			embed.ErrRejected, `request rejected: HOST returned status 404 ("a web page"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"404 with text", respond(404, "text/plain", "404 page not found\n"),
			embed.ErrRejected, `request rejected: HOST returned status 404 ("404 page not found"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"422 in the format of another server", respond(422, typeJSON, `{"detail":[{"loc":["body","input"],"msg":"field required"}]}`),
			embed.ErrRejected, `request rejected: HOST returned status 422 ("field required")`},
		{"413 with a plain error", respond(413, typeJSON, `{"error":"batch size 64 > maximum allowed batch size 32","error_type":"Validation"}`),
			embed.ErrTooLarge, `request rejected: too large: HOST returned status 413 ("batch size 64 > maximum allowed batch size 32")`},
		{"400 with a message outside error", respond(400, typeJSON, `{"object":"error","message":"too long","code":40303}`),
			embed.ErrTooLarge, `request rejected: too large: HOST returned status 400 ("too long")`},
		{"400 with JSON without a message", respond(400, typeJSON, `[1, 2]`),
			embed.ErrRejected, `request rejected: HOST returned status 400`},
		{"400 with a long text on several lines", respond(400, "text/plain", "first\r\n\x1b[31msecond\x00\u202e "+strings.Repeat("x", 300)),
			embed.ErrRejected, `request rejected: HOST returned status 400 ("first [31msecond ` + strings.Repeat("x", 183) + `…")`},
		{"400 with a body above the limit", respond(400, "text/plain", strings.Repeat("x", frameBytes+1)),
			embed.ErrRejected, `request rejected: HOST returned status 400`},
		{"429 with seconds", respond(429, typeJSON, `{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}`, "Retry-After: 20"),
			embed.ErrRateLimited, `HOST returned status 429 ("Rate limit reached"): rate limited, retry after 20s`},
		{"429 without a time", respond(429, typeHTML, `<html>slow down</html>`),
			embed.ErrRateLimited, `HOST returned status 429 ("a web page"): rate limited`},
		{"429 for an empty account", respond(429, typeJSON, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`),
			embed.ErrQuota, `request rejected: quota used up: HOST returned status 429 ("You exceeded your current quota"); waiting does not help, the account needs credit`},
		{"500", respond(500, typeJSON, `{"error":{"message":"The server had an error","type":"server_error"}}`),
			embed.ErrUnavailable, `model unavailable: HOST returned status 500 ("The server had an error")`},
		{"502 with a page", respond(502, typeHTML, `<html><h1>Bad gateway</h1></html>`),
			embed.ErrUnavailable, `model unavailable: HOST returned status 502 ("a web page")`},
		{"408", respond(408, "text/plain", ``),
			embed.ErrUnavailable, `model unavailable: HOST returned status 408`},
		{"a page instead of JSON", respond(200, typeHTML, `<!doctype html><title>Welcome</title>`),
			embed.ErrBadVectors, `unusable vectors: HOST returned a web page instead of vectors; ` + hint},
		{"an empty response", respond(200, "", ``),
			embed.ErrBadVectors, `unusable vectors: HOST returned an unknown content type instead of vectors; ` + hint},
		{"text", respond(200, "text/plain", `Ollama is running`),
			embed.ErrBadVectors, `unusable vectors: HOST returned text/plain instead of vectors; ` + hint},
		{"another JSON object", respond(200, typeJSON, `{"error":"unexpected endpoint"}`),
			embed.ErrRejected, `request rejected: HOST returned an error ("unexpected endpoint"); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"a list", respond(200, typeJSON, `[[0.1, 0.2]]`),
			embed.ErrBadVectors, `unusable vectors: 2 numbers at index 0, want 256; the model does not support this number; remove the dimensions or set 2`},
		{"base64 instead of numbers", respond(200, typeJSON, `{"data":[{"index":0,"embedding":"AACAPw=="}]}`),
			embed.ErrBadVectors, `unusable vectors: 1 numbers at index 0, want 256; the model does not support this number; remove the dimensions or set 1`},
		{"a number out of range", respond(200, typeJSON, `{"data":[{"index":0,"embedding":[1e99]}]}`),
			embed.ErrBadVectors, `unusable vectors: 1 numbers at index 0, want 256; the model does not support this number; remove the dimensions or set 1`},
		{"NaN", respond(200, typeJSON, `{"data":[{"index":0,"embedding":[NaN]}]}`),
			embed.ErrBadVectors, `unusable vectors: 1 numbers at index 0, want 256; the model does not support this number; remove the dimensions or set 1`},
		{"truncated JSON", respond(200, typeJSON, `{"data":[{"index":0,"embed`),
			embed.ErrUnavailable, `model unavailable: truncated response from HOST: unexpected EOF`},
		{"a truncated response", respond(200, typeJSON, `{"data":[`, "Content-Length: 1000"),
			embed.ErrUnavailable, `model unavailable: truncated response from HOST: unexpected EOF`},
		{"a response that is too large", respond(200, typeJSON, strings.Repeat(" ", int(responseLimit(1))+1)),
			embed.ErrBadVectors, `unusable vectors: the response has more than 589824 bytes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, tt.response)
			_, err := connect(t, address).Embed(t.Context(), []string{"one"})
			checkFailure(t, address, err, tt.is, tt.want)
		})
	}
}

func TestErrorResponsesOfProvidersAreClassified(t *testing.T) {
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
			_, n, err := connect(t, serve(t, respond(tt.status, typeJSON, tt.body))).EmbedMetered(t.Context(), []string{"one"})
			if !errors.Is(err, tt.is) || n != 0 {
				t.Errorf("error %v counts %d tokens, want %q and none", err, n, tt.is)
			}
			if large := errors.Is(err, embed.ErrTooLarge); large != (tt.is == embed.ErrTooLarge) {
				t.Errorf("too large: %t", large)
			}
		})
	}
}

func TestIgnoredDimensionsAreReported(t *testing.T) {
	p := &provider{t: t, corrupt: func(a *wireResponse) {
		for i := range a.Data {
			a.Data[i].Embedding = make([]float32, 768)
		}
	}}
	address := serve(t, p)
	_, err := connect(t, address, func(c *Config) { c.Dimensions = 64 }).Embed(t.Context(), []string{"one", "two"})
	checkFailure(t, address, err, embed.ErrBadVectors,
		`unusable vectors: 768 numbers at index 1, want 64; the model does not support this number; remove the dimensions or set 768`)
}

// transportError is a transport's error with a time to wait.
type transportError struct{ wait time.Duration }

func (transportError) Error() string               { return "the circuit is open" }
func (r transportError) RetryAfter() time.Duration { return r.wait }

func TestRetryAfterOfATransportIsReturned(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		is   error
		wait time.Duration
		want string
	}{
		{"20 seconds", fmt.Errorf("outbound: %w", transportError{20 * time.Second}), embed.ErrRateLimited, 20 * time.Second,
			`no response from HOST: outbound: the circuit is open: rate limited, retry after 20s`},
		{"years", transportError{1e6 * time.Hour}, embed.ErrRateLimited, 24 * time.Hour,
			`no response from HOST: the circuit is open: rate limited, retry after 24h0m0s`},
		{"no time", errors.New("it broke at " + testKey), embed.ErrUnavailable, 0,
			`model unavailable: no response from HOST: it broke at [key]`},
		{"the transport's own deadline", fmt.Errorf("try 3: %w", context.DeadlineExceeded), embed.ErrUnavailable, 0,
			`model unavailable: no response from HOST: try 3: context deadline exceeded`},
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

func TestRetryAfterOfAResponseIsReturned(t *testing.T) {
	soon := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	for _, tt := range []struct {
		name, header string
		min, max     time.Duration
	}{
		{"in seconds", "20", 20 * time.Second, 20 * time.Second},
		{"as a date", soon, time.Second, 90 * time.Second},
		{"more than a day", "86401", 24 * time.Hour, 24 * time.Hour},
		{"no header", "", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := connect(t, serve(t, respond(429, typeJSON, `{}`, "Retry-After: "+tt.header)))
			_, err := d.Embed(t.Context(), []string{"one"})
			after := embed.NewClient(d, embed.NoCache{}).RetryAfter(err)
			if !errors.Is(err, embed.ErrRateLimited) || after < tt.min || after > tt.max {
				t.Fatalf("RetryAfter = %s of %v", after, err)
			}
		})
	}
}

func TestASilentProviderIsUnavailable(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { waitForHangup(r) }
	begin := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"data":[`)
		w.(http.Flusher).Flush()
		waitForHangup(r)
	}
	for _, tt := range []struct {
		name     string
		response http.HandlerFunc
	}{{"before the response", hang}, {"during the response", begin}} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, tt.response)
			d := connect(t, address, func(c *Config) { c.Timeout = 50 * time.Millisecond })
			_, err := d.Embed(t.Context(), []string{"one"})
			checkFailure(t, address, err, embed.ErrUnavailable, `model unavailable: no response from HOST within 50ms`)
		})
	}
}

func TestAnUnreachableProviderIsUnavailable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	listener.Close()
	_, err = connect(t, address).Embed(t.Context(), []string{"one"})
	checkFailure(t, address, err, embed.ErrUnavailable,
		`model unavailable: no response from HOST: dial tcp HOST: connect: connection refused`)
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
					`request rejected: HOST redirects (%d); set the URL to the target of the redirect`, status))
			})
		}
	}
	if followed > 0 {
		t.Errorf("%d redirects were followed", followed)
	}
}
