package api

import (
	"fmt"
	"strings"
	"time"

	"segue/recommend"
)

// serverTiming returns the value of the header Server-Timing: the stages that an answer needed,
// in the order of work, and the total, in milliseconds.
func serverTiming(t recommend.Timing, total time.Duration) string {
	var metrics []string
	add := func(name string, took time.Duration) {
		metrics = append(metrics, fmt.Sprintf("%s;dur=%.3f", name, took.Seconds()*1000))
	}
	if t.Words > 0 {
		add("words", t.Words)
	}
	if t.Embed > 0 {
		add("embed", t.Embed)
	}
	if t.Retrieval != "" {
		add(fmt.Sprintf("retrieval;desc=%q", t.Retrieval), t.Nearest)
	}
	if t.Rank > 0 {
		add("rank", t.Rank)
	}
	add("total", total)
	return strings.Join(metrics, ", ")
}
