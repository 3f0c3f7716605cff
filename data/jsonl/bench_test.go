package jsonl_test

import (
	"strings"
	"testing"

	"segue/data"
	"segue/data/jsonl"
)

// BenchmarkReader reads lines with a description of 150 words and a transcript of 6,000
// words, which is about 45 minutes of speech.
func BenchmarkReader(b *testing.B) {
	e := with(func(e *data.Episode) {
		e.Description = strings.TrimSpace(strings.Repeat("Green tea is hot. ", 38))
		e.Transcript = strings.Repeat("Green tea is hot. ", 1500)
	})
	line := write(b, e)
	for _, part := range []struct{ name, line string }{
		{"clean", line},
		{"text", strings.Replace(line, `"description_type":"clean"`, `"description_type":"text"`, 1)},
		{"html", strings.Replace(line, `"description_type":"clean"`, `"description_type":"html"`, 1)},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.SetBytes(int64(len(part.line)))
			for b.Loop() {
				if _, err := jsonl.NewReader(strings.NewReader(part.line)).Next(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
