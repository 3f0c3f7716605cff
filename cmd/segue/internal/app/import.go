package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"segue/data"
	"segue/data/archive"
	"segue/data/catalog"
	"segue/data/jsonl"
)

// ImportReport is the result of an [Importer], as commands print it in JSON.
type ImportReport struct {
	// Imported is the sum of Added, Updated and Unchanged. An episode that occurs twice in
	// a file may count once.
	Imported  int             `json:"imported"`
	Added     int             `json:"added"`
	Updated   int             `json:"updated"`
	Unchanged int             `json:"unchanged"`
	Problems  []ImportProblem `json:"problems"`
}

// ImportProblem is a part of a file that was not imported.
type ImportProblem struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// RemovedText is a text that cleaning removed from the description of an episode.
type RemovedText struct {
	Title string
	data.Removal
}

// Importer imports files into a catalogue.
type Importer struct {
	Report ImportReport
	// Removed lists the removed texts if KeepRemoved is set.
	KeepRemoved bool
	Removed     []RemovedText

	upsert   func(context.Context, []data.Episode) (catalog.Change, error)
	progress func(imported int)
	// intake stores the episodes of the current file.
	intake catalog.Intake
}

// NewImporter returns an importer. Progress receives the number of imported episodes.
func NewImporter(c catalog.Store, progress func(imported int)) *Importer {
	return &Importer{upsert: c.Upsert, progress: progress, Report: ImportReport{Problems: []ImportProblem{}}}
}

// Import imports a file: JSON lines or an archive page. It imports the episodes before an
// error.
func (i *Importer) Import(ctx context.Context, name string, file io.Reader) error {
	before := i.Report.Imported
	i.intake = catalog.Intake{Upsert: i.upsert, Progress: func(stored int) { i.progress(before + stored) }}
	r := bufio.NewReaderSize(file, peekSize)
	read := i.readArchive
	if isJSONLines(name, r) {
		read = i.readLines
	}
	err := read(ctx, r)
	if storing := i.intake.Flush(ctx); err == nil {
		err = storing
	}
	i.Report.add(name, i.intake.Report())
	if err != nil {
		return fmt.Errorf("import %q: %w", name, err)
	}
	return nil
}

// add adds the result of a file.
func (r *ImportReport) add(file string, i catalog.IntakeReport) {
	r.Imported += i.Stored()
	r.Added += i.Added
	r.Updated += i.Updated
	r.Unchanged += i.Unchanged
	for _, p := range i.Problems {
		r.Problems = append(r.Problems, ImportProblem{File: file, Line: p.Place, Reason: p.Reason})
	}
}

func (i *Importer) readArchive(ctx context.Context, r io.Reader) error {
	page, err := archive.Read(r)
	for _, p := range page.Problems {
		i.intake.Refuse(catalog.IntakeProblem{Place: p.Line, Reason: p.Reason})
	}
	if err != nil {
		return err
	}
	for n, e := range page.Episodes {
		if err := i.add(ctx, page.Lines[n], e); err != nil {
			return err
		}
	}
	return nil
}

func (i *Importer) readLines(ctx context.Context, r io.Reader) error {
	lines := jsonl.NewReader(r)
	for e, err := range lines.All() {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			i.intake.Refuse(catalog.IntakeProblem{Place: bad.Line, Reason: bad.Explain()})
		case err != nil:
			return err
		default:
			if err := i.add(ctx, lines.Line(), e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *Importer) add(ctx context.Context, line int, e data.Episode) error {
	if i.KeepRemoved {
		for _, r := range e.Removed {
			i.Removed = append(i.Removed, RemovedText{Title: e.Title, Removal: r})
		}
	}
	return i.intake.Add(ctx, line, e)
}

// peekSize is the number of bytes that determine the format of a file. They contain
// several lines, so that one broken line does not matter.
const peekSize = 16 << 10

var (
	jsonSuffixes = []string{".jsonl", ".ndjson", ".json"}
	jsonLine     = regexp.MustCompile(`(?m)^[ \t]*\{[ \t]*"`)
)

// isJSONLines reports whether a file contains JSON lines: by its name, or by a line that
// starts an object.
func isJSONLines(name string, r *bufio.Reader) bool {
	if slices.Contains(jsonSuffixes, strings.ToLower(filepath.Ext(name))) {
		return true
	}
	start, _ := r.Peek(peekSize)
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")))
	return bytes.HasPrefix(start, []byte("{")) || jsonLine.Match(start)
}
