package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"segue/data"
	"segue/data/archive"
	"segue/data/catalog"
	"segue/data/jsonl"
)

// importing brings files into a catalogue.
type importing struct {
	ctx         context.Context
	bar         *bar
	keepRemoved bool
	report      importReport
	removed     []removed
	// intake stores the episodes of the file that is being read.
	intake catalog.Intake
	upsert func(context.Context, []data.Episode) (catalog.Change, error)
}

// removed is what cleaning cut from the description of an episode.
type removed struct {
	title string
	data.Removal
}

func newImporting(ctx context.Context, c catalog.Store, b *bar) *importing {
	return &importing{ctx: ctx, bar: b, upsert: c.Upsert, report: importReport{Problems: []problem{}}}
}

// all imports one file after the other, and goes on behind one that fails.
func (i *importing) all(inputs inputs) error {
	var failed []error
	for _, in := range inputs {
		if err := i.one(in); err != nil {
			failed = append(failed, fmt.Errorf("import %q: %w", in.name, err))
		}
		if i.ctx.Err() != nil {
			break
		}
	}
	return errors.Join(failed...)
}

func (i *importing) one(in input) error {
	before := i.report.Imported
	i.intake = catalog.Intake{Upsert: i.upsert, Progress: func(stored int) { i.bar.set(before+stored, 0) }}
	read := i.readArchive
	if in.isJSONLines() {
		read = i.readLines
	}
	err := read(in)
	// What was read before an error is imported all the same.
	if storing := i.intake.Flush(i.ctx); err == nil {
		err = storing
	}
	i.report.add(in.name, i.intake.Report())
	return err
}

func (i *importing) readArchive(r io.Reader) error {
	page, err := archive.Read(r)
	for _, p := range page.Problems {
		i.intake.Refuse(catalog.IntakeProblem{Place: p.Line, Reason: p.Reason})
	}
	if err != nil {
		return err
	}
	for n, e := range page.Episodes {
		if err := i.add(page.Lines[n], e); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) readLines(r io.Reader) error {
	lines := jsonl.NewReader(r)
	for e, err := range lines.All() {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			i.intake.Refuse(catalog.IntakeProblem{Place: bad.Line, Reason: bad.Explain()})
		case err != nil:
			return err
		default:
			if err := i.add(lines.Line(), e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *importing) add(line int, e data.Episode) error {
	if i.keepRemoved {
		for _, r := range e.Removed {
			i.removed = append(i.removed, removed{title: e.Title, Removal: r})
		}
	}
	return i.intake.Add(i.ctx, line, e)
}

// add adds the result of a file.
func (r *importReport) add(file string, of catalog.IntakeReport) {
	r.Imported += of.Stored()
	r.Added += of.Added
	r.Updated += of.Updated
	r.Unchanged += of.Unchanged
	for _, p := range of.Problems {
		r.Problems = append(r.Problems, problem{File: file, Line: p.Place, Reason: p.Reason})
	}
}
