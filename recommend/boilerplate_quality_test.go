package recommend_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/boilerplate/boilerplatetest"
	"segue/data/catalog/sqlite"
	"segue/data/datatest"
	"segue/embed"
	"segue/embed/minilm"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/passage"
)

// vectorsFile is the environment variable with the file that caches the vectors of
// TestQualityWithBoilerplate. The test runs only with it, because it embeds thousands of texts.
const vectorsFile = "SEGUE_QUALITY_VECTORS"

// TestQualityWithBoilerplate logs the quality for labelled sets without changes, with injected
// boilerplate, and with the boilerplate stripped (docs/quality.md).
func TestQualityWithBoilerplate(t *testing.T) {
	client := qualityClient(t)
	for _, set := range []string{"gcppodcast", "ir-cacm"} {
		c, err := evaluate.Read(datatest.Shared(t, "data", set), evaluate.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		c.Episodes = few(c)
		injected := slices.Clone(c.Episodes)
		for i, e := range boilerplatetest.Inject(c.Episodes, 1) {
			injected[i] = e.Episode
		}
		for _, v := range []variant{
			{"unchanged", c.Episodes, false, false},
			{"unchanged, stripped", c.Episodes, true, false},
			{"with boilerplate", injected, false, false},
			{"with boilerplate, stripped for meaning", injected, true, false},
			{"with boilerplate, stripped for meaning and words", injected, true, true},
		} {
			logQuality(t, c, v, client)
		}
	}
}

// realTalks is the number of talks to embed, of conferences with boilerplate.
const realTalks = 600

// TestQualityWithRealBoilerplate measures talks whose descriptions have the boilerplate of
// their conferences: all by words, and some by meaning too.
func TestQualityWithRealBoilerplate(t *testing.T) {
	client := qualityClient(t)
	c, err := evaluate.Read(datatest.Shared(t, "data", "pyvideo"), evaluate.ReadOptions{LabelledOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	some := evaluate.Collection{Name: "some of " + c.Name, Episodes: repeating(c.Episodes)}
	some.Tasks = []evaluate.Task{within(c.Tasks[0], some.Episodes)}
	for _, v := range []variant{{"unchanged", c.Episodes, false, false}, {"stripped", c.Episodes, true, true}} {
		logQuality(t, c, v, nil)
	}
	for _, v := range []variant{{"unchanged", some.Episodes, false, false}, {"stripped", some.Episodes, true, true}} {
		logQuality(t, some, v, client)
	}
}

// repeating returns the talks of shows with boilerplate in most talks.
func repeating(episodes []data.Episode) []data.Episode {
	var sketches []boilerplate.Sketch
	for _, e := range episodes {
		sketches = append(sketches, boilerplate.NewSketch(e))
	}
	set, cut, all := boilerplate.Find(sketches), map[data.ShowID]int{}, map[data.ShowID]int{}
	for _, e := range episodes {
		all[e.Show.ID]++
		if set.Strip(e.Show.ID, e.Description) != e.Description {
			cut[e.Show.ID]++
		}
	}
	list := slices.DeleteFunc(slices.Clone(episodes), func(e data.Episode) bool { return 2*cut[e.Show.ID] < all[e.Show.ID] })
	return list[:min(len(list), realTalks)]
}

// within returns a task with some of its episodes.
func within(task evaluate.Task, episodes []data.Episode) evaluate.Task {
	has := map[data.EpisodeID]bool{}
	for _, e := range episodes {
		has[e.ID] = true
	}
	relevant := map[string]evaluate.Relevance{}
	for id, all := range task.Relevant {
		relevant[id] = evaluate.Relevance{}
		for other, grade := range all {
			if has[other] {
				relevant[id][other] = grade
			}
		}
	}
	task.Relevant = relevant
	task.Queries = slices.DeleteFunc(slices.Clone(task.Queries), func(q evaluate.Query) bool { return !has[q.Episode] })
	return task
}

// qualityClient caches vectors in a file, so that a second run embeds nothing.
func qualityClient(t *testing.T) *embed.Client {
	t.Helper()
	name := os.Getenv(vectorsFile)
	if name == "" {
		t.Skipf("set %s to the file that is to keep vectors", vectorsFile)
	}
	kept, err := sqlite.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	model, err := minilm.New()
	if err != nil {
		t.Fatal(err)
	}
	return embed.NewClient(model, kept)
}

func logQuality(t *testing.T, c evaluate.Collection, v variant, client *embed.Client) {
	t.Helper()
	e := v.engine(t, client)
	for _, task := range c.Tasks {
		t.Logf("%s, %s, %s:%s", c.Name, task.Name, v.name, v.measure(t, e, task))
	}
}

// mostOthers is the highest number of episodes without labels. Embedding all episodes of a
// large set would take many minutes.
const mostOthers = 300

// few returns the episodes with labels and some others.
func few(c evaluate.Collection) []data.Episode {
	named := map[data.EpisodeID]bool{}
	for _, t := range c.Tasks {
		for _, q := range t.Queries {
			named[q.Episode] = true
			for id := range t.Relevant[q.ID] {
				named[id] = true
			}
		}
	}
	others := 0
	return slices.DeleteFunc(slices.Clone(c.Episodes), func(e data.Episode) bool {
		if !named[e.ID] {
			others++
		}
		return !named[e.ID] && others > mostOthers
	})
}

// variant is a way to index a set.
type variant struct {
	name           string
	episodes       []data.Episode
	meaning, words bool // strip the embedded texts, and the indexed words
}

// engine indexes the episodes' titles and descriptions.
func (v variant) engine(t *testing.T, client *embed.Client) *recommend.Engine {
	t.Helper()
	episodes := slices.Clone(v.episodes)
	sketches := make([]boilerplate.Sketch, len(episodes))
	for i := range episodes {
		episodes[i].Transcript, episodes[i].Tags = "", nil
		sketches[i] = boilerplate.NewSketch(episodes[i])
	}
	set := boilerplate.Find(sketches)
	meant := func(e data.Episode) data.Episode {
		if v.meaning {
			e.Description = set.Strip(e.Show.ID, e.Description)
		}
		return e
	}
	if v.words {
		for i := range episodes {
			episodes[i] = meant(episodes[i])
		}
	}
	w, err := open(t.Context(), episodes, func(e data.Episode) [][]float32 { return passageVectors(t, client, meant(e)) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.close() })
	if client != nil {
		w.Use(w.with(client))
	}
	return w.Engine
}

// passageVectors returns the vectors of an episode's passages, none without a client.
func passageVectors(t *testing.T, client *embed.Client, e data.Episode) [][]float32 {
	t.Helper()
	if client == nil {
		return nil
	}
	var texts []string
	for _, p := range passage.Cut(e.Description) {
		texts = append(texts, passage.Text(e.Title, p))
	}
	list, err := client.Passages(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// measure returns nDCG@10 by words, by meaning and by both.
func (v variant) measure(t *testing.T, e *recommend.Engine, task evaluate.Task) string {
	t.Helper()
	words := recommend.DefaultWeights()
	words.Search, words.Similar, words.Spoken = 0, 0, 0
	var out string
	for _, c := range []struct {
		name    string
		weights recommend.Weights
	}{
		{"words", recommend.Weights{}},
		{"words with people and show", words},
		{"meaning", recommend.Weights{Search: 1, Similar: 1, Short: 1, Line: 1, SearchSpoken: 1, Spoken: 1}},
		{"both", recommend.DefaultWeights()},
	} {
		if c.weights.Similar > 0 && e.Status().Embedded == 0 {
			continue
		}
		run, err := evaluate.Measure(t.Context(), c.name, task, answering(e, task.Kind, c.weights))
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf(" %s %.3f", c.name, run.Estimate(evaluate.NDCG10).Mean)
	}
	return out
}

// answering returns a ranker with weights w.
func answering(e *recommend.Engine, kind evaluate.Kind, w recommend.Weights) evaluate.Ranker {
	return func(ctx context.Context, q evaluate.Query) (ids []data.EpisodeID, err error) {
		var found recommend.Answer
		o := recommend.Options{Limit: evaluate.Page, Weights: &w}
		if kind == evaluate.Similar {
			var s recommend.Similar
			s, err = e.Similar(ctx, data.Ref{ID: q.Episode}, o)
			found = s.Answer
		} else {
			var s recommend.Search
			s, err = e.Search(ctx, q.Text, o)
			found = s.Answer
		}
		for _, r := range found.Results {
			ids = append(ids, r.Episode.ID)
		}
		return ids, err
	}
}
