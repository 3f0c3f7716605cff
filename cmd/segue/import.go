package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"segue/data"
	"segue/data/archive"
	"segue/data/catalog"
	"segue/data/jsonl"
	"segue/server/api"
)

type importCommand struct {
	Files []string `arg:"" help:"Archive pages as text, or JSON lines; - is standard input." name:"file"`
	Data  string   `help:"File of the catalogue; made if it does not exist." default:"segue.db"`
	modelFlags
	NoEmbed     bool `help:"Leave the vectors to \"segue embed\" or \"segue serve\"."`
	ShowRemoved bool `help:"List what was removed from descriptions."`
	JSON        bool `help:"Print the counts and problems as JSON." name:"json"`
}

func (importCommand) Help() string {
	return `An archive page is the text of a podcast's page: for each episode a line such as
"Aug 13, 2018 • 42min", a title, and paragraphs. JSON lines are what "segue export" writes.
Episodes that are in the catalogue already are updated. What cannot be read is reported with its
line, and the rest is imported; the exit code is then 3.

Examples:
  segue import archive.txt
  segue import episodes.jsonl --no-embed
  curl -s https://example.com/episodes.jsonl | segue import -`
}

func (cmd *importCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalog.Open(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	run := importing{ctx: ctx, catalog: c, bar: newBar(t.stderr, "importing episodes"), removed: []removed{}, report: importReport{Problems: []problem{}}}
	for _, name := range cmd.Files {
		if err = run.file(t.stdin, name); err != nil {
			break
		}
	}
	run.bar.close()
	// What was imported before an error stays; so it is said before the error.
	if printing := cmd.print(t, &run); err == nil {
		err = printing
	}
	if err == nil && !cmd.NoEmbed {
		err = embedAll(ctx, t, c, cmd.modelFlags)
	}
	if err == nil && len(run.report.Problems) > 0 {
		err = errPartial
	}
	return err
}

// importReport is what --json prints.
type importReport struct {
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

type removed struct {
	title string
	data.Removal
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
	if cmd.ShowRemoved {
		for _, x := range run.removed {
			fmt.Fprintf(t.stderr, "segue: %s: removed (%s): %s\n", x.title, x.Rule, x.Text)
		}
	}
	if cmd.JSON {
		return api.Write(t.stdout, r)
	}
	_, err := fmt.Fprintf(t.stdout, "%d imported (%d new, %d changed, %d unchanged)", r.Imported, r.Added, r.Updated, r.Unchanged)
	if err == nil && len(r.Problems) > 0 {
		_, err = fmt.Fprintf(t.stdout, ", %d not", len(r.Problems))
	}
	fmt.Fprintln(t.stdout)
	return err
}

// importBatch is how many episodes one transaction stores. A batch is kept
// whole or not at all, and larger ones are hardly faster.
const importBatch = 100

// importing brings files into a catalogue.
type importing struct {
	ctx     context.Context
	catalog *catalog.Catalog
	bar     *bar
	batch   []data.Episode
	removed []removed
	report  importReport
}

func (i *importing) file(stdin io.Reader, name string) error {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	buffered := bufio.NewReader(in)
	read := i.archive
	if looksLikeJSON(buffered) {
		read = i.lines
	}
	err := read(name, buffered)
	// What was read before an error is imported all the same.
	if storing := i.flush(); err == nil {
		err = storing
	}
	if err != nil {
		return fmt.Errorf("import %q: %w", name, err)
	}
	return nil
}

// looksLikeJSON reports whether the first character begins a JSON object, after
// a byte order mark and space.
func looksLikeJSON(r *bufio.Reader) bool {
	start, _ := r.Peek(512)
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")))
	return len(start) > 0 && start[0] == '{'
}

func (i *importing) archive(name string, r io.Reader) error {
	page, err := archive.Read(r)
	if err != nil {
		return err
	}
	for _, p := range page.Problems {
		i.report.Problems = append(i.report.Problems, problem{File: name, Line: p.Line, Reason: p.Reason})
	}
	for _, e := range page.Episodes {
		if err := i.add(e); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) lines(name string, r io.Reader) error {
	for e, err := range jsonl.NewReader(r).All() {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			i.report.Problems = append(i.report.Problems, problem{File: name, Line: bad.Line, Reason: bad.Explain()})
		case err != nil:
			return err
		default:
			if err := i.add(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *importing) add(e data.Episode) error {
	for _, r := range e.Removed {
		i.removed = append(i.removed, removed{title: e.Title, Removal: r})
	}
	i.batch = append(i.batch, e)
	if len(i.batch) < importBatch {
		return nil
	}
	return i.flush()
}

func (i *importing) flush() error {
	if len(i.batch) == 0 {
		return nil
	}
	change, err := i.catalog.Upsert(i.ctx, i.batch)
	if err != nil {
		return err
	}
	i.report.Imported += len(i.batch)
	i.report.Added += change.Added
	i.report.Updated += change.Updated
	i.report.Unchanged += change.Unchanged
	i.batch = i.batch[:0]
	i.bar.set(i.report.Imported, 0)
	return nil
}
