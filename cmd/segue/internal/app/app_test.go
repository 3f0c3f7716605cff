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

func ignoreProgress(indexer.Progress) {}

// open opens an App that is closed with the test.
func open(t *testing.T, o Options) *App {
	t.Helper()
	a, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// found are the ids of the first results of a search, with how they were found.
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

func TestTheBundledCatalogueIsEmbeddedForASearch(t *testing.T) {
	a := open(t, Options{Mode: Search, Source: Source{Demo: true}})
	mode, ids := found(t, a, "how do I deploy to Kubernetes from Git")
	if d := cmp.Diff([]data.EpisodeID{"gitops-kubernetes-continuous-delivery-with-alexis-richardson"}, ids); d != "" || mode != recommend.ModeHybrid {
		t.Errorf("mode %q (-want +got):\n%s", mode, d)
	}
	if a.Missing() != 0 || a.ModelFailure != nil || a.EmbedFailure != nil || a.QueryFailure() != nil {
		t.Errorf("%d episodes have no vectors; failures %v, %v, %v", a.Missing(), a.ModelFailure, a.EmbedFailure, a.QueryFailure())
	}
}

func TestAListNeedsNoModel(t *testing.T) {
	a := open(t, Options{Mode: List, Source: Source{Demo: true}, Model: ModelChoice{Embedder: OpenAI, URL: "http://127.0.0.1:1"}})
	if people := a.Engine.Facets(data.Filter{}).People; len(people) == 0 || a.Client() != nil {
		t.Errorf("people %v, model %v", people, a.Client())
	}
}

func TestACatalogueMustExistUnlessItIsToBeMade(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db")}
	var hint HintError
	if _, err := Open(t.Context(), Options{Source: source}); !errors.As(err, &hint) || !strings.Contains(hint.Hint, "segue import") {
		t.Errorf("error %v", err)
	}
	if source.Exists() {
		t.Error("the catalogue was made")
	}
	source.Create = true
	open(t, Options{Source: source})
	if !source.Exists() {
		t.Error("the catalogue was not made")
	}
}

func TestWordsAnswerIfTheModelFails(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db")}
	fill(t, source, two())
	endpoint := startEndpoint(t)
	endpoint.locked.Store(true)
	dimensions := endpoint.choice()
	dimensions.Dimensions = 256 // so that no request is needed to find them
	for _, tt := range []struct {
		name      string
		model     ModelChoice
		connected bool
	}{
		{"when it is connected", endpoint.choice(), false},
		{"when it embeds the query", dimensions, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := open(t, Options{Mode: Search, Source: source, Model: tt.model})
			a.Warm(t.Context())
			mode, ids := found(t, a, "zeppelin")
			if d := cmp.Diff([]data.EpisodeID{"rye"}, ids); d != "" || mode != recommend.ModeKeyword {
				t.Errorf("mode %q (-want +got):\n%s", mode, d)
			}
			if connected := a.ModelFailure == nil; connected != tt.connected || connected != (a.Missing() == 2) {
				t.Errorf("model failure %v, query failure %v, %d episodes have no vectors", a.ModelFailure, a.QueryFailure(), a.Missing())
			}
		})
	}
	if _, err := Open(t.Context(), Options{Mode: Embed, Source: source, Model: endpoint.choice()}); err == nil {
		t.Error("an App that embeds opens without a model")
	}
}

func TestWordsAreInMemoryIfAnotherAppWritesThem(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db")}
	fill(t, source, two())
	first := open(t, Options{Mode: Search, Source: source})
	second := open(t, Options{Mode: Search, Source: source})
	if first.wordsLocked || !second.wordsLocked {
		t.Errorf("the words are locked for the first: %v, for the second: %v", first.wordsLocked, second.wordsLocked)
	}
	for _, a := range []*App{first, second} {
		if _, ids := found(t, a, "zeppelin"); len(ids) != 1 || ids[0] != "rye" {
			t.Errorf("found %q", ids)
		}
	}
	var hint HintError
	if _, err := RebuildWords(t.Context(), source, nil); !errors.As(err, &hint) || !strings.Contains(hint.Hint, "stop the server") {
		t.Errorf("the words are made again while they are used: %v", err)
	}
	first.Close()
	if n, err := RebuildWords(t.Context(), source, func(int, int) {}); n != 2 || err != nil {
		t.Errorf("%d episodes indexed, %v", n, err)
	}
}

func TestAnAppInMemoryIndexesWithAConnectedModel(t *testing.T) {
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

func TestTheUserChoosesBeforeTheCatalogue(t *testing.T) {
	c := openCatalog(t, Source{})
	other := ModelSpec{Embedder: OpenAI, URL: "http://127.0.0.1:1", Model: "hashing", Learned: 256, Name: hashingName}
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
		{"without a choice it is the catalogue's, which is not connected", ModelChoice{}, hashingName, ""},
		{"a choice wins", ModelChoice{Embedder: Builtin}, own, "flags choose another model than the catalogue"},
		{"the same model is not another one", ModelChoice{Embedder: OpenAI, URL: "http://127.0.0.1:2", Model: "hashing", Dimensions: 256}, hashingName, ""},
		{"a model is a choice", ModelChoice{URL: "http://127.0.0.1:2", Model: "m", Dimensions: 2}, "openai:m@2", "flags choose another"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log strings.Builder
			a := open(t, Options{Mode: Serve, Catalog: c, Model: tt.choice, Log: slog.New(slog.NewTextHandler(&log, nil))})
			if a.Model() != tt.model || !strings.Contains(log.String(), tt.logs) || tt.logs == "" && log.Len() > 0 {
				t.Errorf("model %q, want %q; the log has %q", a.Model(), tt.model, &log)
			}
		})
	}
}

func TestAFailingModelIsLoggedOnceAMinute(t *testing.T) {
	var log strings.Builder
	report := logFailures(slog.New(slog.NewTextHandler(io.MultiWriter(&log), nil)))
	for range 3 {
		report(t.Context(), errors.New("the secret question"))
	}
	if n := strings.Count(log.String(), "\n"); n != 1 || strings.Contains(log.String(), "secret") {
		t.Errorf("the log has %s", &log)
	}
}
