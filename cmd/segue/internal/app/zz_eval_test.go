package app

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"segue/data"
	"segue/recommend"
	"segue/recommend/evaluate"
)

func zzRun(t *testing.T, name string, episodes []data.Episode, tasks []evaluate.Task, variants map[string]recommend.Weights) {
	ctx := context.Background()
	cache, err := OpenCatalog(ctx, Source{File: os.Getenv("ZZVEC"), Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer cache.Close()
	o := EvaluateOptions{}
	client, err := o.connect(ctx, cache)
	if err != nil {
		t.Fatal(err)
	}
	m, err := o.newMemoryIndex(ctx, client, name, episodes)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for _, task := range tasks {
		out := map[string][]float64{}
		for v, w := range variants {
			for _, q := range task.Queries {
				var ids []data.EpisodeID
				opt := recommend.Options{Limit: 10, Weights: &w}
				if task.Kind == evaluate.Search {
					a, err := m.Engine.Search(ctx, q.Text, opt)
					if err != nil {
						t.Fatal(err)
					}
					for _, r := range a.Results {
						ids = append(ids, r.Episode.ID)
					}
				} else {
					a, err := m.Engine.Similar(ctx, data.Ref{ID: q.Episode}, opt)
					if err != nil {
						t.Fatal(err)
					}
					for _, r := range a.Results {
						ids = append(ids, r.Episode.ID)
					}
				}
				out[v] = append(out[v], evaluate.NDCG10.Score(ids, task.Relevant[q.ID]))
			}
			s := 0.0
			for _, x := range out[v] {
				s += x
			}
			t.Logf("%s %s %s %.4f", name, task.Name, v, s/float64(len(out[v])))
		}
		os.MkdirAll(filepath.Join(zzOut, name, task.Name), 0o755)
		zzJSON(t, filepath.Join(zzOut, name, task.Name, os.Getenv("ZZTAG")+"runs.json"), out)
	}
}

func TestZZEval(t *testing.T) {
	d := recommend.DefaultWeights()
	with := func(f func(*recommend.Weights)) recommend.Weights { w := d; f(&w); return w }
	v := map[string]recommend.Weights{
		"default": d,
		"fb0":     with(func(w *recommend.Weights) { w.Feedback = 0 }),
		"fb.25":   with(func(w *recommend.Weights) { w.Feedback = .25 }),
		"fb1":     with(func(w *recommend.Weights) { w.Feedback = 1 }),
		"fb.01":   with(func(w *recommend.Weights) { w.Feedback = .01 }),
		"s.45":    with(func(w *recommend.Weights) { w.Search = .45 }),
		"s.6":     with(func(w *recommend.Weights) { w.Search = .6 }),
		"s.3":     with(func(w *recommend.Weights) { w.Search = .3 }),
		"s.3fb0":  with(func(w *recommend.Weights) { w.Search, w.Feedback = .3, 0 }),
	}
	for _, s := range []string{"ir-cacm", "ir-cranfield"} {
		c := zzRead(t, "/work/shared/data/"+s, evaluate.ReadOptions{})
		zzRun(t, s[3:], c.Episodes, c.Tasks, v)
	}
}
