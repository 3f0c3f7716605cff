package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"segue/cmd/segue/internal/app"
	"segue/recommend"
	"segue/server/api"
)

type suggestCommand struct {
	Text []string `arg:"" help:"The beginning of a title or a name, or of a word in it."`
	catalogFlags
	Limit int  `help:"Most completions, 1 to 20." default:"8"`
	JSON  bool `help:"Print the body of the HTTP answer." name:"json"`
}

func (suggestCommand) Help() string {
	return `Completes titles, people, tags and shows, as a search box does while somebody types.

Examples:
  segue suggest --demo kube
  segue suggest --demo --limit 3 richard`
}

// Validate refuses what the HTTP parameters refuse; kong calls it.
func (cmd *suggestCommand) Validate() error {
	if cmd.Limit < 1 || cmd.Limit > recommend.MaxSuggestions {
		return fmt.Errorf("--limit %d is not between 1 and %d", cmd.Limit, recommend.MaxSuggestions)
	}
	return nil
}

func (cmd *suggestCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.open(ctx, app.Options{Mode: app.List, Source: cmd.source()})
	if err != nil {
		return err
	}
	defer a.Close()
	typed := strings.Join(strings.Fields(strings.Join(cmd.Text, " ")), " ")
	found := a.Engine.Suggest(typed, cmd.Limit)
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSuggestBody(typed, found))
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(t.stdout, "nothing begins with this")
		return err
	}
	list := newTable(table.Row{"kind", "text", "episodes", "id"})
	for _, s := range found {
		list.AppendRow(table.Row{s.Kind, text.Snip(s.Text, titleWidth, "…"), s.Count, s.ID})
	}
	return render(t.stdout, list)
}
