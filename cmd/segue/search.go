package main

import (
	"context"
	"fmt"
	"strings"

	"segue/server/api"
)

type searchCommand struct {
	Query []string `arg:"" help:"Query or question."`
	searchFlags
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
	a, err := t.openSearch(ctx, cmd.searchFlags)
	if err != nil {
		return err
	}
	defer a.Close()
	options := cmd.options()
	options.Explain = cmd.Explain
	a.Warm(ctx)
	found, err := a.Engine.Search(ctx, strings.Join(cmd.Query, " "), options)
	if err != nil {
		return err
	}
	cmd.printMode(t, a, found.Answer)
	if found.DidYouMean != "" {
		fmt.Fprintf(t.stderr, "segue: did you mean %q?\n", found.DidYouMean)
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSearchBody(found))
	}
	return printAnswer(t.stdout, found.Answer, cmd.Why)
}
