package evaluate

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"segue/data"
	"segue/data/text"
)

// The files of a set in BEIR format.
const (
	corpusFile  = "corpus.jsonl"
	queriesFile = "queries.jsonl"
	labelsFile  = "qrels.tsv"
)

// publishedLabels is the file of test labels in the published BEIR sets.
var publishedLabels = filepath.Join("qrels", "test.tsv")

// beirReader reads a set in BEIR format.
type beirReader struct {
	names    *idMap
	episodes []data.Episode
	task     Task
	queries  map[string]bool
	missing  int // number of labels whose document is not in the corpus
}

// readBEIR reads corpus.jsonl, queries.jsonl and qrels.tsv. qrels.tsv has a header line and
// the columns query, document and grade. Each document becomes an episode.
func readBEIR(dir string) ([]data.Episode, Task, error) {
	b := beirReader{names: newIDMap(), task: Task{Name: "search", Kind: Search, Relevant: map[string]Relevance{}}, queries: map[string]bool{}}
	labels := filepath.Join(dir, labelsFile)
	if published := filepath.Join(dir, publishedLabels); !exists(labels) && exists(published) {
		labels = published
	}
	for _, file := range []struct {
		name string
		line func(int, []byte) error
	}{{filepath.Join(dir, corpusFile), b.document}, {filepath.Join(dir, queriesFile), b.query}, {labels, b.label}} {
		if err := readLines(file.name, file.line); err != nil {
			return nil, Task{}, err
		}
	}
	task := b.task.labelled()
	task.Origin = fmt.Sprintf("People labelled the documents that answer each of %d queries: %d labels (%s).",
		len(task.Queries), task.Labels(), filepath.Base(labels))
	if b.missing > 0 {
		task.Caution = fmt.Sprintf("%d labels refer to documents that are not in %s, so no ranking can find them.", b.missing, corpusFile)
	}
	return b.episodes, task, nil
}

func (b *beirReader) document(number int, line []byte) error {
	var d struct {
		ID    string `json:"_id"`
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	if err := json.Unmarshal(line, &d); err != nil {
		return err
	}
	if d.ID == "" {
		return missingID("document")
	}
	id, err := b.names.add(d.ID, number)
	if err != nil {
		return err
	}
	e := data.Episode{ID: id, GUID: d.ID, Title: text.OneLine(d.Title), Description: strings.TrimSpace(d.Text),
		Show: data.Show{ID: "set", Title: "Set"}}
	if e.Title == "" {
		e.Title = "Document " + d.ID // every episode needs a title
	}
	b.episodes = append(b.episodes, e)
	return nil
}

func (b *beirReader) query(_ int, line []byte) error {
	var q struct {
		ID   string `json:"_id"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(line, &q); err != nil {
		return err
	}
	switch {
	case q.ID == "":
		return missingID("query")
	case strings.TrimSpace(q.Text) == "":
		return fmt.Errorf(`query %q has no "text"; add a text or remove the query`, q.ID)
	case b.queries[q.ID]:
		return fmt.Errorf("duplicate query id %q; give each query its own id", q.ID)
	}
	b.queries[q.ID] = true
	b.task.Queries = append(b.task.Queries, Query{ID: q.ID, Text: q.Text})
	return nil
}

func missingID(kind string) error {
	return fmt.Errorf(`%s has no "_id"; add one`, kind)
}

// label reads one line of labels.
func (b *beirReader) label(number int, line []byte) error {
	columns := columnsOf(string(line))
	if len(columns) != 3 {
		return fmt.Errorf("line has %d columns; want query, document and grade", len(columns))
	}
	grade, err := strconv.Atoi(columns[2])
	switch {
	case number == 1 && err != nil:
		return nil // the header
	case number == 1:
		return errors.New("missing header; the first line must be a header such as: query-id corpus-id score")
	case err != nil:
		return fmt.Errorf("grade %q must be an integer", columns[2])
	case !b.queries[columns[0]]:
		return fmt.Errorf("query %q is not in %s; add it or remove the label", columns[0], queriesFile)
	}
	if grade > 0 {
		b.relevant(columns[0], columns[1], grade)
	}
	return nil
}

// relevant adds a label.
func (b *beirReader) relevant(query, document string, grade int) {
	if !b.names.has(document) {
		b.missing++
	}
	if b.task.Relevant[query] == nil {
		b.task.Relevant[query] = Relevance{}
	}
	b.task.Relevant[query][b.names.id(document)] = grade
}

// columnsOf splits a line at tabs, or at spaces if it has no tab.
func columnsOf(line string) []string {
	if !strings.Contains(line, "\t") {
		return strings.Fields(line)
	}
	columns := strings.Split(line, "\t")
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	for len(columns) > 0 && columns[len(columns)-1] == "" {
		columns = columns[:len(columns)-1]
	}
	return columns
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
