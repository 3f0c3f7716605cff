package evaluate

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"segue/data"
)

// The columns of a file of related pairs. Other columns are ignored.
const (
	sourceColumn = "source_id"
	targetColumn = "target_id"
)

// relatedFiles returns the names of the files of pairs in a directory. If a file exists with
// and without "_clean" at the end of its name, clean selects one of them.
func relatedFiles(dir string, clean bool) ([]string, error) {
	listed, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("labelled set: %w", err)
	}
	var names []string
	for _, entry := range listed {
		if name := entry.Name(); strings.HasPrefix(name, "related") && strings.HasSuffix(name, ".tsv") {
			names = append(names, name)
		}
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		if plain, ok := strings.CutSuffix(name, "_clean.tsv"); ok {
			return !clean && slices.Contains(names, plain+".tsv")
		}
		return clean && slices.Contains(names, strings.TrimSuffix(name, ".tsv")+"_clean.tsv")
	}), nil
}

// pairReader reads a file of pairs.
type pairReader struct {
	names          *idMap
	symmetric      bool
	source, target int // the columns' positions
	pairs          pairs
	count          int
}

func (r *pairReader) line(number int, line []byte) error {
	columns := columnsOf(string(line))
	if r.pairs == nil {
		return r.header(columns)
	}
	if len(columns) <= max(r.source, r.target) {
		return fmt.Errorf("line has %d columns; want at least %d, separated by tabs", len(columns), max(r.source, r.target)+1)
	}
	source, target := columns[r.source], columns[r.target]
	for _, name := range []string{source, target} {
		if !r.names.has(name) {
			return fmt.Errorf("%s has no episode %q; add it or remove the pair", episodesFile, name)
		}
	}
	if source == target {
		return fmt.Errorf("episode %q is related to itself; remove the pair", source)
	}
	r.count++
	r.pairs.add(r.names.id(source), r.names.id(target))
	if r.symmetric {
		r.pairs.add(r.names.id(target), r.names.id(source))
	}
	return nil
}

func (r *pairReader) header(columns []string) error {
	r.source, r.target = slices.Index(columns, sourceColumn), slices.Index(columns, targetColumn)
	for _, column := range []struct {
		name string
		at   int
	}{{sourceColumn, r.source}, {targetColumn, r.target}} {
		if column.at < 0 {
			return fmt.Errorf("header has no column %q; the first line must be %s, a tab and %s", column.name, sourceColumn, targetColumn)
		}
	}
	r.pairs = pairs{}
	return nil
}

// readRelated returns the task of a file of pairs.
func readRelated(file string, names *idMap, episodes []data.Episode, symmetric bool) (Task, error) {
	r := pairReader{names: names, symmetric: symmetric}
	if err := readLines(file, r.line); err != nil {
		return Task{}, err
	}
	base := filepath.Base(file)
	if r.count == 0 {
		return Task{}, fmt.Errorf("labelled set: %s has no pairs; add some after its header or remove the file", file)
	}
	t := r.pairs.task(strings.TrimSuffix(base, ".tsv"), episodes)
	direction := "from source to target"
	if symmetric {
		direction = "in both directions"
	}
	t.Origin = fmt.Sprintf("%d related pairs of %s, %s: %d labels of %d episodes.", r.count, base, direction, t.Labels(), len(t.Queries))
	t.Caution = "Pairs that the file does not list count as unrelated, so figures are low and only their differences have a meaning."
	return t, nil
}
