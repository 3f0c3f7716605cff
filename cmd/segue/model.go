package main

import (
	"context"
	"errors"
	"fmt"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

// modelCommand changes the model of a catalogue.
type modelCommand struct {
	List  modelListCommand  `cmd:"" help:"List the models that the catalogue has vectors of."`
	Build modelBuildCommand `cmd:"" help:"Embed with another model, while the one in use answers."`
	Diff  modelDiffCommand  `cmd:"" help:"Compare the answers of another model with those of the one in use."`
	Use   modelUseCommand   `cmd:"" help:"Answer with another model, also in a server that runs."`
	Back  modelBackCommand  `cmd:"" help:"Return to the model before."`
	Drop  modelDropCommand  `cmd:"" help:"Delete the vectors of a model that is not in use."`
	Prune modelPruneCommand `cmd:"" help:"Delete the vectors of texts that no episode has any more."`
}

func (modelCommand) Help() string {
	return `A change of model is made beside the answers: build the vectors of the new one, look at what
differs, use it, and go back if it was no good. Vectors of several models lie side by side.

Examples:
  segue model list
  segue model build --embedder openai --embed-model text-embedding-3-large
  segue model diff openai:text-embedding-3-large@3072
  segue model use openai:text-embedding-3-large@3072
  segue model back`
}

// otherModel names a model that is not, or not yet, in use.
type otherModel struct {
	Model string `arg:"" optional:"" help:"Name of its vectors, as \"segue model list\" prints it, or builtin; else the flags choose." name:"model"`
	Data  string `help:"File of the catalogue." default:"segue.db"`
	modelFlags
}

// Validate refuses a command without a model; kong calls it.
func (m *otherModel) Validate() error {
	if m.Model == "" && !m.chosen() {
		return errors.New("no model is given; name one of \"segue model list\", or choose it with --embedder")
	}
	return nil
}

// open opens the catalogue and finds the model in it. The caller closes the catalogue.
func (m *otherModel) open(ctx context.Context) (catalog.Store, modelSpec, error) {
	c, err := catalogFlags{Data: m.Data}.open(ctx)
	if err != nil {
		return nil, modelSpec{}, err
	}
	s, err := m.find(ctx, c)
	if err != nil {
		c.Close()
		return nil, modelSpec{}, err
	}
	return c, s, nil
}

// find returns the model; a name goes before the flags, which may be variables.
func (m *otherModel) find(ctx context.Context, c settings) (modelSpec, error) {
	if m.Model == "" {
		return m.spec(modelSpec{}), nil
	}
	s, err := knownSpec(ctx, c, m.Model)
	return m.modelFlags.moved(s), err
}

// remember keeps how a model is asked whose vectors have a name.
func remember(ctx context.Context, c catalog.Store, s modelSpec) error {
	if s.Embedder == builtin {
		return nil
	}
	return c.SetSetting(ctx, specKey(s.Name), s.String())
}

// candidate is a model over a catalogue, which it may answer for.
type candidate struct {
	*product
	client   *embed.Client
	progress indexer.Progress
}

// newCandidate reads a catalogue with the vectors that are kept of a model. The caller
// keeps w, which gets no words unless withWords.
func newCandidate(ctx context.Context, t *terminal, c catalog.Store, w *words.Index, m *embed.Client, withWords bool) (*candidate, error) {
	p := &candidate{product: join(t, c, w, m, m.Info().Model), client: m}
	if !withWords {
		p.indexer.WithoutWords()
	}
	var err error
	p.progress, err = p.load(ctx, t)
	return p, err
}

// missing is an error where episodes have no vectors; try says what else can be done.
func (c *candidate) missing(try string) error {
	n := c.progress.Episodes - c.progress.Embedded
	if n == 0 {
		return nil
	}
	return hinted{fmt.Errorf("%d of %d episodes have no vectors of %q yet", n, c.progress.Episodes, c.model.Name),
		fmt.Sprintf("complete them with %q; %s", "segue model build "+c.model.Name, try)}
}
