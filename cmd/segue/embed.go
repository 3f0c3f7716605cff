package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend/indexer"
	"segue/server/api"
)

type embedCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	embedFlags
	DryRun bool `help:"Only say how much there is to embed, how long it takes and what it costs."`
	JSON   bool `help:"Print what was done as JSON." name:"json"`
}

func (embedCommand) Help() string {
	return `"segue serve" does the same while it answers. Interrupting loses nothing, and neither does a
budget that is used up: the next run goes on.

Examples:
  segue embed
  segue embed --dry-run
  segue embed --data shows.db --json
  OPENAI_API_KEY=... segue embed --embedder openai --embed-model text-embedding-3-small --budget 0.50`
}

func (cmd *embedCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if cmd.DryRun {
		return cmd.foresee(ctx, t, c)
	}
	done, err := embedAll(ctx, t, c, cmd.Data, cmd.embedFlags)
	if cmd.JSON && done != nil {
		err = errors.Join(err, api.Write(t.stdout, done))
	}
	return err
}

// foresee says what embedding would take.
func (cmd *embedCommand) foresee(ctx context.Context, t *terminal, c catalog.Store) error {
	p, err := assemble(ctx, t, c, cmd.Data, cmd.embedFlags)
	if err != nil {
		return err
	}
	defer p.close()
	p.indexer.WithoutWords()
	if _, err := p.load(ctx, t); err != nil {
		return err
	}
	f, err := p.foresee(ctx)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, f.report())
	}
	_, err = fmt.Fprintln(t.stdout, f)
	return err
}

// embedReport is what --json prints.
type embedReport struct {
	Episodes int `json:"episodes"`
	Embedded int `json:"embedded"`
	// Passages and Seconds are of this run alone, and so are the tokens and dollars that
	// an endpoint was paid, where it is.
	Passages int     `json:"passages"`
	Seconds  float64 `json:"seconds"`
	Tokens   int64   `json:"tokens,omitempty"`
	USD      float64 `json:"usd,omitempty"`
}

// embedAll indexes the words and embeds what is missing, with progress, and says
// what it did, also before an error. It returns nil where it could not begin.
func embedAll(ctx context.Context, t *terminal, c catalog.Store, file string, f embedFlags) (*embedReport, error) {
	p, err := assemble(ctx, t, c, file, f)
	if err != nil {
		return nil, err
	}
	defer p.close()
	return p.embedAll(ctx, t)
}

// embedAll does the same with what is joined already.
func (p *product) embedAll(ctx context.Context, t *terminal) (*embedReport, error) {
	p.indexer.OldestFirst() // a server that embeds the same catalogue begins with the newest
	if p.wordsElsewhere {
		p.indexer.WithoutWords() // nothing is searched here
	}
	if _, err := p.load(ctx, t); err != nil {
		return nil, err
	}
	if err := p.announce(ctx, t); err != nil {
		return nil, err
	}
	var last indexer.Progress
	b := newBar(t.stderr, "embedding episodes")
	err := p.indexer.Sync(ctx, b.embedded(&last))
	b.close()
	spent := p.client.Spent()
	if last.Texts > 0 {
		fmt.Fprintf(t.stderr, "segue: embedded %s in %s (%s a second)%s\n",
			count(last.Texts, "passage"), last.Took.Round(10*time.Millisecond), perSecond(last.Rate()), paid(spent))
	}
	if errors.Is(err, embed.ErrBudget) {
		err = hinted{err, "what is embedded is kept; the next run goes on with a budget of its own, as of --budget"}
	}
	status := p.engine.Status()
	report := &embedReport{Episodes: status.Episodes, Embedded: status.Embedded, Passages: last.Texts, Seconds: last.Took.Round(time.Millisecond).Seconds()}
	if p.spec.Embedder != builtin {
		report.Tokens, report.USD = spent.Tokens, spent.USD
	}
	return report, err
}

// paid says what was paid, if anything was.
func paid(u embed.Usage) string {
	if u.USD == 0 {
		return ""
	}
	return fmt.Sprintf(", %d tokens for %s", u.Tokens, dollars(u.USD))
}
