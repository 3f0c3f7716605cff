package app

import (
	"bufio"
	"bytes"
	"cmp"
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

// ImportReport counts what an [Importer] has read, as commands print it in JSON.
type ImportReport struct {
	// Imported is the sum of the next three: an episode that a file has twice may count
	// once.
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

// RemovedText is what cleaning removed from the description of an episode.
type RemovedText struct {
	Title string
	data.Removal
}

// Importer imports files into a catalogue.
type Importer struct {
	Report ImportReport
	// Removed is collected if KeepRemoved is set.
	KeepRemoved bool
	Removed     []RemovedText

	intake   catalog.Intake
	progress func(imported int)
	// file is the one that is being read.
	file string
}

// NewImporter returns an importer. Progress receives the number of imported episodes.
func NewImporter(c *catalog.Catalog, progress func(imported int)) *Importer {
	i := &Importer{progress: progress, Report: ImportReport{Problems: []ImportProblem{}}}
	i.intake = catalog.Intake{
		Upsert: c.Upsert, Kept: i.count,
		Refused: func(line int, _, reason string) { i.refuse(line, reason) },
	}
	return i
}

// Import imports a file: JSON lines or an archive page. What was read before an error
// is imported.
func (i *Importer) Import(ctx context.Context, name string, file io.Reader) error {
	i.file = name
	first := len(i.Report.Problems)
	r := bufio.NewReaderSize(file, peekSize)
	read := i.readArchive
	if isJSONLines(name, r) {
		read = i.readLines
	}
	err := read(ctx, r)
	if storing := i.intake.Flush(ctx); err == nil {
		err = storing
	}
	// The catalogue refuses episodes by the batch, after the reader has refused later
	// lines.
	slices.SortStableFunc(i.Report.Problems[first:], func(a, b ImportProblem) int { return cmp.Compare(a.Line, b.Line) })
	if err != nil {
		return fmt.Errorf("import %q: %w", name, err)
	}
	return nil
}

func (i *Importer) readArchive(ctx context.Context, r io.Reader) error {
	page, err := archive.Read(r)
	for _, p := range page.Problems {
		i.refuse(p.Line, p.Reason)
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
			i.refuse(bad.Line, bad.Explain())
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

func (i *Importer) refuse(line int, reason string) {
	i.Report.Problems = append(i.Report.Problems, ImportProblem{File: i.file, Line: line, Reason: reason})
}

func (i *Importer) add(ctx context.Context, line int, e data.Episode) error {
	if i.KeepRemoved {
		for _, r := range e.Removed {
			i.Removed = append(i.Removed, RemovedText{Title: e.Title, Removal: r})
		}
	}
	return i.intake.Add(ctx, line, e)
}

func (i *Importer) count(c catalog.Change) {
	i.Report.Imported += c.Added + c.Updated + c.Unchanged
	i.Report.Added += c.Added
	i.Report.Updated += c.Updated
	i.Report.Unchanged += c.Unchanged
	i.progress(i.Report.Imported)
}

// peekSize is how many bytes of a file decide its format. These are several lines, so
// that a broken first one does not matter.
const peekSize = 16 << 10

var (
	jsonSuffixes = []string{".jsonl", ".ndjson", ".json"}
	jsonLine     = regexp.MustCompile(`(?m)^[ \t]*\{[ \t]*"`)
)

// isJSONLines reports whether a file has JSON lines: by its name, or by a line that
// begins an object.
func isJSONLines(name string, r *bufio.Reader) bool {
	if slices.Contains(jsonSuffixes, strings.ToLower(filepath.Ext(name))) {
		return true
	}
	start, _ := r.Peek(peekSize)
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")))
	return bytes.HasPrefix(start, []byte("{")) || jsonLine.Match(start)
}
