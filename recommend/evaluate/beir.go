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
)

// The files of a set in BEIR form.
const (
	corpusFile  = "corpus.jsonl"
	queriesFile = "queries.jsonl"
	labelsFile  = "qrels.tsv"
)

// publishedLabels is where the published sets of BEIR keep the labels that are
// measured by.
var publishedLabels = filepath.Join("qrels", "test.tsv")

// beir is a set while it is read.
type beir struct {
	names    *names
	episodes []data.Episode
	task     Task
	queries  map[string]bool
	missing  int // labels of documents that the corpus has not
}

// readBEIR reads corpus.jsonl, queries.jsonl, and qrels.tsv with a header line and
// the columns query, document and grade. Each document becomes an episode.
func readBEIR(dir string) ([]data.Episode, Task, error) {
	b := beir{names: newNames(), task: Task{Name: "search", Kind: Search, Relevant: map[string]Relevance{}}, queries: map[string]bool{}}
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
	task.Made = fmt.Sprintf("People's judgement of which documents answer which of %d questions: %d labels (%s).",
		len(task.Queries), task.Labels(), filepath.Base(labels))
	if b.missing > 0 {
		task.Caution = fmt.Sprintf("%d labels name documents that are not in %s, which no answer can find.", b.missing, corpusFile)
	}
	return b.episodes, task, nil
}

func (b *beir) document(number int, line []byte) error {
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
	id, err := b.names.declare(d.ID, number)
	if err != nil {
		return err
	}
	e := data.Episode{ID: id, GUID: d.ID, Title: oneLine(d.Title), Description: strings.TrimSpace(d.Text),
		Show: data.Show{ID: "set", Title: "Set"}}
	if e.Title == "" {
		e.Title = "Document " + d.ID // a catalogue wants a title
	}
	b.episodes = append(b.episodes, e)
	return nil
}

func (b *beir) query(_ int, line []byte) error {
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
		return fmt.Errorf(`query %q has no "text": write what is searched for, or leave the query out`, q.ID)
	case b.queries[q.ID]:
		return fmt.Errorf("query %q stands twice: give each its own id", q.ID)
	}
	b.queries[q.ID] = true
	b.task.Queries = append(b.task.Queries, Query{ID: q.ID, Text: q.Text})
	return nil
}

func missingID(what string) error {
	return fmt.Errorf(`"_id" is missing: give every %s one`, what)
}

// label takes one line of labels.
func (b *beir) label(number int, line []byte) error {
	columns := columnsOf(string(line))
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
	case !b.queries[columns[0]]:
		return fmt.Errorf("query %q is not in %s: add it or remove the label", columns[0], queriesFile)
	}
	if grade > 0 {
		b.relevant(columns[0], columns[1], grade)
	}
	return nil
}

func (b *beir) relevant(query, document string, grade int) {
	if !b.names.declared(document) {
		b.missing++
	}
	if b.task.Relevant[query] == nil {
		b.task.Relevant[query] = Relevance{}
	}
	b.task.Relevant[query][b.names.id(document)] = grade
}

// columnsOf splits a line at tabs, or at any space where it has no tab.
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

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
