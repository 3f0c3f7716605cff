package app

import (
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
	"segue/recommend/indexer"
)

// ignoreProgress is a progress callback of the indexer.
func ignoreProgress(indexer.Progress) {}

// open opens an App. The test closes it.
func open(t *testing.T, o Options) *App {
	t.Helper()
	a, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// found returns the mode and the first result of a search.
func found(t *testing.T, a *App, query string) (recommend.Mode, []data.EpisodeID) {
	t.Helper()
	answer, err := a.Engine.Search(t.Context(), query, recommend.Options{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	var ids []data.EpisodeID
	for _, r := range answer.Results {
		ids = append(ids, r.Episode.ID)
	}
	return answer.Mode, ids
}

func TestSearchEmbedsTheBundledCatalogue(t *testing.T) {
	a := open(t, Options{Mode: Search, Source: Source{Demo: true}})
	mode, ids := found(t, a, "how do I deploy to Kubernetes from Git")
	if d := cmp.Diff([]data.EpisodeID{"gitops-kubernetes-continuous-delivery-with-alexis-richardson"}, ids); d != "" || mode != recommend.ModeHybrid {
		t.Errorf("mode %q (-want +got):\n%s", mode, d)
	}
	if a.Missing() != 0 || a.ModelError != nil || a.EmbedError != nil || a.QueryError() != nil {
		t.Errorf("%d episodes have no vectors; failures %v, %v, %v", a.Missing(), a.ModelError, a.EmbedError, a.QueryError())
	}
}

func TestListConnectsNoModel(t *testing.T) {
	a := open(t, Options{Mode: List, Source: Source{Demo: true}, Model: ModelChoice{Embedder: OpenAI, URL: "http://127.0.0.1:1"}})
	facets, err := a.Engine.Facets(t.Context(), data.Filter{})
	if people := facets.People; err != nil || len(people) == 0 || a.client != nil {
		t.Errorf("people %v, model %v", people, a.client)
	}
}

func TestACatalogueMustExistUnlessCreateIsSet(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db")}
	var hint HintError
	if _, err := Open(t.Context(), Options{Source: source}); !errors.As(err, &hint) || !strings.Contains(hint.Hint, "segue import") {
		t.Errorf("error %v", err)
	}
	if source.Exists() {
		t.Error("the catalogue was created")
	}
	source.Create = true
	open(t, Options{Source: source})
	if !source.Exists() {
		t.Error("the catalogue was not created")
	}
}

func TestSearchUsesWordsIfTheModelFails(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db")}
	fill(t, source, two())
	endpoint := startEndpoint(t)
	endpoint.locked.Store(true)
	dimensions := endpoint.choice()
	dimensions.Dimensions = 256 // otherwise a request determines them
	for _, tt := range []struct {
		name      string
		model     ModelChoice
		connected bool
	}{
		{"while it is connected", endpoint.choice(), false},
		{"while it embeds the query", dimensions, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := open(t, Options{Mode: Search, Source: source, Model: tt.model})
			a.Warm(t.Context())
			mode, ids := found(t, a, "zeppelin")
			if d := cmp.Diff([]data.EpisodeID{"rye"}, ids); d != "" || mode != recommend.ModeKeyword {
				t.Errorf("mode %q (-want +got):\n%s", mode, d)
			}
			if connected := a.ModelError == nil; connected != tt.connected || connected != (a.Missing() == 2) {
				t.Errorf("model failure %v, query failure %v, %d episodes have no vectors", a.ModelError, a.QueryError(), a.Missing())
			}
		})
	}
	if _, err := Open(t.Context(), Options{Mode: Embed, Source: source, Model: endpoint.choice()}); err == nil {
		t.Error("the mode Embed opens without a model")
	}
}

func TestTheWordIndexIsInMemoryIfAnotherAppUsesIt(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db")}
	fill(t, source, two())
	first := open(t, Options{Mode: Search, Source: source})
	second := open(t, Options{Mode: Search, Source: source})
	if first.wordsLocked || !second.wordsLocked {
		t.Errorf("words locked: %v in the first App, %v in the second", first.wordsLocked, second.wordsLocked)
	}
	for _, a := range []*App{first, second} {
		if _, ids := found(t, a, "zeppelin"); len(ids) != 1 || ids[0] != "rye" {
			t.Errorf("found %q", ids)
		}
	}
	var hint HintError
	if _, err := RebuildWords(t.Context(), source, nil); !errors.As(err, &hint) || !strings.Contains(hint.Hint, "stop the server") {
		t.Errorf("RebuildWords of an index in use: %v", err)
	}
	first.Close()
	if n, err := RebuildWords(t.Context(), source, func(int, int) {}); n != 2 || err != nil {
		t.Errorf("%d episodes indexed, %v", n, err)
	}
}

func TestAnAppInMemoryUsesAConnectedModel(t *testing.T) {
	a := open(t, Options{Mode: Search, Client: newClient()})
	if _, err := a.Catalog.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	if err := a.Indexer.Sync(t.Context(), ignoreProgress); err != nil {
		t.Fatal(err)
	}
	if mode, ids := found(t, a, "zeppelin"); mode != recommend.ModeHybrid || len(ids) != 1 || ids[0] != "rye" {
		t.Errorf("mode %q, found %q", mode, ids)
	}
}

func TestTheUsersModelTakesPrecedenceOverTheCatalogues(t *testing.T) {
	c := openCatalog(t, Source{})
	other := ModelSpec{Embedder: OpenAI, URL: "http://127.0.0.1:1", Model: "hashing", KnownDimensions: 256, Name: hashingName}
	if err := c.SetModel(t.Context(), other.String(), ""); err != nil {
		t.Fatal(err)
	}
	own, err := ModelSpec{Embedder: Builtin}.VectorName()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		choice ModelChoice
		model  string
		logs   string
	}{
		{"without a choice, the catalogue's model, not yet connected", ModelChoice{}, hashingName, ""},
		{"another model", ModelChoice{Embedder: Builtin}, own, "flags select another model than the catalogue"},
		{"the same model at another address", ModelChoice{Embedder: OpenAI, URL: "http://127.0.0.1:2", Model: "hashing", Dimensions: 256}, hashingName, ""},
		{"a model name", ModelChoice{URL: "http://127.0.0.1:2", Model: "m", Dimensions: 2}, "openai:m@2", "flags select another"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log strings.Builder
			a := open(t, Options{Mode: Serve, Catalog: c, Model: tt.choice, Log: slog.New(slog.NewTextHandler(&log, nil))})
			if a.Model() != tt.model || !strings.Contains(log.String(), tt.logs) || tt.logs == "" && log.Len() > 0 {
				t.Errorf("model %q, want %q; log %q", a.Model(), tt.model, &log)
			}
		})
	}
}

func TestAFailingModelIsLoggedOncePerMinute(t *testing.T) {
	var log strings.Builder
	report := logFailures(slog.New(slog.NewTextHandler(io.MultiWriter(&log), nil)))
	for range 3 {
		report(t.Context(), errors.New("the secret query"))
	}
	if n := strings.Count(log.String(), "\n"); n != 1 || strings.Contains(log.String(), "secret") {
		t.Errorf("log: %s", &log)
	}
}
