package judge

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var close6 = cmpopts.EquateApprox(0, 1e-6)

func TestMeasuresOfHandComputedRankings(t *testing.T) {
	grades := Relevance{"a": 3, "b": 2, "c": 1}
	for _, tt := range []struct {
		name                 string
		ranked               []string
		k                    int
		ndcg, recall, recipr float64
	}{
		{"the best order scores 1", []string{"a", "b", "c"}, 10, 1, 1, 1},
		{"nothing relevant scores 0", []string{"x", "y"}, 10, 0, 0, 0},
		{"no answer scores 0", nil, 10, 0, 0, 0},
		// (2/1 + 3/1.584963) / (3/1 + 2/1.584963 + 1/2) = 3.892789 / 4.761860
		{"a better document further down costs", []string{"b", "a", "x"}, 10, 0.817494, 2. / 3, 1},
		// (1/1.584963) / 4.761860, and the ideal is cut at k as well: (3 + 2/1.584963) = 4.261860
		{"the cut applies to the ideal too", []string{"x", "c", "a"}, 2, 0.630930 / 4.261860, 1. / 3, 0.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := []float64{NDCG(tt.ranked, grades, tt.k), Recall(tt.ranked, grades, tt.k), ReciprocalRank(tt.ranked, grades, tt.k)}
			if d := cmp.Diff([]float64{tt.ndcg, tt.recall, tt.recipr}, got, close6); d != "" {
				t.Errorf("nDCG, recall, reciprocal rank (-want +got):\n%s", d)
			}
		})
	}
	if got := NDCG([]string{"a"}, nil, 10); got != 0 || math.IsNaN(got) {
		t.Errorf("nDCG without relevant documents = %v", got)
	}
}

func TestMeasureLeavesOutQueriesWithoutLabels(t *testing.T) {
	set := Set{
		Queries:  []Query{{"1", "found first"}, {"2", "found second"}, {"3", "unlabelled"}},
		Relevant: map[string]Relevance{"1": {"a": 1}, "2": {"b": 1}},
	}
	got, err := Measure(set, func(string) ([]string, error) { return []string{"a", "b"}, nil })
	if err != nil {
		t.Fatal(err)
	}
	// nDCG: 1 and 1/log2(3) = .630930; reciprocal ranks: 1 and 1/2.
	want := Figures{Queries: 2, NDCG10: 0.815465, MRR10: 0.75, Recall10: 1, Recall: 1}
	if d := cmp.Diff(want, got, close6); d != "" {
		t.Errorf("Measure (-want +got):\n%s", d)
	}
}

// write makes a set's directory.
func write(t *testing.T, corpus, queries, qrels string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": qrels} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	goodCorpus  = `{"_id":"a","title":"T","text":"x"}` + "\n"
	goodQueries = `{"_id":"1","text":"q"}` + "\n"
	goodHeader  = "query-id\tcorpus-id\tscore\n"
	goodLabels  = goodHeader + "1\ta\t2\n1\tb\t0\n"
)

func TestReadSet(t *testing.T) {
	got, err := ReadSet(write(t, goodCorpus, goodQueries, goodLabels))
	if err != nil {
		t.Fatal(err)
	}
	want := Set{
		Documents: []Document{{"a", "T", "x"}}, Queries: []Query{{"1", "q"}}, Relevant: map[string]Relevance{"1": {"a": 2}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("ReadSet (-want +got):\n%s", d)
	}
}

func TestReadSetNamesFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, corpus, queries, qrels, want string }{
		{"a line that is no JSON", goodCorpus + "{", goodQueries, goodLabels, "corpus.jsonl:2: "},
		{"a document without id", "{}", goodQueries, goodLabels, `corpus.jsonl:1: "_id" is missing`},
		{"a query without id", goodCorpus, "{}", goodLabels, `queries.jsonl:1: "_id" is missing`},
		{"a label without grade", goodCorpus, goodQueries, goodHeader + "1 a\n", "qrels.tsv:2: 2 columns, want query, document and grade"},
		{"labels without a header", goodCorpus, goodQueries, "1 a 2\n", "qrels.tsv:1: a label where the header should be"},
		{"a grade that is no number", goodCorpus, goodQueries, goodHeader + "1 a x\n", `qrels.tsv:2: grade "x" is no whole number`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadSet(write(t, tt.corpus, tt.queries, tt.qrels))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ReadSet = %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := ReadSet(t.TempDir()); err == nil || !strings.Contains(err.Error(), "corpus.jsonl") {
		t.Errorf("an empty directory: %v", err)
	}
}

func FuzzLabel(f *testing.F) {
	for _, seed := range []string{"1\ta\t2", "", "1 a", "1 a -5", "\xff \x00 9999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		set := Set{Relevant: map[string]Relevance{}}
		if err := set.label(2, []byte(line)); err != nil {
			return
		}
		for query, relevant := range set.Relevant {
			if len(relevant) != 1 {
				t.Fatalf("query %q has labels %v of one line", query, relevant)
			}
		}
	})
}
