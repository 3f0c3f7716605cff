package jsonl_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/jsonl"
)

func TestParseReadsOneEpisode(t *testing.T) {
	want := with(func(e *data.Episode) { e.Description = "Hot." })
	line := strings.Replace(write(t, want), ",", ",\n\t", 1)
	got, err := jsonl.Parse([]byte(" \n" + line + " "))
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestParseReportsMistakesWithoutALine(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want jsonl.LineError
	}{
		"an empty text":   {" \n", jsonl.LineError{Reason: "empty: write an object such as {…}"}},
		"another value":   {"7", jsonl.LineError{Reason: "must be an object such as {…}, not a number"}},
		"a key":           {`{"titel":"Tea"}`, jsonl.LineError{Field: "titel", Reason: `unknown key; did you mean "title"?`}},
		"something large": {strings.Repeat("7", jsonl.MaxLine+1), jsonl.LineError{Reason: "longer than 16 MB, the maximum for an episode"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jsonl.Parse([]byte(tt.text))
			var got *jsonl.LineError
			if !errors.As(err, &got) || cmp.Diff(tt.want, *got) != "" {
				t.Errorf("got %+v", got)
			}
		})
	}
}
