package main

import (
	"context"
	"fmt"
	"strings"

	"segue/server/api"
)

type searchCommand struct {
	Query []string `arg:"" help:"Words or a question."`
	catalogFlags
	modelFlags
	answerFlags
	bodyFlags
}

func (searchCommand) Help() string {
	return `Examples:
  segue search how do I deploy to Kubernetes from Git
  segue search --demo "running containers without managing servers"
  segue search --demo --why --recency 0.3 kubernetes
  segue search payments --published-after 2018-08-01 --limit 3 --json`
}

func (cmd *searchCommand) Run(ctx context.Context, t *terminal) error {
	p, err := answering(ctx, t, cmd.catalogFlags, cmd.modelFlags)
	if err != nil {
		return err
	}
	defer p.close()
	options := cmd.options()
	options.Explain = cmd.Explain
	p.warm(ctx)
	found, err := p.engine.Search(ctx, strings.Join(cmd.Query, " "), options)
	if err != nil {
		return err
	}
	p.remark(t, found.Answer, cmd.rankingFlags)
	if found.DidYouMean != "" {
		fmt.Fprintf(t.stderr, "segue: did you mean %q?\n", found.DidYouMean)
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSearchBody(found))
	}
	return printAnswer(t.stdout, found.Answer, cmd.Why)
}

type similarCommand struct {
	Episode string `arg:"" help:"Id, page address or GUID of an episode."`
	catalogFlags
	modelFlags
	answerFlags
	bodyFlags
}

func (similarCommand) Help() string {
	return `Ids are listed by "segue episodes".

Examples:
  segue similar --demo klarna-engineering-with-marcus-granstrom
  segue similar --demo --why --diversity 0.3 klarna-engineering-with-marcus-granstrom
  segue similar https://example.com/episodes/42 --limit 3
  segue similar stripe-engineering-with-raylene-yung --json`
}

func (cmd *similarCommand) Run(ctx context.Context, t *terminal) error {
	p, err := answering(ctx, t, cmd.catalogFlags, cmd.modelFlags)
	if err != nil {
		return err
	}
	defer p.close()
	ref, err := resolve(ctx, p.catalog, cmd.Episode)
	if err != nil {
		return err
	}
	options := cmd.options()
	options.Explain = cmd.Explain
	found, err := p.engine.Similar(ctx, ref, options)
	if err != nil {
		return err
	}
	p.remark(t, found.Answer, cmd.rankingFlags)
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSimilarBody(found))
	}
	return printAnswer(t.stdout, found.Answer, cmd.Why)
}
