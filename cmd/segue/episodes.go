package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/catalog"
	"segue/server/api"
)

type episodesCommand struct {
	Episode string `arg:"" optional:"" help:"Id, page address or GUID of the episode to show."`
	catalogFlags
	filterFlags
	Sort   string `help:"Order of the list: -published (newest first) or published." enum:"-published,published" default:"-published"`
	Limit  int    `help:"Maximum number of episodes." default:"20"`
	Cursor string `help:"Continue a list with the cursor that it printed." placeholder:"TEXT"`
	JSON   bool   `help:"Print the body of the HTTP response." name:"json"`
}

func (episodesCommand) Help() string {
	return `Examples:
  segue episodes
  segue episodes gitops-kubernetes-continuous-delivery-with-alexis-richardson
  segue episodes --topic Kubernetes
  segue episodes --language en --type full --no-explicit
  segue episodes --demo --limit 3 --json`
}

// Validate refuses an invalid limit. Kong calls it.
func (cmd *episodesCommand) Validate() error {
	if cmd.Limit < 1 {
		return fmt.Errorf("--limit must be 1 or more, not %d", cmd.Limit)
	}
	return nil
}

func (cmd *episodesCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.open(ctx, app.Options{Mode: app.List, Source: cmd.source()})
	if err != nil {
		return err
	}
	defer a.Close()
	if cmd.Episode != "" {
		return cmd.show(ctx, t, a)
	}
	page, err := cmd.page(ctx, a)
	if err != nil {
		return err
	}
	if cmd.JSON {
		topics, err := a.Engine.Topics(ctx, idsOf(page.Episodes))
		if err != nil {
			return err
		}
		return api.Write(t.stdout, api.NewEpisodesBody(page, topics))
	}
	list := newTable(table.Row{"episode", "published", "length", "id"})
	for _, e := range page.Episodes {
		list.AppendRow(columns(e))
	}
	if err := render(t.stdout, list); err != nil {
		return err
	}
	if page.Next != "" {
		fmt.Fprintf(t.stderr, "segue: %d of %d episodes; continue with --cursor %s\n", len(page.Episodes), page.Total, page.Next)
	}
	return nil
}

// page returns the page that the flags select.
func (cmd *episodesCommand) page(ctx context.Context, a *app.App) (catalog.Page, error) {
	sort := catalog.NewestFirst
	if cmd.Sort == "published" {
		sort = catalog.OldestFirst
	}
	only, err := api.OnlyWithTopics(ctx, a.Engine, cmd.filter())
	if err != nil {
		return catalog.Page{}, err
	}
	return a.Catalog.List(ctx, catalog.Query{Filter: cmd.filter(), Only: only, Sort: sort, Limit: cmd.Limit, Cursor: cmd.Cursor})
}

// idsOf returns the ids of episodes.
func idsOf(list []data.Episode) []data.EpisodeID {
	ids := make([]data.EpisodeID, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids
}

// show prints one episode.
func (cmd *episodesCommand) show(ctx context.Context, t *terminal, a *app.App) error {
	ref, err := app.FindEpisode(ctx, a.Catalog, cmd.Episode)
	if err != nil {
		return err
	}
	e, err := a.Catalog.Find(ctx, ref)
	if err != nil {
		return err
	}
	topics, err := a.Engine.Topics(ctx, []data.EpisodeID{e.ID})
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewEpisodeBody(e, topics[e.ID]))
	}
	return printEpisode(t.stdout, e, topics[e.ID])
}

// printEpisode prints an episode with its topics and the text that cleaning removed.
func printEpisode(w io.Writer, e data.Episode, topics []string) error {
	var b strings.Builder
	fmt.Fprintln(&b, e.Title)
	fmt.Fprintf(&b, "%s, %s, %s\n", e.Show.Title, day(e.Published), minutes(e.Duration))
	if line := attributes(e); line != "" {
		fmt.Fprintln(&b, line)
	}
	for _, p := range e.People {
		fmt.Fprintf(&b, "%s: %s\n", p.Role, p.Name)
	}
	if len(topics) > 0 {
		fmt.Fprintf(&b, "topics: %s\n", strings.Join(topics, ", "))
	}
	if e.URL != "" {
		fmt.Fprintln(&b, e.URL)
	}
	fmt.Fprintf(&b, "\n%s\n", e.Description)
	if len(e.Removed) > 0 {
		fmt.Fprintf(&b, "\nRemoved from the description:\n")
	}
	for _, r := range e.Removed {
		fmt.Fprintf(&b, "  %s: %s\n", r.Rule, r.Text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// attributes returns the known attributes of an episode in one line.
func attributes(e data.Episode) string {
	var parts []string
	for _, p := range []struct {
		known bool
		text  string
	}{
		{e.Season > 0, fmt.Sprintf("season %d", e.Season)},
		{e.Number > 0, fmt.Sprintf("episode %d", e.Number)},
		{e.Type != "", string(e.Type)},
		{e.Language != "", e.Language},
		{e.Explicit != data.ExplicitUnknown, string(e.Explicit)},
	} {
		if p.known {
			parts = append(parts, p.text)
		}
	}
	return strings.Join(parts, ", ")
}
