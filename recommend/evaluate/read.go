package evaluate

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"segue/data"
)

// ReadOptions shape what [Read] makes of a directory with episodes.jsonl.
type ReadOptions struct {
	// AllPairs reads related_x.tsv also where there is a related_x_clean.tsv,
	// which is read otherwise.
	AllPairs bool
	// Symmetric reads a related pair in both directions.
	Symmetric bool
	// Tags fills the episodes' tags, which then are a signal. Tasks made of tags
	// say so in [Task.Without].
	Tags bool
	// Rule says which tags or categories make labels.
	Rule LabelRule
	// LabelledOnly keeps only the episodes that the source says something about: in
	// a related pair, or by a category or tag, also by one that makes no label, as
	// an episode without labels may be answered too. The others of a large
	// collection would cost hours of embedding.
	LabelledOnly bool
	// WithoutTranscripts leaves the transcripts out.
	WithoutTranscripts bool
}

// withoutTranscripts is added to the name of a collection that has none.
const withoutTranscripts = " without transcripts"

// Read reads a labelled set: a directory in BEIR form (corpus.jsonl,
// queries.jsonl and qrels.tsv, or qrels/test.tsv), or one with episodes.jsonl and
// what relates them: files related*.tsv with the columns source_id and target_id,
// and the episodes' own categories, or tags where no episode has a category. A
// field "show_notes" is never read. Errors name file and line.
func Read(dir string, o ReadOptions) (Collection, error) {
	c := Collection{Name: filepath.Base(filepath.Clean(dir))}
	if !exists(dir) {
		return Collection{}, fmt.Errorf("labelled set: %s does not exist: name a directory with %s or %s", dir, corpusFile, episodesFile)
	}
	switch {
	case exists(filepath.Join(dir, corpusFile)):
		episodes, task, err := readBEIR(dir)
		if err != nil {
			return Collection{}, err
		}
		c.Episodes, c.Tasks = episodes, []Task{task}
	case exists(filepath.Join(dir, episodesFile)):
		if err := c.readEpisodes(dir, o); err != nil {
			return Collection{}, err
		}
	default:
		return Collection{}, fmt.Errorf("labelled set: %s has neither %s nor %s: name a directory with one of them", dir, corpusFile, episodesFile)
	}
	c.Tasks = slices.DeleteFunc(c.Tasks, func(t Task) bool { return len(t.Queries) == 0 })
	if len(c.Tasks) == 0 {
		return Collection{}, fmt.Errorf("labelled set: %s has no labels: add %s, a related.tsv, or tags that several episodes share", dir, labelsFile)
	}
	if o.WithoutTranscripts {
		c.removeTranscripts()
	}
	return c, nil
}

func (c *Collection) removeTranscripts() {
	c.Name += withoutTranscripts
	for i := range c.Episodes {
		c.Episodes[i].Transcript = ""
	}
}

func (c *Collection) readEpisodes(dir string, o ReadOptions) error {
	read := entries{names: newNames()}
	if err := readLines(filepath.Join(dir, episodesFile), read.line); err != nil {
		return err
	}
	c.Episodes = episodesOf(read.list)
	files, err := relatedFiles(dir, !o.AllPairs)
	if err != nil {
		return err
	}
	for _, file := range files {
		task, err := readRelated(filepath.Join(dir, file), read.names, c.Episodes, o.Symmetric)
		if err != nil {
			return err
		}
		c.Tasks = append(c.Tasks, task)
	}
	c.Tasks = append(c.Tasks, labelTask(read.list, o.Rule))
	if o.Tags {
		for i, e := range read.list {
			c.Episodes[i].Tags = e.tags
		}
	}
	if o.LabelledOnly {
		c.Episodes = c.labelled(read.list)
	}
	return nil
}

// labelTask relates episodes by categories, or by tags where there are none.
func labelTask(list []entry, rule LabelRule) Task {
	name, labels, least := "tags", func(e entry) []string { return e.tags }, MinTag
	if slices.ContainsFunc(list, func(e entry) bool { return len(e.categories) > 0 }) {
		name, labels, least = "categories", func(e entry) []string { return e.categories }, MinCategory
	}
	rule.Min, rule.Max = cmp.Or(rule.Min, least), cmp.Or(rule.Max, MaxTag)
	if rule.Drop == nil {
		rule.Drop = EventWords
	}
	return sharedLabels(name, list, labels, rule)
}

// labelled are the episodes that a pair, a category or a tag names.
func (c *Collection) labelled(list []entry) []data.Episode {
	named := map[data.EpisodeID]bool{}
	for _, e := range list {
		named[e.ID] = len(e.tags)+len(e.categories) > 0
	}
	for _, t := range c.Tasks {
		for _, q := range t.Queries {
			named[q.Episode] = true
			for id := range t.Relevant[q.ID] {
				named[id] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(c.Episodes), func(e data.Episode) bool { return !named[e.ID] })
}
