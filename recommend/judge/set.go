package judge

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Set is a labelled collection.
type Set struct {
	Documents []Document
	Queries   []Query
	// Relevant has the labels by query id.
	Relevant map[string]Relevance
}

// Document is one document of a [Set].
type Document struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Query is one query of a [Set].
type Query struct {
	ID   string `json:"_id"`
	Text string `json:"text"`
}

// maxLine is the longest line of a set's file in bytes: a document of a book's
// length.
const maxLine = 16 << 20

// ReadSet reads a directory in BEIR form: corpus.jsonl, queries.jsonl, and
// qrels.tsv with a header line and the columns query, document and grade. Errors
// name file and line.
func ReadSet(dir string) (Set, error) {
	set := Set{Relevant: map[string]Relevance{}}
	err := readLines(filepath.Join(dir, "corpus.jsonl"), func(_ int, line []byte) error {
		var d Document
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		set.Documents = append(set.Documents, d)
		return requireID(d.ID)
	})
	if err != nil {
		return Set{}, err
	}
	err = readLines(filepath.Join(dir, "queries.jsonl"), func(_ int, line []byte) error {
		var q Query
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		set.Queries = append(set.Queries, q)
		return requireID(q.ID)
	})
	if err != nil {
		return Set{}, err
	}
	return set, readLines(filepath.Join(dir, "qrels.tsv"), set.label)
}

func requireID(id string) error {
	if id == "" {
		return fmt.Errorf(`"_id" is missing`)
	}
	return nil
}

// label takes one line of qrels.tsv.
func (s Set) label(number int, line []byte) error {
	columns := strings.Fields(string(line))
	if len(columns) != 3 {
		return fmt.Errorf("%d columns, want query, document and grade", len(columns))
	}
	grade, err := strconv.Atoi(columns[2])
	switch {
	case number == 1 && err != nil:
		return nil // the header
	case number == 1:
		return errors.New("a label where the header should be, such as: query-id corpus-id score")
	case err != nil:
		return fmt.Errorf("grade %q is no whole number", columns[2])
	}
	if grade <= 0 {
		return nil
	}
	if s.Relevant[columns[0]] == nil {
		s.Relevant[columns[0]] = Relevance{}
	}
	s.Relevant[columns[0]][columns[1]] = grade
	return nil
}

func readLines(name string, each func(number int, line []byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("labelled set: %w", err)
	}
	defer f.Close()
	if err := eachLine(f, each); err != nil {
		return fmt.Errorf("labelled set: %s:%w", name, err)
	}
	return nil
}

func eachLine(r io.Reader, each func(number int, line []byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := each(number, lines.Bytes()); err != nil {
			return fmt.Errorf("%d: %w", number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%d: %w", number+1, err)
	}
	return nil
}
