package main

import (
	"context"
	"errors"
	"fmt"

	"segue/data/catalog/sqlite"
	"segue/server/api"
)

type importCommand struct {
	Files []string `arg:"" help:"Archive pages as text, or JSON lines; - is standard input." name:"file"`
	Data  string   `help:"File of the catalogue; made if it does not exist." default:"segue.db"`
	embedFlags
	NoEmbed     bool `help:"Leave the vectors to \"segue embed\" or \"segue serve\"."`
	ShowRemoved bool `help:"List what was removed from descriptions."`
	JSON        bool `help:"Print the counts and problems as JSON." name:"json"`
}

func (importCommand) Help() string {
	return `An archive page is the text of a podcast's page: for each episode a line such as
"Aug 13, 2018 • 42min", a title, and paragraphs. JSON lines are what "segue export" writes; files
named .jsonl, .ndjson or .json are always read as such. Episodes that are in the catalogue already
are updated. What cannot be read is reported with its line, and the rest is imported; the exit code
is then 3.

Examples:
  segue import archive.txt
  segue import episodes.jsonl --no-embed
  curl -s https://example.com/episodes.jsonl | segue import -`
}

func (cmd *importCommand) Run(ctx context.Context, t *terminal) error {
	inputs, failed := openInputs(ctx, t.stdin, cmd.Files)
	defer inputs.close()
	if len(inputs) == 0 {
		return failed // without having made a catalogue
	}
	c, err := sqlite.Open(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	run := newImporting(ctx, c, newBar(t.stderr, "importing episodes"))
	run.keepRemoved = cmd.ShowRemoved
	failed = errors.Join(failed, run.all(inputs))
	run.bar.close()
	// What was imported before an error stays; so it is said before the error.
	failed = errors.Join(failed, cmd.print(t, run))
	if !cmd.NoEmbed && ctx.Err() == nil && (failed == nil || run.report.Imported > 0) {
		_, err := embedAll(ctx, t, c, cmd.Data, cmd.embedFlags)
		failed = errors.Join(failed, err)
	}
	if failed == nil && len(run.report.Problems) > 0 {
		return errPartial
	}
	return failed
}

// importReport is what --json prints.
type importReport struct {
	// Imported is the sum of the three after it: an episode that stands twice in
	// a file may count once.
	Imported  int       `json:"imported"`
	Added     int       `json:"added"`
	Updated   int       `json:"updated"`
	Unchanged int       `json:"unchanged"`
	Problems  []problem `json:"problems"`
}

// problem is a piece of a file that was not imported.
type problem struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// maxPrinted is how many problems are printed for people: one mistake of a
// program is in every line that it wrote.
const maxPrinted = 20

func (cmd *importCommand) print(t *terminal, run *importing) error {
	r := run.report
	for _, p := range r.Problems[:min(len(r.Problems), maxPrinted)] {
		fmt.Fprintf(t.stderr, "segue: %s:%d: %s\n", p.File, p.Line, p.Reason)
	}
	if more := len(r.Problems) - maxPrinted; more > 0 {
		fmt.Fprintf(t.stderr, "segue: and %d more such lines; --json lists all\n", more)
	}
	for _, x := range run.removed {
		fmt.Fprintf(t.stderr, "segue: %s: removed (%s): %s\n", x.title, x.Rule, x.Text)
	}
	if cmd.JSON {
		return api.Write(t.stdout, r)
	}
	line := fmt.Sprintf("%d imported (%d new, %d changed, %d unchanged)", r.Imported, r.Added, r.Updated, r.Unchanged)
	if len(r.Problems) > 0 {
		line += fmt.Sprintf(", %d not", len(r.Problems))
	}
	_, err := fmt.Fprintln(t.stdout, line)
	return err
}
