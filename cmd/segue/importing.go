package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"segue/data"
	"segue/data/archive"
	"segue/data/catalog"
	"segue/data/jsonl"
)

// importing brings files into a catalogue.
type importing struct {
	ctx         context.Context
	intake      catalog.Intake
	bar         *bar
	keepRemoved bool
	report      importReport
	removed     []removed
	// file is the one that is being read.
	file string
}

// removed is what cleaning cut from the description of an episode.
type removed struct {
	title string
	data.Removal
}

func newImporting(ctx context.Context, c catalog.Store, b *bar) *importing {
	i := &importing{ctx: ctx, bar: b, report: importReport{Problems: []problem{}}}
	i.intake = catalog.Intake{
		Upsert: c.Upsert, Kept: i.count,
		Refused: func(line int, _, reason string) { i.refuse(line, reason) },
	}
	return i
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
	i.file = in.name
	first := len(i.report.Problems)
	read := i.readArchive
	if in.isJSONLines() {
		read = i.readLines
	}
	err := read(in)
	// What was read before an error is imported all the same.
	if storing := i.intake.Flush(i.ctx); err == nil {
		err = storing
	}
	// The catalogue refuses a batch later than the reader a line.
	slices.SortStableFunc(i.report.Problems[first:], func(a, b problem) int { return cmp.Compare(a.Line, b.Line) })
	return err
}

func (i *importing) readArchive(r io.Reader) error {
	page, err := archive.Read(r)
	for _, p := range page.Problems {
		i.refuse(p.Line, p.Reason)
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
			i.refuse(bad.Line, bad.Explain())
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

func (i *importing) refuse(line int, reason string) {
	i.report.Problems = append(i.report.Problems, problem{File: i.file, Line: line, Reason: reason})
}

func (i *importing) add(line int, e data.Episode) error {
	if i.keepRemoved {
		for _, r := range e.Removed {
			i.removed = append(i.removed, removed{title: e.Title, Removal: r})
		}
	}
	return i.intake.Add(i.ctx, line, e)
}

func (i *importing) count(c catalog.Change) {
	i.report.Imported += c.Added + c.Updated + c.Unchanged
	i.report.Added += c.Added
	i.report.Updated += c.Updated
	i.report.Unchanged += c.Unchanged
	i.bar.set(i.report.Imported, 0)
}
