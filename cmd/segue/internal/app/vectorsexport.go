package app

import (
	"context"
	"fmt"
	"io"
	"slices"

	"segue/data"
	"segue/data/boilerplate"
	"segue/embed"
	"segue/recommend/indexer"
	"segue/recommend/passage"
	"segue/recommend/vectors/vectorfile"
)

// VectorExport is the result of [Models.ExportVectors], as commands print it in JSON.
type VectorExport struct {
	Model      string `json:"model"`
	Dimensions int    `json:"dimensions"`
	// Episodes and Passages count the content of the file.
	Episodes int `json:"episodes"`
	Passages int `json:"passages"`
	// LeftOut is the number of episodes without vectors.
	LeftOut int `json:"left_out"`
}

// VectorExportOptions are the options of [Models.ExportVectors].
type VectorExportOptions struct {
	// Model is the name of the vectors, or "" for the active model.
	Model string
	// Compress uses gzip.
	Compress bool
	// Progress may be nil.
	Progress Progress
}

// ExportVectors writes the passages of the catalogue with their vectors as a file of
// package vectorfile. It embeds nothing, and leaves out episodes without vectors. It
// returns an error if no episode has vectors.
func (m Models) ExportVectors(ctx context.Context, o VectorExportOptions, out io.Writer) (VectorExport, error) {
	x, err := m.newVectorExporter(ctx, o.Model)
	if err != nil {
		return VectorExport{}, err
	}
	episodes, err := m.embeddedTexts(ctx)
	if err != nil {
		return VectorExport{}, err
	}
	if err := x.addAll(ctx, episodes, o.Progress); err != nil {
		return VectorExport{}, err
	}
	if name := x.header.Model; x.result.Episodes == 0 {
		return VectorExport{}, WithHint(fmt.Errorf("no episode has vectors of %q", name),
			fmt.Sprintf("embed the catalogue with %q, or choose another model with --model", "segue model build "+name))
	}
	set, end := startProgress(o.Progress, "writing the file")
	defer end()
	return x.result, x.collection.Write(ctx, out, o.Compress, set)
}

// episodeTexts is an episode without its long texts, and the texts of its passages.
type episodeTexts struct {
	data.Episode
	texts []string
}

// embeddedTexts returns all episodes with the texts that the indexer embeds.
func (m Models) embeddedTexts(ctx context.Context) (list []episodeTexts, err error) {
	_, _, err = boilerplate.Reader{}.Read(ctx, indexer.Source(m.Catalog), false, func() func(boilerplate.Episode) error {
		list = nil
		return func(e boilerplate.Episode) error {
			texts := passage.Texts(e.Title, e.Stripped())
			short := data.Episode{ID: e.ID, Show: e.Show, Language: e.Language, Published: e.Published}
			list = append(list, episodeTexts{short, texts})
			return nil
		}
	})
	return list, err
}

// vectorExporter collects the documents of a file.
type vectorExporter struct {
	client     *embed.Client
	header     vectorfile.Header
	collection *vectorfile.Collection
	result     VectorExport
}

// newVectorExporter returns an exporter for the model whose vectors have this name, or for the
// active model.
func (m Models) newVectorExporter(ctx context.Context, name string) (*vectorExporter, error) {
	spec, _, err := ModelChoice{Name: name}.Resolve(ctx, m.Catalog)
	if err != nil {
		return nil, err
	}
	client, err := spec.Client(ctx, m.Catalog)
	if err != nil {
		return nil, err
	}
	info := client.Info()
	h := vectorfile.Header{Model: info.Model, Dimensions: info.Dimensions, PassagePrefix: spec.PassagePrefix}
	collection, err := vectorfile.NewCollection(h)
	return &vectorExporter{client, h, collection, VectorExport{Model: h.Model, Dimensions: h.Dimensions}}, err
}

// lookupEpisodes is the number of episodes whose vectors are read in one query: about a
// thousand passages at most.
const lookupEpisodes = 80

func (x *vectorExporter) addAll(ctx context.Context, episodes []episodeTexts, p Progress) error {
	set, end := startProgress(p, "reading vectors")
	defer end()
	done := 0
	for some := range slices.Chunk(episodes, lookupEpisodes) {
		if err := x.addSome(ctx, some); err != nil {
			return err
		}
		done += len(some)
		set(done, len(episodes))
	}
	return nil
}

func (x *vectorExporter) addSome(ctx context.Context, episodes []episodeTexts) error {
	var texts []string
	for _, e := range episodes {
		texts = append(texts, e.texts...)
	}
	vectors, err := x.client.Cached(ctx, texts)
	if err != nil {
		return err
	}
	for _, e := range episodes {
		if err := x.add(ctx, e, vectors[:len(e.texts)]); err != nil {
			return err
		}
		vectors = vectors[len(e.texts):]
	}
	return nil
}

// add adds an episode, unless a passage has no vector.
func (x *vectorExporter) add(ctx context.Context, e episodeTexts, vectors [][]float32) error {
	if slices.ContainsFunc(vectors, func(v []float32) bool { return v == nil }) {
		x.result.LeftOut++
		return nil
	}
	for i, text := range e.texts {
		if err := x.collection.Add(ctx, x.header.NewDocument(e.Episode, i+1, text, vectors[i])); err != nil {
			return err
		}
	}
	x.result.Episodes++
	x.result.Passages += len(e.texts)
	return nil
}
