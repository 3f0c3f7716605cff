package app

import (
	"os"
	"strings"
	"testing"

	"segue/recommend"
	"segue/recommend/evaluate"
)

func TestZZFinal(t *testing.T) {
	d := recommend.DefaultWeights()
	words := recommend.Weights{}
	v := map[string]recommend.Weights{"default": d, "words": words, "vec": {Search: 1, Similar: 1, Short: 1, SearchSpoken: 1, Spoken: 1}}
	if os.Getenv("ZZONLY") != "" {
		v = map[string]recommend.Weights{"default": d}
	}
	for _, s := range strings.Split(os.Getenv("ZZSETS"), ",") {
		switch s {
		case "cacm", "cranfield":
			c := zzRead(t, "/work/shared/data/ir-"+s, evaluate.ReadOptions{})
			tasks := c.Tasks
			if os.Getenv("ZZCO") != "" {
				tasks = append(tasks, corelevant(c))
			}
			zzRun(t, s, c.Episodes, tasks, v)
		case "gcp":
			c := zzRead(t, "/work/shared/data/gcppodcast", evaluate.ReadOptions{WithoutTranscripts: true})
			zzRun(t, s, c.Episodes, c.Tasks, v)
		case "gcpt":
			c := zzRead(t, "/work/shared/data/gcppodcast", evaluate.ReadOptions{})
			zzRun(t, s, c.Episodes, append(c.Tasks, categoryQueries(c)...), v)
		case "gcp800":
			c := zzRead(t, "/work/shared/data/gcppodcast", evaluate.ReadOptions{})
			zzRun(t, s, first800(c.Episodes, 800), c.Tasks, v)
		}
	}
}
