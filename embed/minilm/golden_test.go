package minilm

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// referenceRow is a text with the tokens of the published tokenizer and the vector of the
// published float32 weights.
type referenceRow struct {
	Text   string    `json:"text"`
	IDs    []uint16  `json:"ids"`
	Vector []float32 `json:"vector"`
}

// loadReferenceRows reads testdata/golden.jsonl.gz.
var loadReferenceRows = sync.OnceValues(func() (rows []referenceRow, err error) {
	f, err := os.Open("testdata/golden.jsonl.gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for lines := json.NewDecoder(unzipped); ; {
		var row referenceRow
		if err := lines.Decode(&row); errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
})

// referenceRows returns the 69 reference rows.
func referenceRows(tb testing.TB) []referenceRow {
	tb.Helper()
	rows, err := loadReferenceRows()
	if err != nil || len(rows) != 69 {
		tb.Fatalf("%d reference rows, want 69; error %v", len(rows), err)
	}
	return rows
}

func TestTokensEqualThePublishedTokenizer(t *testing.T) {
	m := newTestModel(t)
	for i, row := range referenceRows(t) {
		got := m.tokenize([]string{row.Text})[0].ids
		if diff := cmp.Diff(row.IDs, got); diff != "" {
			t.Errorf("row %d, %.40q (-want +got):\n%s", i, row.Text, diff)
		}
	}
}

func TestVectorsAreCloseToThePublishedModel(t *testing.T) {
	m := newTestModel(t)
	for i, row := range referenceRows(t) {
		if !isFastEnough(m, len(row.IDs)) {
			continue
		}
		want := 0.996
		if isSentence(i) {
			want = 0.999
		}
		got := vectorOf(t, m, row.Text)
		if cosine := dot(got, row.Vector); cosine < want {
			t.Errorf("row %d, %.40q: cosine %.5f, want at least %.3f", i, row.Text, cosine, want)
		}
	}
}

// isSentence reports whether a reference row is a normal sentence.
func isSentence(row int) bool { return 5 <= row && row <= 9 || 39 <= row && row <= 53 }

// isFastEnough reports whether embedding a text with this number of tokens is fast enough
// for a test. With vector instructions every text is, in plain Go only a sentence, and
// with -short, for emulated processors, only a few words.
func isFastEnough(m *Model, tokens int) bool {
	switch {
	case testing.Short():
		return tokens <= 12
	case m.Kernel() == "portable":
		return tokens <= 20
	}
	return true
}
