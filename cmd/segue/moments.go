package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/recommend"
	"segue/server/api"
)

type momentsCommand struct {
	Episode string   `arg:"" help:"Id, page address or GUID of the episode."`
	Query   []string `arg:"" help:"Query or question."`
	searchFlags
	Limit int  `help:"Maximum number of moments, 1 to 50." default:"3" placeholder:"N"`
	JSON  bool `help:"Print the body of the HTTP response." name:"json"`
}

func (momentsCommand) Help() string {
	return `Moments are passages of the transcript, with their times. "segue feeds transcripts" fetches transcripts.

Examples:
  segue moments gitops-with-alexis-richardson why is git the source of truth
  segue moments https://example.com/episodes/42 "service mesh" --limit 5
  segue moments https://example.com/episodes/42 tracing --json`
}

// Validate refuses the limits that the HTTP parameter refuses. Kong calls it.
func (cmd *momentsCommand) Validate() error {
	if cmd.Limit < 1 || cmd.Limit > recommend.MaxLimit {
		return fmt.Errorf("--limit must be 1 to %d, not %d", recommend.MaxLimit, cmd.Limit)
	}
	return nil
}

func (cmd *momentsCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.openSearch(ctx, cmd.searchFlags)
	if err != nil {
		return err
	}
	defer a.Close()
	ref, err := app.FindEpisode(ctx, a.Catalog, cmd.Episode)
	if err != nil {
		return err
	}
	found, err := a.Engine.Moments(ctx, ref, strings.Join(cmd.Query, " "), cmd.Limit)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewMomentsBody(found))
	}
	return printMoments(t, found)
}

func printMoments(t *terminal, found recommend.Moments) error {
	if len(found.Moments) == 0 {
		_, err := fmt.Fprintln(t.stdout, found.Empty)
		return err
	}
	list := newTable(table.Row{"score", "start", "end", "speaker", "chapter"})
	for _, m := range found.Moments {
		list.AppendRow(table.Row{fmt.Sprintf("%.3f", m.Score), data.Clock(m.Start), data.Clock(m.End), m.Speaker, snip(m.Chapter, titleWidth)})
	}
	return renderWith(t.stdout, list, func(row int) []string {
		return []string{fmt.Sprintf("“%s”", data.Shorten(found.Moments[row].Snippet.Text, whyWidth-2))}
	})
}
