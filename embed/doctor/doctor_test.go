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

// server speaks the protocol with a hashing model, and has a fault if it is told.
type server struct {
	dimensions int
	most       int // texts of a request
	spoil      func(texts []string, vectors [][]float32)
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
	case s.most > 0 && len(request.Input) > s.most:
		refuse(413, "batch size > maximum allowed batch size")
	default:
		s.answer(r.Context(), w, request.Input)
	}
}

func (s *server) answer(ctx context.Context, w http.ResponseWriter, texts []string) {
	vectors, _ := embedtest.NewHashing(s.dimensions).Embed(ctx, texts)
	if s.spoil != nil {
		s.spoil(texts, vectors)
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

// constant gives all texts one vector, and turned depends on the others.
func constant(_ []string, vectors [][]float32) {
	for _, v := range vectors {
		for i := range v {
			v[i] = 1
		}
	}
}

func turned(texts []string, vectors [][]float32) {
	for i, v := range vectors {
		v[0] += float32(100 * i * len(texts))
		v[1] += float32(100 * len(texts))
	}
}

func good() *server { return &server{dimensions: 384} }

// serve returns a Setup for s.
func serve(t *testing.T, s http.Handler) doctor.Setup {
	t.Helper()
	running := httptest.NewServer(s)
	t.Cleanup(running.Close)
	return doctor.Setup{Endpoint: &openai.Config{BaseURL: running.URL, Key: openai.NewKey(testKey), Model: "all-minilm"}}
}

// varying are the parts of findings that differ from run to run.
var varying = regexp.MustCompile(`127\.0\.0\.1:\d+|[0-9.]+(µs|ms|s)\b|[0-9]+ (passages and about) [0-9]+`)

func stable(checks []doctor.Check) []doctor.Check {
	for i := range checks {
		checks[i].Detail = varying.ReplaceAllString(checks[i].Detail, "X")
	}
	return checks
}

func TestExamineFindsNothingWhereAllIsWell(t *testing.T) {
	want := []doctor.Check{
		{Name: "address", Status: doctor.OK, Detail: "requests go to http://X/v1/embeddings"},
		{Name: "connection", Status: doctor.OK, Detail: "X answers within X"},
		{Name: "key", Status: doctor.OK, Detail: "accepted"},
		{Name: "model", Status: doctor.OK, Detail: `"all-minilm" is there, known as all-minilm-l6-v2, which reads 256 tokens`},
		{Name: "dimensions", Status: doctor.OK, Detail: "384"},
		{Name: "batch", Status: doctor.OK, Detail: "32 passages at once"},
		{Name: "speed", Status: doctor.OK, Detail: "a question in X; 32 passages in X, X tokens a second"},
		{Name: "repeatable", Status: doctor.OK, Detail: "one text alone and among others has similarity 1.0000"},
		{Name: "meaning", Status: doctor.OK, Detail: "a question and its answer have similarity 0.35, another passage 0.33"},
		{Name: "prefixes", Status: doctor.OK, Detail: "nothing in front of texts"},
		{Name: "price", Status: doctor.Skipped, Detail: "not known for 127.0.0.1",
			Fix: "where it costs money, set the price of a million tokens to see and limit what is spent"},
	}
	if diff := cmp.Diff(want, stable(doctor.Examine(t.Context(), serve(t, good())))); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestExamineFindsTheFault(t *testing.T) {
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
		{"no URL", good(), func(s *doctor.Setup) { s.Endpoint.BaseURL = "localhost" },
			doctor.Check{Name: "address", Status: doctor.Failed, Fix: "give the base URL of the endpoint",
				Detail: "openai: unusable configuration: address: it must begin with http:// or https://, like https://api.openai.com/v1"}},
		{"nobody there", good(), func(s *doctor.Setup) { s.Endpoint.BaseURL = "http://" + closed.Addr().String() },
			doctor.Check{Name: "connection", Status: doctor.Failed, Fix: "start the server, or correct the port in the base URL",
				Detail: "X cannot be reached: dial tcp X: connect: connection refused"}},
		{"a wrong key", good(), func(s *doctor.Setup) { s.Endpoint.Key = openai.NewKey("sk-wrong") },
			doctor.Check{Name: "key", Status: doctor.Failed, Fix: "set the right key for this endpoint",
				Detail: `openai: model "all-minilm": key refused: X answered 401 ("Incorrect API key"); check the key and what it may be used for`}},
		{"no such model", good(), func(s *doctor.Setup) { s.Endpoint.Model = "missing" },
			doctor.Check{Name: "model", Status: doctor.Failed, Fix: "give the name under which the endpoint has an embedding model, and a base URL that ends where /embeddings is added",
				Detail: `openai: model "missing": request rejected: X answered 404 ("model not found, try pulling it first"); check the model's name and the address (requests go to "http://X/v1/embeddings")`}},
		{"other dimensions than known", &server{dimensions: 512}, nil,
			doctor.Check{Name: "dimensions", Status: doctor.Warning, Detail: "512, but all-minilm-l6-v2 has 384", Fix: "check that the endpoint runs the model that its name says"}},
		{"a wish that is ignored", good(), func(s *doctor.Setup) { s.Endpoint.Dimensions = 64 },
			doctor.Check{Name: "model", Status: doctor.Failed, Fix: "ask for no dimensions, or for those that the model has",
				Detail: `unusable vectors: 384 numbers at index 0, want 64; the model takes no wish, leave the dimensions out or give 384`}},
		{"a small batch", &server{dimensions: 384, most: 10}, nil,
			doctor.Check{Name: "batch", Status: doctor.Warning, Detail: "32 passages at once are too large, 8 are not", Fix: "set the batch to 8, which saves the failed requests, or allow the server more"}},
		{"texts that are mixed up", &server{dimensions: 384, spoil: turned}, nil,
			doctor.Check{Name: "repeatable", Status: doctor.Failed, Detail: "one text alone and among others has similarity 0.X, want 0.999", Fix: "update the server, or set the batch to 1: it mixes up the texts of a batch"}},
		{"vectors without meaning", &server{dimensions: 384, spoil: constant}, nil,
			doctor.Check{Name: "meaning", Status: doctor.Failed, Detail: "a question and its answer have similarity 1.00, another passage 1.00", Fix: "use a model that is made for embedding; a chat model gives vectors without meaning"}},
		{"other prefixes than the makers'", good(), func(s *doctor.Setup) { s.Endpoint.Model, s.Prepare = "e5-small-v2", embed.Prepare{Query: "ask: "} },
			doctor.Check{Name: "prefixes", Status: doctor.Warning,
				Detail: `it gets "ask: " in front of questions and "" in front of passages; the makers of e5-small-v2 want "query: " in front of questions and "passage: " in front of passages`,
				Fix:    "set theirs, unless you have measured that yours are better; it makes new vectors, because they differ"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			setup := serve(t, tt.server)
			if tt.change != nil {
				tt.change(&setup)
			}
			checks := stable(doctor.Examine(t.Context(), setup))
			at := find(checks, tt.want.Name)
			got := checks[at]
			got.Detail = regexp.MustCompile(`similarity 0\.[0-9]+,`).ReplaceAllString(got.Detail, "similarity 0.X,")
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

func TestExamineSaysAKnownPrice(t *testing.T) {
	known, _ := models.Lookup("text-embedding-3-small")
	if _, ok := known.PriceAt("api.openai.com"); !ok {
		t.Fatal("the price of text-embedding-3-small is not known")
	}
	setup := serve(t, good())
	setup.USDPerMillion = 0.5
	checks := doctor.Examine(t.Context(), setup)
	want := doctor.Check{Name: "price", Status: doctor.OK, Detail: "$0.5 a million tokens, as set"}
	if diff := cmp.Diff(want, checks[len(checks)-1]); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestExamineLooksAtTheBuiltInModel(t *testing.T) {
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
			t.Errorf("there is no %s to look at", c.Name)
		}
	}
}

func TestExamineEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	checks := doctor.Examine(ctx, serve(t, good()))
	if last := checks[len(checks)-1]; last.Status != doctor.Skipped {
		t.Fatalf("%+v", checks)
	}
}
