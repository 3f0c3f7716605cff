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

// importBatch is how many episodes one transaction stores. A batch is kept
// whole or not at all, and larger ones are hardly faster.
const importBatch = 100

// importing brings files into a catalogue.
type importing struct {
	ctx         context.Context
	catalog     *catalog.Catalog
	bar         *bar
	keepRemoved bool
	report      importReport
	removed     []removed

	// The batch that is not stored yet: episodes of file, with their lines.
	file     string
	episodes []data.Episode
	lines    []int
}

// removed is what cleaning cut from the description of an episode.
type removed struct {
	title string
	data.Removal
}

func newImporting(ctx context.Context, c *catalog.Catalog, b *bar) *importing {
	return &importing{ctx: ctx, catalog: c, bar: b, report: importReport{Problems: []problem{}}}
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
	if storing := i.flush(); err == nil {
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
	i.episodes, i.lines = append(i.episodes, e), append(i.lines, line)
	if len(i.episodes) < importBatch {
		return nil
	}
	return i.flush()
}

// flush stores the batch without the episodes that the catalogue refuses.
func (i *importing) flush() error {
	defer func() { i.episodes, i.lines = i.episodes[:0], i.lines[:0] }()
	for len(i.episodes) > 0 {
		change, err := i.catalog.Upsert(i.ctx, i.episodes)
		if err == nil {
			i.count(change)
			return nil
		}
		at, reason := fault(err)
		if at < 0 {
			return err
		}
		i.refuse(i.lines[at], reason)
		i.episodes, i.lines = slices.Delete(i.episodes, at, at+1), slices.Delete(i.lines, at, at+1)
	}
	return nil
}

// fault returns the place in the batch of the episode that err is about, or -1,
// and what is wrong with it.
func fault(err error) (at int, reason string) {
	var conflict *catalog.ConflictError
	var invalid *catalog.InvalidError
	switch {
	case errors.As(err, &conflict):
		return conflict.Index, fmt.Sprintf("it has the id %q but the GUID, or show, title and date, of %q; leave its id out or give it a GUID of its own",
			conflict.ID, conflict.Same)
	case errors.As(err, &invalid):
		return invalid.Index, invalid.Err.Error()
	}
	return -1, ""
}

func (i *importing) count(c catalog.Change) {
	i.report.Imported += c.Added + c.Updated + c.Unchanged
	i.report.Added += c.Added
	i.report.Updated += c.Updated
	i.report.Unchanged += c.Unchanged
	i.bar.set(i.report.Imported, 0)
}
