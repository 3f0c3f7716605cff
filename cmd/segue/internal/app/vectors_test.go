package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/datatest"
	"segue/data/demo"
	"segue/embed"
	"segue/recommend/vectors/vectorfile"
)

// vectorsOf returns all vectors of a model for the texts of a catalogue.
func vectorsOf(t *testing.T, c catalog.Store, name, prefix string) map[embed.TextHash][]float32 {
	t.Helper()
	texts, err := Models{Catalog: c}.texts(t.Context(), prefix)
	if err != nil {
		t.Fatal(err)
	}
	found, err := c.Vectors(t.Context(), name, slices.Collect(maps.Keys(texts.hashes)))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// exported returns the file of a model.
func exported(t *testing.T, c catalog.Store, model string) ([]byte, VectorExport) {
	t.Helper()
	var b bytes.Buffer
	result, err := Models{Catalog: c}.ExportVectors(t.Context(), VectorExportOptions{Model: model, Compress: true}, &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), result
}

// copyOf returns a catalogue with the same episodes and no vectors.
func copyOf(t *testing.T, c catalog.Store) catalog.Store {
	t.Helper()
	var episodes []data.Episode
	if _, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		episodes = append(episodes, e.Episode)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	other := openCatalog(t, Source{})
	if _, err := other.Upsert(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	return other
}

// importVectors imports a file that is valid.
func importVectors(t *testing.T, c catalog.Store, file []byte) VectorImport {
	t.Helper()
	result, err := Models{Catalog: c}.ImportVectors(t.Context(), bytes.NewReader(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// seedCatalogue returns a catalogue with the episodes of the real archive page.
func seedCatalogue(t *testing.T) catalog.Store {
	t.Helper()
	c := openCatalog(t, Source{})
	page, err := os.Open(datatest.SeedPage(t))
	if err != nil {
		t.Fatal(err)
	}
	defer page.Close()
	if err := NewImporter(c, func(int) {}).Import(t.Context(), "page", page); err != nil {
		t.Fatal(err)
	}
	return c
}

// demoCatalogue returns a catalogue with the bundled episodes.
func demoCatalogue(t *testing.T) catalog.Store {
	t.Helper()
	c := openCatalog(t, Source{})
	episodes, err := demo.Episodes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Upsert(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACatalogueWithImportedVectorsEmbedsNothing(t *testing.T) {
	for _, tt := range []struct {
		name    string
		catalog func(*testing.T) catalog.Store
		prefix  string
		choice  func(*testing.T) ModelChoice
	}{
		{"real episodes and the built-in model", seedCatalogue, "", func(*testing.T) ModelChoice { return ModelChoice{} }},
		{"bundled episodes and an endpoint with a prefix", demoCatalogue, "passage: ", func(t *testing.T) ModelChoice {
			choice := startEndpoint(t).choice()
			choice.PassagePrefix = "passage: "
			return choice
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, choice := tt.catalog(t), tt.choice(t)
			build(t, c, choice)
			list, err := Models{Catalog: c}.List(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(list.Models, func(m ListedModel) bool { return m.Vectors > 0 })
			name := list.Models[at].Name
			want := vectorsOf(t, c, name, tt.prefix)
			file, result := exported(t, c, name)
			if d := cmp.Diff(VectorExport{name, result.Dimensions, result.Episodes, result.Passages, 0}, result); d != "" || result.Passages < len(want) || result.Episodes == 0 {
				t.Errorf("exported %+v, want %d texts", result, len(want))
			}

			other := copyOf(t, c)
			n := len(want)
			counts := VectorImport{Model: name, Dimensions: result.Dimensions, Documents: result.Passages, Added: n, Passages: n, Embedded: n}
			if d := cmp.Diff(counts, importVectors(t, other, file)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(want, vectorsOf(t, other, name, tt.prefix)); d != "" {
				t.Errorf("the vectors differ (-want +got):\n%s", d)
			}
			a := open(t, Options{Mode: Embed, Catalog: other, Model: choice})
			done, err := a.EmbedAll(t.Context(), nil)
			if err != nil || done.Texts != 0 || done.Embedded != result.Episodes {
				t.Errorf("embedding after the import: %+v, %v", done, err)
			}
			counts.Added, counts.Present = 0, n
			if d := cmp.Diff(counts, importVectors(t, other, file)); d != "" {
				t.Errorf("the second import (-want +got):\n%s", d)
			}
		})
	}
}

// smallHeader and smallFile are for the catalogue with [two] episodes and a model that the
// catalogue does not know.
var smallHeader = vectorfile.Header{Model: "other", Dimensions: 2}

func smallFile(t *testing.T, h vectorfile.Header, texts map[string][]float32) []byte {
	t.Helper()
	c, err := vectorfile.NewCollection(h)
	if err != nil {
		t.Fatal(err)
	}
	for text, vector := range texts {
		if err := c.Add(t.Context(), h.NewDocument(data.Episode{ID: data.EpisodeID(text)}, 1, strings.TrimRight(text, "!"), vector)); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := c.Write(t.Context(), &b, false, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The embedded texts of [two].
const ryeText, wheatText = "Rye. Dark bread with a zeppelin.", "Wheat. White flour."

// twoEpisodes returns a catalogue with [two] episodes.
func twoEpisodes(t *testing.T) catalog.Store {
	t.Helper()
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnImportStoresOnlyMissingVectorsOfTheCataloguesTexts(t *testing.T) {
	c := twoEpisodes(t)
	importVectors(t, c, smallFile(t, smallHeader, map[string][]float32{ryeText: {1, 0}}))
	file := smallFile(t, smallHeader, map[string][]float32{ryeText: {0, 1}, wheatText: {0, 1}, "Oats": {0, 1}, "oats": {0, 1}})
	want := VectorImport{Model: "other", Dimensions: 2, Documents: 4, Unknown: 2, Added: 1, Present: 1, Passages: 2, Embedded: 2}
	if d := cmp.Diff(want, importVectors(t, c, file)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	stored, err := c.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]catalog.ModelVectors{{Name: "other", Vectors: 2, Bytes: 16}}, stored); d != "" {
		t.Errorf("all vectors (-want +got):\n%s", d)
	}
	for hash, v := range vectorsOf(t, c, "other", "") {
		if want := map[int][]float32{1: {1, 0}, 0: {0, 1}}[int(v[0])]; !slices.Equal(v, want) {
			t.Errorf("the text %x has the vector %v", hash, v)
		}
	}
}

func TestAnInvalidFileChangesNothing(t *testing.T) {
	valid := smallFile(t, smallHeader, map[string][]float32{ryeText: {1, 0}, wheatText: {0, 1}})
	own := builtinName(t)
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"an incomplete file", valid[:len(valid)-1], "unexpected EOF"},
		{"vectors of other dimensions than the built-in model", smallFile(t, vectorfile.Header{Model: own, Dimensions: 2}, map[string][]float32{ryeText: {1, 0}}),
			fmt.Sprintf("it has vectors of 2 dimensions, but the vectors of %q have 384", own)},
		{"a prefix that the model does not have", smallFile(t, vectorfile.Header{Model: own, Dimensions: 384, PassagePrefix: "p: "}, nil),
			fmt.Sprintf(`it has the passage prefix "p: ", but %q has ""`, own)},
		{"two vectors of one text", smallFile(t, smallHeader, map[string][]float32{ryeText: {1, 0}, ryeText + "!": {0, 1}}), "has the text of another document, but another vector"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := twoEpisodes(t)
			_, err := Models{Catalog: c}.ImportVectors(t.Context(), bytes.NewReader(tt.file), nil)
			if !errors.Is(err, vectorfile.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ImportVectors returns %v, want %q", err, tt.want)
			}
			if hint := new(HintError); !errors.As(err, hint) || !strings.Contains(hint.Hint, "nothing was imported") {
				t.Errorf("the hint is %q", hint.Hint)
			}
			stored, err := c.Models(t.Context())
			if err != nil || len(stored) > 0 {
				t.Errorf("the catalogue has vectors: %v, %v", stored, err)
			}
		})
	}
}

func TestAnExportLeavesOutEpisodesWithoutAllVectors(t *testing.T) {
	c := twoEpisodes(t)
	long := two()[1]
	long.ID, long.Title, long.Description = "long", "Long", strings.Repeat("A sentence of a description with nine words. ", 40)
	build(t, c, ModelChoice{})
	if _, err := c.Upsert(t.Context(), []data.Episode{long}); err != nil {
		t.Fatal(err)
	}
	_, got := exported(t, c, Builtin)
	if d := cmp.Diff(VectorExport{builtinName(t), 384, 2, 2, 1}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAnExportWithoutVectorsIsAnError(t *testing.T) {
	_, err := Models{Catalog: twoEpisodes(t)}.ExportVectors(t.Context(), VectorExportOptions{}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no episode has vectors of") {
		t.Errorf("ExportVectors returns %v", err)
	}
}

func TestExportAndImportStopWhenTheContextEnds(t *testing.T) {
	c := twoEpisodes(t)
	build(t, c, ModelChoice{})
	file, _ := exported(t, c, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Models{Catalog: c}).ExportVectors(ctx, VectorExportOptions{}, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("ExportVectors returns %v", err)
	}
	if _, err := (Models{Catalog: c}).ImportVectors(ctx, bytes.NewReader(file), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("ImportVectors returns %v", err)
	}
}
