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
	"segue/data/catalog"
	"segue/data/datatest"
	"segue/embed"
	"segue/embed/minilm"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/judge"
	"segue/recommend/passage"
)

// vectorsFile names the environment variable with the file that keeps the vectors of
// TestQualityWithBoilerplate, which runs only with it: it embeds some thousand texts.
const vectorsFile = "SEGUE_QUALITY_VECTORS"

// TestQualityWithBoilerplate logs how well labelled sets are answered as they are, with
// boilerplate in their descriptions, and where it is taken out again (docs/quality.md).
func TestQualityWithBoilerplate(t *testing.T) {
	name := os.Getenv(vectorsFile)
	if name == "" {
		t.Skipf("set %s to the file that is to keep vectors", vectorsFile)
	}
	kept, err := catalog.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	model, err := minilm.New()
	if err != nil {
		t.Fatal(err)
	}
	client := embed.NewClient(model, kept)
	for _, set := range []string{"gcppodcast", "ir-cacm"} {
		c, err := judge.Read(datatest.Shared(t, "data", set), judge.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		c.Episodes = few(c)
		injected := slices.Clone(c.Episodes)
		for i, e := range boilerplatetest.Inject(c.Episodes, 1) {
			injected[i] = e.Episode
		}
		for _, v := range []variant{
			{"as they are", c.Episodes, false, false},
			{"as they are, stripped", c.Episodes, true, false},
			{"with boilerplate", injected, false, false},
			{"with boilerplate, stripped for meaning", injected, true, false},
			{"with boilerplate, stripped for meaning and words", injected, true, true},
		} {
			e := v.engine(t, client)
			for _, task := range c.Tasks {
				t.Log(set, task.Name, v.name, v.measure(t, e, task))
			}
		}
	}
}

// mostOthers is how many episodes that no label names stay in a large set. Embedding
// all would take the time of a coffee break.
const mostOthers = 300

// few are the episodes that a label names, and some others.
func few(c judge.Collection) []data.Episode {
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
	name            string
	episodes        []data.Episode
	meaning, inText bool // strip what is embedded, and what words are found by
}

func (v variant) engine(t *testing.T, client *embed.Client) *recommend.Engine {
	episodes := slices.SortedFunc(slices.Values(v.episodes), recommend.NewestFirst)
	stripped := slices.Clone(episodes)
	var sketches []boilerplate.Sketch
	for i := range episodes {
		episodes[i].Transcript, episodes[i].Tags = "", nil
		sketches = append(sketches, boilerplate.Read(episodes[i]))
	}
	set := boilerplate.Find(sketches)
	for i, e := range episodes {
		stripped[i] = e
		if v.meaning {
			stripped[i].Description = set.Strip(e.Show.ID, e.Description)
		}
		if v.inText {
			episodes[i] = stripped[i]
		}
	}
	w, err := open(t.Context(), episodes, func(e data.Episode) [][]float32 {
		i := slices.IndexFunc(stripped, func(s data.Episode) bool { return s.ID == e.ID })
		return vectorsOfEpisode(t, client, stripped[i])
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.close() })
	for i := range stripped {
		w.state.Signatures[i] = duplicate.Sign(stripped[i])
	}
	e := recommend.NewEngine(w.catalog, client)
	e.Use(recommend.NewSnapshot(w.state))
	return e
}

func vectorsOfEpisode(t *testing.T, client *embed.Client, e data.Episode) [][]float32 {
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
func (v variant) measure(t *testing.T, e *recommend.Engine, task judge.Task) string {
	var out string
	for _, c := range []struct {
		name    string
		weights recommend.Weights
	}{
		{"words", recommend.Weights{}},
		{"meaning", recommend.Weights{Search: 1, Similar: 1, Spoken: 1}},
		{"both", recommend.DefaultWeights()},
	} {
		run, err := judge.Measure(t.Context(), c.name, task, func(ctx context.Context, q judge.Query) ([]data.EpisodeID, error) {
			o := recommend.Options{Limit: recommend.MaxLimit, Weights: &c.weights}
			var a recommend.Answer
			if task.Kind == judge.Similar {
				s, err := e.Similar(ctx, data.Ref{ID: q.Episode}, o)
				if err != nil {
					return nil, err
				}
				a = s.Answer
			} else {
				s, err := e.Search(ctx, q.Text, o)
				if err != nil {
					return nil, err
				}
				a = s.Answer
			}
			var ids []data.EpisodeID
			for _, r := range a.Results {
				ids = append(ids, r.Episode.ID)
			}
			return ids, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf(" %s %.3f", c.name, run.Estimate(judge.NDCG10).Mean)
	}
	return out
}
