package app

import (
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
)

// Progress starts to show the progress of a task, such as "embedding episodes". It
// returns a function to call with the finished and total number of parts, where a total
// of 0 means unknown, and a function to call at the end of the task.
type Progress = evaluate.Progress

// embeddingProgress shows the progress of an indexer. The task starts with the first
// report, and excludes episodes that had vectors before: they took no time, so the rate
// and the remaining time would be wrong.
func embeddingProgress(p Progress, task string) (report func(indexer.Progress), end func()) {
	var set func(done, total int)
	endTask := func() {}
	before := 0
	report = func(i indexer.Progress) {
		switch {
		case p == nil:
		case set == nil:
			before = i.Embedded
			set, endTask = p(task)
		default:
			set(max(i.Embedded-before, 0), max(i.Episodes-before, 0))
		}
	}
	return report, func() { endTask() }
}

// startProgress starts a task, and returns functions that do nothing if p is nil.
func startProgress(p Progress, task string) (set func(done, total int), end func()) {
	if p == nil {
		return func(int, int) {}, func() {}
	}
	return p(task)
}
