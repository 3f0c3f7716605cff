package openai

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/embed/embedtest"
)

const (
	testKey   = "sk-test-0123456789abcdef"
	testModel = "text-hashing-1"
	// ownDimensions is the default number of dimensions of the test server's model.
	ownDimensions = 256
)

// wireRequest is a request of the API.
type wireRequest struct {
	Model      string   `json:"model"`
	Input      []string `json:"input"`
	Dimensions int      `json:"dimensions,omitempty"`
}

// wireResponse is a response of the API.
type wireResponse struct {
	Object string       `json:"object"`
	Model  string       `json:"model"`
	Data   []wireVector `json:"data"`
	Usage  wireUsage    `json:"usage"`
}

type wireUsage struct {
	PromptTokens int64 `json:"prompt_tokens"`
	TotalTokens  int64 `json:"total_tokens"`
}

type wireVector struct {
	Object    string    `json:"object"`
	Index     int       `json:"index"`
	Embedding []float32 `json:"embedding"`
}

// provider implements /v1/embeddings with a hashing model. It returns vectors in reverse
// order, as the API allows.
type provider struct {
	t        *testing.T
	requests []wireRequest // only of tests that make one request at a time
	corrupt  func(*wireResponse)
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != "/v1/embeddings" {
		writeError(w, http.StatusNotFound, fmt.Sprintf("Unknown request URL: %s %s.", r.Method, r.URL.Path))
		return
	}
	if key := r.Header.Get("Authorization"); key != "Bearer "+testKey {
		writeError(w, http.StatusUnauthorized, fmt.Sprintf("Incorrect API key provided: %s.", key))
		return
	}
	var request wireRequest
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	if problem := request.problem(); problem != "" {
		writeError(w, http.StatusBadRequest, problem)
		return
	}
	response := p.response(r, request)
	if p.corrupt != nil {
		p.requests = append(p.requests, request)
		p.corrupt(&response)
	}
	writeJSON(w, http.StatusOK, response)
}

// problem returns the reason for which OpenAI rejects a request, or "".
func (r wireRequest) problem() string {
	if r.Model != testModel {
		return fmt.Sprintf("The model `%s` does not exist.", r.Model)
	}
	if len(r.Input) == 0 || len(r.Input) > maxBatch {
		return "Invalid 'input': wrong number of texts."
	}
	for _, text := range r.Input {
		if text == "" || len(text) > 8192 {
			return "Invalid 'input': text is empty or longer than 8192 tokens."
		}
	}
	return ""
}

func (p *provider) response(r *http.Request, request wireRequest) wireResponse {
	dimensions := ownDimensions
	if request.Dimensions > 0 {
		dimensions = request.Dimensions
	}
	vectors, err := embedtest.NewHashing(dimensions).Embed(r.Context(), request.Input)
	if err != nil {
		return wireResponse{} // the client has gone
	}
	response := wireResponse{Object: "list", Model: request.Model}
	for _, text := range request.Input { // one token per word, and two per text
		response.Usage.PromptTokens += int64(len(strings.Fields(text))) + 2
	}
	response.Usage.TotalTokens = response.Usage.PromptTokens
	for i := len(vectors) - 1; i >= 0; i-- {
		response.Data = append(response.Data, wireVector{"embedding", i, vectors[i]})
	}
	return response
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]any{"error": map[string]any{"message": message, "type": "invalid_request_error", "code": nil}})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// serve starts a server for a test and returns its address.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// waitForHangup returns when the client of r has closed the connection. A server notices
// that only after it has read the request.
func waitForHangup(r *http.Request) {
	io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// connect returns a driver for the server at address, without a probe.
func connect(t *testing.T, address string, change ...func(*Config)) *Driver {
	t.Helper()
	cfg := Config{BaseURL: address, Key: NewKey(testKey), Model: testModel, Dimensions: ownDimensions}
	for _, c := range change {
		c(&cfg)
	}
	d, err := Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// withoutHost replaces a server's host, which differs from run to run.
func withoutHost(text, address string) string {
	return strings.ReplaceAll(text, strings.TrimPrefix(address, "http://"), "HOST")
}
