package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/data/text"
	"segue/recommend"
	"segue/server/api"
)

type suggestCommand struct {
	Text []string `arg:"" help:"Beginning of a title or name, or of a word in it."`
	catalogFlags
	Limit int  `help:"Maximum number of completions, 1 to 20." default:"8"`
	JSON  bool `help:"Print the body of the HTTP response." name:"json"`
}

func (suggestCommand) Help() string {
	return `Completes titles, people, tags and shows, like a search box.

Examples:
  segue suggest --demo kube
  segue suggest --demo --limit 3 richard`
}

// Validate refuses an invalid limit. Kong calls it.
func (cmd *suggestCommand) Validate() error {
	if cmd.Limit < 1 || cmd.Limit > recommend.MaxSuggestions {
		return fmt.Errorf("--limit must be 1 to %d, not %d", recommend.MaxSuggestions, cmd.Limit)
	}
	return nil
}

func (cmd *suggestCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.open(ctx, app.Options{Mode: app.List, Source: cmd.source()})
	if err != nil {
		return err
	}
	defer a.Close()
	typed := text.OneLine(strings.Join(cmd.Text, " "))
	found, err := a.Engine.Suggest(ctx, typed, cmd.Limit)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSuggestBody(typed, found))
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(t.stdout, "no completions")
		return err
	}
	list := newTable(table.Row{"kind", "text", "episodes", "id"})
	for _, s := range found {
		list.AppendRow(table.Row{s.Kind, snip(s.Text, titleWidth), s.Count, s.ID})
	}
	return render(t.stdout, list)
}
