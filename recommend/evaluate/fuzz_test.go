package evaluate

import (
	"bytes"
	"testing"

	"segue/data"
)

func FuzzCorpus(f *testing.F) {
	for _, seed := range []string{beirFiles["corpus.jsonl"], "", "{", `{"_id":"日本"}` + "\n" + `{"_id":"!"}`, `{"_id":1}`, "\ufeff{}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b := beirReader{names: newIDMap()}
		if err := scanLines(bytes.NewReader([]byte(text)), b.document); err != nil {
			return
		}
		checkEpisodes(t, b.episodes)
	})
}

func FuzzEpisodes(f *testing.F) {
	for _, seed := range []string{pairFiles["episodes.jsonl"], "", "{", `{"id":"a","title":"\ufffd","people":[{}]}`, `{"id":"x","title":"y","duration_seconds":-0.5}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		read := episodeReader{names: newIDMap()}
		if err := scanLines(bytes.NewReader([]byte(text)), read.line); err != nil {
			return
		}
		checkEpisodes(t, episodesOf(read.list))
		task := labelTask(read.list, LabelRule{Min: 1})
		checkTask(t, task)
	})
}

func FuzzLabels(f *testing.F) {
	for _, seed := range []string{beirFiles["qrels.tsv"], "", "q d s\n1 a 2", "q d s\n1 a -5", "\xff \x00 9999999999999999999", "q\td\ts\n1\t\t1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b := beirReader{names: newIDMap(), queries: map[string]bool{"1": true}, task: Task{Queries: []Query{{ID: "1"}}, Relevant: map[string]Relevance{}}}
		if err := scanLines(bytes.NewReader([]byte(text)), b.label); err == nil {
			checkTask(t, b.task.labelled())
		}
	})
}

func FuzzRelated(f *testing.F) {
	for _, seed := range []string{pairFiles["related_links_clean.tsv"], "", "source_id\ttarget_id\na\tb\nb\ta", "source_id target_id\na b", "target_id\tsource_id\n\ta"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		episodes := []data.Episode{{ID: "a"}, {ID: "b"}}
		names := newIDMap()
		for i, e := range episodes {
			if _, err := names.add(string(e.ID), i+1); err != nil {
				t.Fatal(err)
			}
		}
		r := pairReader{names: names, symmetric: true}
		if err := scanLines(bytes.NewReader([]byte(text)), r.line); err == nil {
			checkTask(t, r.pairs.task("related", episodes))
		}
	})
}

// checkEpisodes fails the test if an episode is invalid or repeated.
func checkEpisodes(t *testing.T, episodes []data.Episode) {
	seen := map[data.EpisodeID]bool{}
	for _, e := range episodes {
		if err := data.ValidateID(string(e.ID)); err != nil || seen[e.ID] || e.Title == "" || e.Duration < 0 {
			t.Fatalf("%+v: %v, seen %t", e, err, seen[e.ID])
		}
		seen[e.ID] = true
	}
}

// checkTask fails the test if a query has no label, a label of grade 0, or itself as a label.
func checkTask(t *testing.T, task Task) {
	for _, q := range task.Queries {
		relevant := task.Relevant[q.ID]
		if len(relevant) == 0 {
			t.Fatalf("query %q has no label", q.ID)
		}
		for id, grade := range relevant {
			if grade <= 0 || id == q.Episode {
				t.Fatalf("query %q has the label %q of grade %d", q.ID, id, grade)
			}
		}
	}
	if task.Labels() < len(task.Queries) {
		t.Fatalf("%d labels of %d queries", task.Labels(), len(task.Queries))
	}
}
