package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/judge"
	"segue/server/api"
)

type evalCommand struct {
	Sets []string `arg:"" help:"Directories with corpus.jsonl, queries.jsonl and qrels.tsv (BEIR form)." name:"dir"`
	modelFlags
	JSON bool `help:"Print the figures as JSON." name:"json"`
}

func (evalCommand) Help() string {
	return `Measures search on labelled sets: each document is read as an episode, in memory.

Examples:
  segue eval sets/cacm sets/cranfield
  segue eval sets/cacm --json`
}

// evaluated are the figures of one set.
type evaluated struct {
	Set       string `json:"set"`
	Documents int    `json:"documents"`
	Model     string `json:"model"`
	figures
}

// figures are means over the queries of a set.
type figures struct {
	Queries  int     `json:"queries"`
	NDCG10   float64 `json:"ndcg_at_10"`
	MRR10    float64 `json:"mrr_at_10"`
	Recall10 float64 `json:"recall_at_10"`
	Recall   float64 `json:"recall_at_100"`
}

func figuresOf(run judge.Run) figures {
	return figures{
		Queries: len(run.Results), NDCG10: run.Estimate(judge.NDCG10).Mean, MRR10: run.Estimate(judge.MRR10).Mean,
		Recall10: run.Estimate(judge.Recall10).Mean, Recall: run.Estimate(judge.Recall100).Mean,
	}
}

func (cmd *evalCommand) Run(ctx context.Context, t *terminal) error {
	rows := []evaluated{}
	for _, dir := range cmd.Sets {
		row, err := cmd.evaluate(ctx, t, dir)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if cmd.JSON {
		return api.Write(t.stdout, rows)
	}
	list := newTable(table.Row{"set", "documents", "queries", "nDCG@10", "MRR@10", "recall@10", "recall@100"})
	for _, r := range rows {
		list.AppendRow(table.Row{r.Set, r.Documents, r.Queries, three(r.NDCG10), three(r.MRR10), three(r.Recall10), three(r.Recall)})
	}
	return render(t.stdout, list)
}

func three(x float64) string { return fmt.Sprintf("%.3f", x) }

func (cmd *evalCommand) evaluate(ctx context.Context, t *terminal, dir string) (evaluated, error) {
	set, err := judge.Read(dir, judge.ReadOptions{})
	if err != nil {
		return evaluated{}, err
	}
	c, err := catalog.OpenMemory(ctx)
	if err != nil {
		return evaluated{}, err
	}
	defer c.Close()
	if _, err := c.Upsert(ctx, set.Episodes); err != nil {
		return evaluated{}, err
	}
	p, err := assemble(ctx, c, cmd.modelFlags)
	if err != nil {
		return evaluated{}, err
	}
	var last indexer.Progress
	b := newBar(t.stderr, "embedding "+filepath.Base(dir))
	err = p.indexer.Sync(ctx, b.embedded(&last))
	b.close()
	if err != nil {
		return evaluated{}, err
	}
	task := set.Tasks[0]
	if task.Kind != judge.Search {
		return evaluated{}, fmt.Errorf("labelled set: %s relates episodes, name one with corpus.jsonl", dir)
	}
	run, err := judge.Measure(ctx, "search", task, func(ctx context.Context, q judge.Query) ([]data.EpisodeID, error) {
		return deep(ctx, p.engine, q.Text)
	})
	return evaluated{Set: set.Name, Documents: len(set.Episodes), Model: p.engine.Status().Model, figures: figuresOf(run)}, err
}

// deep pages through the first [judge.Depth] results.
func deep(ctx context.Context, engine *recommend.Engine, query string) ([]data.EpisodeID, error) {
	var ranked []data.EpisodeID
	for len(ranked) < judge.Depth {
		found, err := engine.Search(ctx, query, recommend.Options{Limit: recommend.MaxLimit, Offset: len(ranked)})
		if err != nil {
			return nil, err
		}
		for _, r := range found.Results {
			ranked = append(ranked, r.Episode.ID)
		}
		if !found.More {
			break
		}
	}
	return ranked, nil
}
