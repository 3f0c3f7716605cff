package evaluate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

// write writes the files of a set to a new directory.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tiny")
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// with returns a copy of files with changes, which are pairs of a name and a text.
func with(files map[string]string, changes ...string) map[string]string {
	changed := map[string]string{}
	for name, text := range files {
		changed[name] = text
	}
	for i := 0; i < len(changes); i += 2 {
		changed[changes[i]] = changes[i+1]
	}
	return changed
}

var beirFiles = map[string]string{
	"corpus.jsonl":  `{"_id":"MED-1","title":"T","text":"x"}` + "\n" + `{"_id":"med 1","text":"y"}` + "\n",
	"queries.jsonl": `{"_id":"1","text":"q"}` + "\n" + `{"_id":"2","text":"unlabelled"}` + "\n",
	"qrels.tsv":     "query-id\tcorpus-id\tscore\n1\tMED-1\t2\n1\tmed 1\t0\n1\tgone\t1\n",
}

func TestReadOfBEIRSet(t *testing.T) {
	distinct := data.Episode{GUID: "med 1", Title: "med 1"}.NewID(true)
	show := data.Show{ID: "set", Title: "Set"}
	want := Collection{
		Name: "tiny",
		Episodes: []data.Episode{
			{ID: "med-1", GUID: "MED-1", Title: "T", Description: "x", Show: show},
			{ID: distinct, GUID: "med 1", Title: "Document med 1", Description: "y", Show: show},
		},
		Tasks: []Task{{
			Name: "search", Kind: Search,
			Origin:   "People labelled the documents that answer each of 1 queries: 2 labels (qrels.tsv).",
			Caution:  "1 labels refer to documents that are not in corpus.jsonl, so no ranking can find them.",
			Queries:  []Query{{ID: "1", Text: "q"}},
			Relevant: map[string]Relevance{"1": {"med-1": 2, "gone": 1}},
		}},
	}
	got, err := Read(write(t, beirFiles), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Read (-want +got):\n%s", d)
	}
	published := with(beirFiles, "qrels/test.tsv", beirFiles["qrels.tsv"])
	delete(published, "qrels.tsv")
	got, err = Read(write(t, published), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Tasks[0].Relevant, got.Tasks[0].Relevant); d != "" {
		t.Errorf("labels of qrels/test.tsv (-want +got):\n%s", d)
	}
}

var pairFiles = map[string]string{
	"episodes.jsonl": `{"id":"show/a","title":" Rye \n bread","description":"About rye.","transcript":"ANN: Rye.","published":"2018-08-13",` +
		`"url":"https://example.com/a","show":"Daily Bread","hosts":["Ann"],"guests":[{"name":"Bob"}],"speakers":["Cem"],` +
		`"people":[{"name":"Dee","role":"producer"},"Eve"],"tags":["Rye"],"categories":[],"duration_seconds":61,"show_notes":"secret"}` + "\n" +
		`{"id":"b","title":"Oats","show":"Daily Bread","duration_seconds":null,"tags":null,"published":"2018-08-13T16:00:00+02:00"}` + "\n" +
		`{"id":"c","title":"Wheat","show":"Daily Bread","duration_seconds":3600000,"tags":["Rare"]}` + "\n" +
		`{"id":"d","title":"Spelt","show":"Daily Bread"}` + "\n",
	"related_links.tsv":       "source_id\ttarget_id\tline\nshow/a\tb\tsee b\nshow/a\tc\t\n",
	"related_links_clean.tsv": "\ufeffscore\tsource_id\ttarget_id\r\n1\tshow/a\tb\r\n",
}

func TestReadOfRelatedEpisodes(t *testing.T) {
	got, err := Read(write(t, pairFiles), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	show := data.Show{ID: "daily-bread", Title: "Daily Bread"}
	want := Collection{
		Name: "tiny",
		Episodes: []data.Episode{
			{ID: "show-a", GUID: "show/a", URL: "https://example.com/a", Show: show, Title: "Rye bread", Description: "About rye.",
				Transcript: "ANN: Rye.", Published: time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC), Duration: 61 * time.Second,
				People: []data.Person{{Name: "Ann", Role: "host"}, {Name: "Bob", Role: "guest"}, {Name: "Cem", Role: "guest"},
					{Name: "Dee", Role: "producer"}, {Name: "Eve", Role: "guest"}}},
			{ID: "b", GUID: "b", Show: show, Title: "Oats", Published: time.Date(2018, 8, 13, 14, 0, 0, 0, time.UTC)},
			{ID: "c", GUID: "c", Show: show, Title: "Wheat"},
			{ID: "d", GUID: "d", Show: show, Title: "Spelt"},
		},
		Tasks: []Task{{
			Name: "related_links_clean", Kind: Similar,
			Origin:   "1 related pairs of related_links_clean.tsv, from source to target: 1 labels of 1 episodes.",
			Caution:  "Pairs that the file does not list count as unrelated, so figures are low and only their differences have a meaning.",
			Queries:  []Query{{ID: "show-a", Text: "Rye bread", Episode: "show-a"}},
			Relevant: map[string]Relevance{"show-a": {"b": 1}},
		}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Read (-want +got):\n%s", d)
	}
}

func TestReadOptions(t *testing.T) {
	for _, tt := range []struct {
		name     string
		options  ReadOptions
		relevant map[string]Relevance
		episodes int
		tags     []string
	}{
		{"all pairs", ReadOptions{AllPairs: true}, map[string]Relevance{"show-a": {"b": 1, "c": 1}}, 4, nil},
		{"both directions", ReadOptions{Symmetric: true}, map[string]Relevance{"show-a": {"b": 1}, "b": {"show-a": 1}}, 4, nil},
		{"tags", ReadOptions{Tags: true}, map[string]Relevance{"show-a": {"b": 1}}, 4, []string{"Rye"}},
		{"labelled episodes only", ReadOptions{LabelledOnly: true, Tags: true}, map[string]Relevance{"show-a": {"b": 1}}, 3, []string{"Rye"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read(write(t, pairFiles), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Tasks) != 1 || len(got.Episodes) != tt.episodes {
				t.Fatalf("%d tasks and %d episodes", len(got.Tasks), len(got.Episodes))
			}
			if d := cmp.Diff(tt.relevant, got.Tasks[0].Relevant); d != "" {
				t.Errorf("labels (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.tags, got.Episodes[0].Tags); d != "" {
				t.Errorf("tags (-want +got):\n%s", d)
			}
		})
	}
}

func TestReadErrorsContainFileAndLine(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a line that is not JSON", with(beirFiles, "corpus.jsonl", "\n{"), "corpus.jsonl:2: "},
		{"a document without id", with(beirFiles, "corpus.jsonl", "{}"), `corpus.jsonl:1: document has no "_id"; add one`},
		{"two documents with the same id", with(beirFiles, "corpus.jsonl", "{\"_id\":\"a\"}\n{\"_id\":\"a\"}"), `corpus.jsonl:2: id "a" is already used in line 1; give each its own id`},
		{"a query without id", with(beirFiles, "queries.jsonl", "{}"), `queries.jsonl:1: query has no "_id"; add one`},
		{"a query without text", with(beirFiles, "queries.jsonl", `{"_id":"1","text":" "}`), `queries.jsonl:1: query "1" has no "text"`},
		{"two queries with the same id", with(beirFiles, "queries.jsonl", "{\"_id\":\"1\",\"text\":\"q\"}\n{\"_id\":\"1\",\"text\":\"q\"}"), `queries.jsonl:2: duplicate query id "1"`},
		{"a label without grade", with(beirFiles, "qrels.tsv", "q d s\n1 a\n"), "qrels.tsv:2: line has 2 columns; want query, document and grade"},
		{"labels without a header", with(beirFiles, "qrels.tsv", "1 a 2\n"), "qrels.tsv:1: missing header; the first line must be a header"},
		{"a grade that is not a number", with(beirFiles, "qrels.tsv", "q d s\n1 a x\n"), `qrels.tsv:2: grade "x" must be an integer`},
		{"a label for an unknown query", with(beirFiles, "qrels.tsv", "q d s\nx a 1\n"), `qrels.tsv:2: query "x" is not in queries.jsonl; add it or remove the label`},
		{"no labels", with(beirFiles, "qrels.tsv", "q d s\n"), "tiny has no labels; add qrels.tsv"},
		{"an episode without id", with(pairFiles, "episodes.jsonl", `{"title":"T"}`), `episodes.jsonl:1: episode has no "id"`},
		{"an episode without title", with(pairFiles, "episodes.jsonl", `{"id":"a","title":" "}`), `episodes.jsonl:1: episode "a" has no "title"`},
		{"an invalid date", with(pairFiles, "episodes.jsonl", `{"id":"a","title":"T","published":"yesterday"}`), `episodes.jsonl:1: invalid "published" "yesterday"; want a date such as`},
		{"a person that is a number", with(pairFiles, "episodes.jsonl", `{"id":"a","title":"T","guests":[7]}`), `episodes.jsonl:1: invalid person; want a name or {"name"`},
		{"pairs without a header", with(pairFiles, "related_links_clean.tsv", "show/a\tb\n"), `related_links_clean.tsv:1: header has no column "source_id"`},
		{"pairs without a target", with(pairFiles, "related_links_clean.tsv", "source_id\tid\n"), `related_links_clean.tsv:1: header has no column "target_id"`},
		{"a pair with one episode", with(pairFiles, "related_links_clean.tsv", "source_id\ttarget_id\nb\n"), "related_links_clean.tsv:2: line has 1 columns; want at least 2"},
		{"a pair with an unknown episode", with(pairFiles, "related_links_clean.tsv", "source_id\ttarget_id\nb\tx\n"), `related_links_clean.tsv:2: episodes.jsonl has no episode "x"; add it or remove the pair`},
		{"an episode related to itself", with(pairFiles, "related_links_clean.tsv", "source_id\ttarget_id\nb\tb\n"), `related_links_clean.tsv:2: episode "b" is related to itself`},
		{"a file of pairs without pairs", with(pairFiles, "related_links_clean.tsv", "source_id\ttarget_id\n"), "related_links_clean.tsv has no pairs"},
		{"no directory", nil, "tiny does not exist; want a directory with corpus.jsonl or episodes.jsonl"},
		{"an empty directory", map[string]string{"x": ""}, "has neither corpus.jsonl nor episodes.jsonl"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(write(t, tt.files), ReadOptions{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestScanLinesReturnsErrorForALineThatIsTooLong(t *testing.T) {
	err := scanLines(strings.NewReader("a\n"+strings.Repeat("x", maxLine+1)), func(int, []byte) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "2: line is longer than") {
		t.Errorf("a line of %d bytes: %v", maxLine+1, err)
	}
}
