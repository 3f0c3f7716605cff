package evaluate

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

func report(t *testing.T) Report {
	t.Helper()
	task := fruit
	task.Origin, task.Caution, task.Without = "Made by hand: 2 labels.", "They are few.", []Signal{SignalPeople, SignalTags}
	task.Relevant = map[string]Relevance{"1": {"a": 1, "c": 2}, "2": {"b": 1}}
	a, b := measure(t, "words", always("a", "b")), measure(t, "vectors | 0.5", always("b", "x"))
	r := newReport("tiny_set", 3, task, []Run{a, b})
	c, err := Compare(a, b, NDCG10)
	if err != nil {
		t.Fatal(err)
	}
	r.Comparisons = append(r.Comparisons, c)
	r.Worst = Worst(b, task, []data.Episode{{ID: "a", Title: "<Apples>"}, {ID: "b", Title: "Pears | plums"}}, NDCG10, 1)
	return r
}

func TestWorstReturnsTheLowestScoreFirstWithRelevantEpisodes(t *testing.T) {
	want := []Failure{{
		Configuration: "vectors | 0.5", Query: fruit.Queries[0], Metric: NDCG10,
		Relevant: []GradedEpisode{{ID: "c", Grade: 2}, {ID: "a", Title: "<Apples>", Grade: 1}},
		Answered: []GradedEpisode{{ID: "b", Title: "Pears | plums"}, {ID: "x"}},
	}}
	if d := cmp.Diff(want, report(t).Worst); d != "" {
		t.Errorf("Worst (-want +got):\n%s", d)
	}
}

func TestMarkdown(t *testing.T) {
	var b strings.Builder
	if err := report(t).Markdown(&b); err != nil {
		t.Fatal(err)
	}
	want := `## tiny\_set, search

Made by hand: 2 labels. They are few.

3 episodes, 2 queries, 3 labels, without people and tags.

| configuration | nDCG@10 | recall@10 | recall@100 | MRR@10 | hit@10 | precision@10 |
|---|---|---|---|---|---|---|
| words | .815 (.631–1.000) | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) | .750 (.500–1.000) | 1.000 (1.000–1.000) | .100 (.100–.100) |
| vectors \| 0.5 | .500 (.000–1.000) | .500 (.000–1.000) | .500 (.000–1.000) | .500 (.000–1.000) | .500 (.000–1.000) | .050 (.000–.100) |

| difference | metric | mean | p | wins | ties | losses |
|---|---|---|---|---|---|---|
| words − vectors \| 0.5 | nDCG@10 | .315 (-.369–1.000) | 0.5072 | 1 | 0 | 1 |

Worst queries:

- **found first** (vectors \| 0.5, nDCG@10 .000)
  - wanted: c ✓; &lt;Apples> ✓
  - answered: Pears \| plums; x
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("Markdown (-want +got):\n%s", d)
	}
}

func TestMarkdownReturnsWriteErrors(t *testing.T) {
	if err := report(t).Markdown(broken{}); !errors.Is(err, errBroken) {
		t.Errorf("Markdown = %v, want the error of the writer", err)
	}
}

var errBroken = errors.New("disk full")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestReportAsJSONHasNoNull(t *testing.T) {
	for name, r := range map[string]Report{"full": report(t), "empty": newReport("tiny", 0, Task{}, nil)} {
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), "null") {
			t.Errorf("%s: %s", name, raw)
		}
	}
	raw, err := json.Marshal(Figure{Metric: NDCG10, Estimate: Estimate{Mean: .5, Low: .25, High: .75}})
	if err != nil || string(raw) != `{"metric":"nDCG@10","mean":0.5,"low":0.25,"high":0.75}` {
		t.Errorf("a figure is %s, %v", raw, err)
	}
}

func TestFormatScoreHasThreeDigits(t *testing.T) {
	for x, want := range map[float64]string{0: ".000", .4126: ".413", 1: "1.000", -.25: "-.250", -.0001: ".000", -1: "-1.000"} {
		if got := FormatScore(x); got != want {
			t.Errorf("FormatScore(%v) = %q, want %q", x, got, want)
		}
	}
}
