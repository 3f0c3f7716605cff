package app

import (
	"testing"

	"segue/recommend/indexer"
)

func TestEmbeddingProgressExcludesEarlierVectors(t *testing.T) {
	var task string
	var done, total int
	ended := false
	report, end := embeddingProgress(func(message string) (func(int, int), func()) {
		task = message
		return func(d, t int) { done, total = d, t }, func() { ended = true }
	}, "embedding episodes")
	if task != "" {
		t.Error("the task starts before the first report")
	}
	report(indexer.Progress{Episodes: 1000, Embedded: 900})
	report(indexer.Progress{Episodes: 1000, Embedded: 920})
	end()
	if task != "embedding episodes" || done != 20 || total != 100 || !ended {
		t.Errorf("task %q: %d of %d, want 20 of 100; ended: %v", task, done, total, ended)
	}
	report, end = embeddingProgress(nil, "embedding episodes")
	report(indexer.Progress{})
	end()
}
