package main

import (
	"context"
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type importCommand struct {
	Files []string `arg:"" help:"Archive page as text, or JSON lines; - is standard input." name:"file"`
	Data  string   `help:"File of the catalogue; created if missing." default:"segue.db"`
	embedFlags
	NoEmbed     bool `help:"Do not embed; \"segue embed\" or \"segue serve\" does it later."`
	ShowRemoved bool `help:"Print the text that was removed from descriptions."`
	JSON        bool `help:"Print the counts and problems as JSON." name:"json"`
}

func (importCommand) Help() string {
	return `An archive page is the text of a web page that lists episodes: for each episode a line such as
"Aug 13, 2018 • 42min", a title and paragraphs. JSON lines have the format of "segue export"; files
named .jsonl, .ndjson or .json are always read as JSON lines. Existing episodes are updated.
Unreadable lines are reported and skipped; the exit code is then 3.

Examples:
  segue import archive.txt
  segue import episodes.jsonl --no-embed
  curl -s https://example.com/episodes.jsonl | segue import -`
}

func (cmd *importCommand) Run(ctx context.Context, t *terminal) error {
	files, failed := app.OpenInputs(ctx, t.stdin, cmd.Files)
	for _, f := range files {
		defer f.Close()
	}
	if len(files) == 0 {
		return failed // before a catalogue is created
	}
	c, err := app.OpenCatalog(ctx, app.Source{File: cmd.Data, Create: true})
	if err != nil {
		return err
	}
	defer c.Close()
	b := newBar(t.stderr, "importing episodes")
	run := app.NewImporter(c, func(imported int) { b.set(imported, 0) })
	run.KeepRemoved = cmd.ShowRemoved
	for _, f := range files {
		if failed = errors.Join(failed, run.Import(ctx, f.Name, f)); ctx.Err() != nil {
			break
		}
	}
	b.close()
	// Episodes before an error are stored, so they are counted before the error is printed.
	failed = errors.Join(failed, cmd.print(t, run))
	if !cmd.NoEmbed && ctx.Err() == nil && (failed == nil || run.Report.Imported > 0) {
		_, err := t.embed(ctx, c, cmd.Data, cmd.embedFlags.choice(), cmd.embedFlags.budget())
		failed = errors.Join(failed, err)
	}
	if failed == nil && len(run.Report.Problems) > 0 {
		return errPartial
	}
	return failed
}

func (cmd *importCommand) print(t *terminal, run *app.Importer) error {
	r := run.Report
	for _, p := range r.Problems[:min(len(r.Problems), maxPrinted)] {
		fmt.Fprintf(t.stderr, "segue: %s:%d: %s\n", p.File, p.Line, p.Reason)
	}
	if more := len(r.Problems) - maxPrinted; more > 0 {
		fmt.Fprintf(t.stderr, "segue: and %d more; --json prints all\n", more)
	}
	for _, x := range run.Removed {
		fmt.Fprintf(t.stderr, "segue: %s: removed (%s): %s\n", x.Title, x.Rule, x.Text)
	}
	if cmd.JSON {
		return api.Write(t.stdout, r)
	}
	line := fmt.Sprintf("%d imported (%d new, %d changed, %d unchanged)", r.Imported, r.Added, r.Updated, r.Unchanged)
	if len(r.Problems) > 0 {
		line += fmt.Sprintf(", %d failed", len(r.Problems))
	}
	_, err := fmt.Fprintln(t.stdout, line)
	return err
}
