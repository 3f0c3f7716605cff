package main

import (
	"context"
	"fmt"

	"segue/data/catalog"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
	"segue/recommend/words"
	"segue/server/api"
)

type modelDiffCommand struct {
	otherModel
	Limit  int  `help:"Episodes that change most to show." default:"5"`
	Sample int  `help:"Episodes to ask both models about, at even distances; 0 for all." default:"2000"`
	Eval   bool `help:"Measure both by labels that the catalogue makes of itself, too." default:"true" negatable:""`
	Force  bool `help:"Also where vectors are missing."`
	JSON   bool `help:"Print the comparison as JSON." name:"json"`
}

func (modelDiffCommand) Help() string {
	return `Asks both models for the ten episodes most like each episode, and says how many are the same,
and which episodes change most. Nothing is embedded for that. Then it measures both as
"segue eval --from-catalogue" does, which embeds some hundred texts and questions; --no-eval leaves
it out.

Examples:
  segue model diff openai:text-embedding-3-large@3072
  segue model diff --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434
  segue model diff builtin --no-eval --limit 20 --json`
}

// Validate refuses negative numbers; kong calls it.
func (cmd *modelDiffCommand) Validate() error {
	switch {
	case cmd.Limit < 0:
		return fmt.Errorf("--limit %d is negative", cmd.Limit)
	case cmd.Sample < 0:
		return fmt.Errorf("--sample %d is negative", cmd.Sample)
	}
	return cmd.otherModel.Validate()
}

func (cmd *modelDiffCommand) Run(ctx context.Context, t *terminal) error {
	c, other, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	w, _, err := openWords(ctx, t, cmd.Data)
	if err != nil {
		return err
	}
	defer w.Close()
	active, _, err := activeSpec(ctx, c)
	if err != nil {
		return err
	}
	pair, err := cmd.pair(ctx, t, c, w, active, other)
	if err != nil {
		return err
	}
	d, err := cmd.compare(ctx, t, pair)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, d)
	}
	return printModelDiff(t.stdout, d)
}

// pair returns the candidates of both models, the active one first.
func (cmd *modelDiffCommand) pair(ctx context.Context, t *terminal, c *catalog.Catalog, w *words.Index, specs ...modelSpec) ([2]*candidate, error) {
	var pair [2]*candidate
	for i, s := range specs {
		client, err := s.client(ctx, c, path{})
		if err != nil {
			return pair, err
		}
		if pair[i], err = newCandidate(ctx, t, c, w, client, true); err != nil {
			return pair, err
		}
		if err := pair[i].missing("with --force it is compared all the same"); err != nil && !cmd.Force {
			return pair, err
		}
	}
	if pair[0].model.Name == pair[1].model.Name {
		return pair, usageError{fmt.Errorf("%q is the model in use; name another to compare it with", pair[0].model.Name)}
	}
	return pair, nil
}

func (cmd *modelDiffCommand) compare(ctx context.Context, t *terminal, pair [2]*candidate) (evaluate.ModelDiff, error) {
	var models [2]evaluate.Model
	for i, p := range pair {
		weights, err := indexer.ReadWeights(ctx, p.catalog, p.model.Name)
		if err != nil {
			return evaluate.ModelDiff{}, err
		}
		models[i] = evaluate.Model{Name: p.model.Name, Engine: p.engine, Evaluator: newEvaluator(t, p.client, weights)}
	}
	d, err := evaluate.CompareModels(ctx, pair[0].catalog, models[0], models[1], evaluate.DiffOptions{
		Name: cmd.Data, Sample: cmd.Sample, Changed: cmd.Limit, Tasks: cmd.Eval, Progress: t.progress,
	})
	return d, evaluationHint(err)
}
