package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog/sqlite"
	"segue/server/api"
)

type checkCommand struct {
	Data   string `help:"File of the catalogue." default:"segue.db"`
	Repair bool   `help:"Save what is readable to a new catalogue, and list what is not. The damaged one is kept."`
	JSON   bool   `help:"Print the result as JSON." name:"json"`
}

func (checkCommand) Help() string {
	return `Checks the structure of the file, each episode, references between tables, vectors without text, and the
word index. It changes nothing without --repair. Stop the server before a repair. The exit code is 1 if there
are faults that were not repaired.

Examples:
  segue check
  segue check --data shows.db --json
  segue check --repair`
}

// errFaults is the error of a catalogue with faults.
var errFaults = errors.New("the catalogue has faults")

// checkReport is the result, as printed with --json.
type checkReport struct {
	File          []string       `json:"file"`
	Episodes      []string       `json:"episodes"`
	Orphans       map[string]int `json:"orphans"`
	UnusedVectors int            `json:"unused_vectors"`
	Words         *string        `json:"words"`
	Repair        *repairReport  `json:"repair"`
}

// repairReport is the result of a repair.
type repairReport struct {
	Kept         string         `json:"kept"`
	LostEpisodes []string       `json:"lost_episodes"`
	LostRows     map[string]int `json:"lost_rows"`
}

func (cmd *checkCommand) Run(ctx context.Context, t *terminal) error {
	source := app.Source{File: cmd.Data}
	c, err := app.Check(ctx, source, t.models(nil))
	if err != nil {
		return err
	}
	r := checkReport{File: c.File, Episodes: c.Episodes, Orphans: c.Orphans, UnusedVectors: c.UnusedVectors}
	if c.Words != "" {
		r.Words = &c.Words
	}
	if c.Found() && cmd.Repair {
		kept, lost, err := app.Repair(ctx, source)
		if err != nil {
			return err
		}
		r.Repair = newRepairReport(kept, lost)
	}
	if err := r.print(t, cmd.JSON); err != nil {
		return err
	}
	if c.Found() && !cmd.Repair {
		return app.WithHint(errFaults, `stop the server, then use a backup with "segue restore", or save what is readable with "segue check --repair"`)
	}
	return nil
}

func newRepairReport(kept string, lost sqlite.Lost) *repairReport {
	return &repairReport{Kept: kept, LostEpisodes: lost.Episodes, LostRows: lost.Rows}
}

func (r checkReport) print(t *terminal, asJSON bool) error {
	if asJSON {
		return api.Write(t.stdout, r)
	}
	p := linePrinter{w: t.stdout}
	for _, fault := range r.File {
		p.line("file: %s", fault)
	}
	for _, id := range r.Episodes {
		p.line("episode %s cannot be read", id)
	}
	for _, table := range slices.Sorted(maps.Keys(r.Orphans)) {
		p.line("%s: %d rows refer to a missing row", table, r.Orphans[table])
	}
	if r.UnusedVectors > 0 {
		p.line(`%d vectors of texts that no episode contains; "segue model prune" deletes them`, r.UnusedVectors)
	}
	if r.Words != nil {
		p.line("word index: %s; it is rebuilt when it is used", *r.Words)
	}
	switch {
	case r.Repair != nil:
		r.Repair.print(&p)
	case len(r.File)+len(r.Episodes)+len(r.Orphans) == 0:
		p.line("no faults")
	}
	return p.err
}

func (r *repairReport) print(p *linePrinter) {
	for _, id := range r.LostEpisodes {
		p.line("lost: episode %s", id)
	}
	for _, table := range slices.Sorted(maps.Keys(r.LostRows)) {
		p.line("lost: at least %d rows of %s", r.LostRows[table], table)
	}
	p.line("repaired; the damaged catalogue is %s", r.Kept)
}

// linePrinter prints lines until the first error.
type linePrinter struct {
	w   io.Writer
	err error
}

func (p *linePrinter) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}
