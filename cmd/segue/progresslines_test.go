package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"segue/data/testenv"
)

func TestProgressLinesNameTheFinishedPartsAndTheRemainingTime(t *testing.T) {
	start := time.Now()
	for _, tt := range []struct {
		name        string
		done, total int
		took        time.Duration
		want        string
	}{
		{"nothing is known yet", 0, 0, 15 * time.Second, "baking for 15s"},
		{"the total is unknown", 7, 0, 15 * time.Second, "baking: 7 in 15s"},
		{"nothing is finished", 0, 100, 15 * time.Second, "baking: 0 of 100 (0 %) in 15s"},
		{"a part is finished", 25, 100, 30 * time.Second, "baking: 25 of 100 (25 %) in 30s, about 1m30s left"},
		{"all is finished", 100, 100, time.Minute, "baking: 100 of 100 (100 %) in 1m0s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := &progressLines{task: "baking", start: start, done: tt.done, total: tt.total}
			if got := l.text(start.Add(tt.took)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if line := "segue: " + tt.want + "\n"; progressLine.FindString(line) != line {
				t.Errorf("the tests of documents do not skip %q", line)
			}
		})
	}
}

func TestProgressLinesArePrintedUntilTheTaskEnds(t *testing.T) {
	var out syncBuffer
	l := newProgressLines(&out, "baking", time.Millisecond)
	testenv.Wait(t, "the first line", func() bool { return strings.Contains(out.String(), "segue: baking for 0s\n") })
	l.set(1, 2)
	l.rename("cooling")
	testenv.Wait(t, "a line with the progress", func() bool { return strings.Contains(out.String(), "segue: cooling: 1 of 2 (50 %) in ") })
	l.close()
	l.close()
	before := out.String()
	time.Sleep(5 * time.Millisecond)
	if after := out.String(); after != before {
		t.Errorf("after the end, %q was printed", after[len(before):])
	}
}

// syncBuffer is a buffer that is safe for concurrent use.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
