package app

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/data/demo"
	"segue/embed"
	"segue/embed/embedtest"
)

// fill stores episodes in a catalogue.
func fill(t *testing.T, s Source, episodes []data.Episode) {
	t.Helper()
	c := openCatalog(t, s)
	if _, err := c.Upsert(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// openCatalog opens a catalogue. The test closes it.
func openCatalog(t *testing.T, s Source) catalog.Store {
	t.Helper()
	s.Create = true
	c, err := OpenCatalog(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// embedDemoInto stores the bundled episodes with vectors of the built-in model.
func embedDemoInto(t *testing.T, s Source) {
	t.Helper()
	episodes, err := demo.Episodes()
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, episodes)
	a, err := Open(t.Context(), Options{Mode: Search, Source: s})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Indexer.Sync(t.Context(), ignoreProgress); err != nil {
		t.Fatal(err)
	}
}

// contextWithStop returns a context that ends with stop or with the test.
func contextWithStop(t *testing.T) (context.Context, func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	return ctx, stop
}

// two returns two episodes without common words.
func two() []data.Episode {
	show := data.Show{ID: "crumb-radio", Title: "Crumb Radio"}
	return []data.Episode{
		{ID: "rye", Title: "Rye", Show: show, Description: "Dark bread with a zeppelin."},
		{ID: "wheat", Title: "Wheat", Show: show, Description: "White flour."},
	}
}

// hashingName is the name of the vectors of [startEndpoint].
const hashingName = "openai:hashing@256"

// endpoint is a server with a hashing model and the API of OpenAI.
type endpoint struct {
	URL string
	// locked makes it refuse the key. Clients do not repeat such requests.
	locked atomic.Bool
}

// startEndpoint starts an endpoint. The test stops it.
func startEndpoint(t *testing.T) *endpoint {
	t.Helper()
	e, model := &endpoint{}, embedtest.NewHashing(256)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.locked.Load() {
			http.Error(w, "wrong key", http.StatusUnauthorized)
			return
		}
		var request struct{ Input []string }
		if json.NewDecoder(r.Body).Decode(&request) != nil {
			return
		}
		vectors, err := model.Embed(r.Context(), request.Input)
		if err != nil {
			return // the client has disconnected
		}
		type item struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		answer := map[string][]item{}
		for i, v := range vectors {
			answer["data"] = append(answer["data"], item{i, v})
		}
		json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(server.Close)
	e.URL = server.URL
	return e
}

// choice returns the choice of the endpoint's model.
func (e *endpoint) choice() ModelChoice {
	return ModelChoice{Embedder: OpenAI, URL: e.URL, Model: "hashing"}
}

// newClient returns a client of a hashing model without a cache.
func newClient() *embed.Client { return embed.NewClient(embedtest.NewHashing(64), embed.NoCache{}) }
