package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/doctor"
	"segue/embed/embedtest"
	"segue/embed/minilm"
	"segue/embed/models"
	"segue/embed/openai"
)

const testKey = "sk-test-0123456789abcdef"

// server implements the API with a hashing model. corrupt adds a fault.
type server struct {
	dimensions int
	maxTexts   int // per request, 0 for no limit
	corrupt    func(texts []string, vectors [][]float32)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Model string
		Input []string
	}
	refuse := func(status int, message string) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"message":%q,"type":"x"}}`, message)
	}
	switch err := json.NewDecoder(r.Body).Decode(&request); {
	case err != nil:
		refuse(400, err.Error())
	case r.Header.Get("Authorization") != "Bearer "+testKey:
		refuse(401, "Incorrect API key")
	case strings.HasPrefix(request.Model, "missing"):
		refuse(404, "model not found, try pulling it first")
	case s.maxTexts > 0 && len(request.Input) > s.maxTexts:
		refuse(413, "batch size > maximum allowed batch size")
	default:
		s.answer(r.Context(), w, request.Input)
	}
}

func (s *server) answer(ctx context.Context, w http.ResponseWriter, texts []string) {
	vectors, _ := embedtest.NewHashing(s.dimensions).Embed(ctx, texts)
	if s.corrupt != nil {
		s.corrupt(texts, vectors)
	}
	type datum struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []datum
	for i, v := range vectors {
		data = append(data, datum{i, v})
	}
	json.NewEncoder(w).Encode(map[string]any{"data": data})
}

// constant sets all vectors to the same value. dependOnBatch makes a vector depend on the
// other texts.
func constant(_ []string, vectors [][]float32) {
	for _, v := range vectors {
		for i := range v {
			v[i] = 1
		}
	}
}

func dependOnBatch(texts []string, vectors [][]float32) {
	for i, v := range vectors {
		v[0] += float32(100 * i * len(texts))
		v[1] += float32(100 * len(texts))
	}
}

func healthyServer() *server { return &server{dimensions: 384} }

// serve starts s and returns a Setup for it.
func serve(t *testing.T, s http.Handler) doctor.Setup {
	t.Helper()
	running := httptest.NewServer(s)
	t.Cleanup(running.Close)
	return doctor.Setup{Endpoint: &openai.Config{BaseURL: running.URL, Key: openai.NewKey(testKey), Model: "all-minilm"}}
}

// varying matches the parts of results that differ from run to run.
var varying = regexp.MustCompile(`127\.0\.0\.1:\d+|[0-9.]+(µs|ms|s)\b|[0-9]+ (passages and about) [0-9]+`)

func stable(checks []doctor.Check) []doctor.Check {
	for i := range checks {
		checks[i].Detail = varying.ReplaceAllString(checks[i].Detail, "X")
	}
	return checks
}

func TestExamineReportsNoProblems(t *testing.T) {
	want := []doctor.Check{
		{Name: "address", Status: doctor.OK, Detail: "requests go to http://X/v1/embeddings"},
		{Name: "connection", Status: doctor.OK, Detail: "connected to X in X"},
		{Name: "key", Status: doctor.OK, Detail: "accepted"},
		{Name: "model", Status: doctor.OK, Detail: `"all-minilm" is available; it is all-minilm-l6-v2 and reads up to 256 tokens`},
		{Name: "dimensions", Status: doctor.OK, Detail: "384"},
		{Name: "batch", Status: doctor.OK, Detail: "32 passages per request"},
		{Name: "speed", Status: doctor.OK, Detail: "a query in X; 32 passages in X, which is X tokens a second"},
		{Name: "repeatable", Status: doctor.OK, Detail: "similarity of a text alone and the same text in a batch is 1.0000"},
		{Name: "meaning", Status: doctor.OK, Detail: "similarity of a query to its answer is 0.35, to another passage 0.33"},
		{Name: "prefixes", Status: doctor.OK, Detail: "no prefixes"},
		{Name: "price", Status: doctor.Skipped, Detail: "unknown for 127.0.0.1",
			Fix: "if the model costs money, set --embed-price to see and limit the cost"},
	}
	if diff := cmp.Diff(want, stable(doctor.Examine(t.Context(), serve(t, healthyServer())))); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestExamineReportsTheProblem(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, tt := range []struct {
		name   string
		server *server
		change func(*doctor.Setup)
		want   doctor.Check
	}{
		{"an invalid URL", healthyServer(), func(s *doctor.Setup) { s.Endpoint.BaseURL = "localhost" },
			doctor.Check{Name: "address", Status: doctor.Failed, Fix: "set --embed-url to the base URL of the endpoint",
				Detail: "openai: unusable configuration: address: it must begin with http:// or https://, like https://api.openai.com/v1"}},
		{"no server", healthyServer(), func(s *doctor.Setup) { s.Endpoint.BaseURL = "http://" + closed.Addr().String() },
			doctor.Check{Name: "connection", Status: doctor.Failed, Fix: "start the server, or correct the port in --embed-url",
				Detail: "cannot connect to X: dial tcp X: connect: connection refused"}},
		{"a wrong key", healthyServer(), func(s *doctor.Setup) { s.Endpoint.Key = openai.NewKey("sk-wrong") },
			doctor.Check{Name: "key", Status: doctor.Failed, Fix: "set the correct key for this endpoint",
				Detail: `openai: model "all-minilm": key rejected: X returned status 401 ("Incorrect API key"); check the key and its permissions`}},
		{"no such model", healthyServer(), func(s *doctor.Setup) { s.Endpoint.Model = "missing" },
			doctor.Check{Name: "model", Status: doctor.Failed, Fix: "set --embed-model to an embedding model of the endpoint, and check --embed-url: /embeddings is added to it",
				Detail: `openai: model "missing": request rejected: X returned status 404 ("model not found, try pulling it first"); check the model's name and the address (requests go to "http://X/v1/embeddings")`}},
		{"dimensions that differ from the known ones", &server{dimensions: 512}, nil,
			doctor.Check{Name: "dimensions", Status: doctor.Failed, Detail: "512, but all-minilm-l6-v2 has 384", Fix: "check that the endpoint runs the model of this name; if the number is right, set --embed-expect-dimensions to it"}},
		{"other dimensions than expected", healthyServer(), func(s *doctor.Setup) { s.Expected = 512 },
			doctor.Check{Name: "dimensions", Status: doctor.Failed, Detail: "384, but 512 are expected", Fix: "check that the endpoint runs this model, or change --embed-expect-dimensions"}},
		{"dimensions that the endpoint ignores", healthyServer(), func(s *doctor.Setup) { s.Endpoint.Dimensions = 64 },
			doctor.Check{Name: "model", Status: doctor.Failed, Fix: "remove --embed-dimensions, or set it to a number that the model supports",
				Detail: `unusable vectors: 384 numbers at index 0, want 64; the model does not support this number; remove the dimensions or set 384`}},
		{"a small batch", &server{dimensions: 384, maxTexts: 10}, nil,
			doctor.Check{Name: "batch", Status: doctor.Warning, Detail: "a batch of 32 passages is too large, 8 are accepted", Fix: "set --embed-batch to 8 to avoid failed requests, or raise the limit of the server"}},
		{"vectors that depend on the batch", &server{dimensions: 384, corrupt: dependOnBatch}, nil,
			doctor.Check{Name: "repeatable", Status: doctor.Failed, Detail: "similarity of a text alone and the same text in a batch is 0.X, want 0.999", Fix: "update the server, or set --embed-batch to 1: it mixes up the texts of a batch"}},
		{"vectors without meaning", &server{dimensions: 384, corrupt: constant}, nil,
			doctor.Check{Name: "meaning", Status: doctor.Failed, Detail: "similarity of a query to its answer is 1.00, to another passage 1.00", Fix: "use an embedding model; the vectors of a chat model have no meaning"}},
		{"prefixes that differ from the recommended ones", healthyServer(), func(s *doctor.Setup) { s.Endpoint.Model, s.Prepare = "e5-small-v2", embed.Prepare{Query: "ask: "} },
			doctor.Check{Name: "prefixes", Status: doctor.Warning,
				Detail: `in use: "ask: " for queries and "" for passages; recommended for e5-small-v2: "query: " for queries and "passage: " for passages`,
				Fix:    "remove --embed-query-prefix and --embed-passage-prefix to use the recommended prefixes, unless yours give better results; all texts are then embedded again"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			setup := serve(t, tt.server)
			if tt.change != nil {
				tt.change(&setup)
			}
			checks := stable(doctor.Examine(t.Context(), setup))
			at := find(checks, tt.want.Name)
			got := checks[at]
			got.Detail = regexp.MustCompile(`batch is 0\.[0-9]+,`).ReplaceAllString(got.Detail, "batch is 0.X,")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for i, c := range checks {
				if i < at && c.Status == doctor.Failed || i > at && tt.want.Status == doctor.Failed && c.Status != doctor.Skipped {
					t.Errorf("%+v", c)
				}
				if c.Status == doctor.Failed && c.Fix == "" || strings.Contains(c.Detail+c.Fix, testKey) {
					t.Errorf("%+v", c)
				}
			}
		})
	}
}

func find(checks []doctor.Check, name string) int {
	for i, c := range checks {
		if c.Name == name {
			return i
		}
	}
	return 0
}

func TestExamineReportsTheConfiguredPrice(t *testing.T) {
	known, _ := models.Lookup("text-embedding-3-small")
	if _, ok := known.PriceAt("api.openai.com"); !ok {
		t.Fatal("the price of text-embedding-3-small is unknown")
	}
	setup := serve(t, healthyServer())
	for price, detail := range map[float64]string{0.5: "$0.5 a million tokens (configured)", 0: "$0 a million tokens (configured)"} {
		setup.USDPerMillion = &price
		checks := doctor.Examine(t.Context(), setup)
		want := doctor.Check{Name: "price", Status: doctor.OK, Detail: detail}
		if diff := cmp.Diff(want, checks[len(checks)-1]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestExamineChecksTheBuiltInModel(t *testing.T) {
	if testing.Short() {
		t.Skip("a full batch of the model takes seconds")
	}
	m, err := minilm.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range doctor.Examine(t.Context(), doctor.Setup{Driver: m}) {
		if c.Status != doctor.OK && c.Name != "speed" { // a busy machine is slow
			t.Errorf("%+v", c)
		}
		if c.Name == "address" || c.Name == "price" {
			t.Errorf("%s was checked, although the model has no endpoint", c.Name)
		}
	}
}

func TestExamineEndsIfTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	checks := doctor.Examine(ctx, serve(t, healthyServer()))
	if last := checks[len(checks)-1]; last.Status != doctor.Skipped {
		t.Fatalf("%+v", checks)
	}
}
