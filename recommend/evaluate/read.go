package evaluate

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"segue/data"
)

// ReadOptions are the options of [Read] for a directory with episodes.jsonl.
type ReadOptions struct {
	// AllPairs reads related_x.tsv even if there is a related_x_clean.tsv, which Read prefers
	// otherwise.
	AllPairs bool
	// Symmetric reads a related pair in both directions.
	Symmetric bool
	// Tags sets the episodes' tags, so that they are a signal. [Task.Without] of tasks from
	// tags has [SignalTags].
	Tags bool
	// Rule selects the tags or categories that become labels.
	Rule LabelRule
	// LabelledOnly keeps only episodes that are in a related pair or have a category or tag,
	// to avoid hours of embedding for a large collection. It includes categories and tags
	// that Rule drops, so that some episodes have no labels and can be wrong answers.
	LabelledOnly bool
	// WithoutTranscripts leaves the transcripts out.
	WithoutTranscripts bool
}

// withoutTranscripts is added to the name of a collection that was read without transcripts.
const withoutTranscripts = " without transcripts"

// Read reads a labelled set from a directory. It has one of two formats:
//
//   - BEIR: corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/test.tsv
//   - episodes.jsonl. Labels come from files related*.tsv with the columns source_id and
//     target_id, and from the episodes' categories, or tags if no episode has a category.
//
// Read ignores the field "show_notes". Its errors contain the file and the line.
func Read(dir string, o ReadOptions) (Collection, error) {
	c := Collection{Name: filepath.Base(filepath.Clean(dir))}
	if !exists(dir) {
		return Collection{}, fmt.Errorf("labelled set: %s does not exist; want a directory with %s or %s", dir, corpusFile, episodesFile)
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
		return Collection{}, fmt.Errorf("labelled set: %s has neither %s nor %s; want a directory with one of them", dir, corpusFile, episodesFile)
	}
	c.Tasks = slices.DeleteFunc(c.Tasks, func(t Task) bool { return len(t.Queries) == 0 })
	if len(c.Tasks) == 0 {
		return Collection{}, fmt.Errorf("labelled set: %s has no labels; add %s, a related.tsv, or tags that several episodes share", dir, labelsFile)
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
	read := episodeReader{names: newIDMap()}
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

// labelTask relates episodes by categories, or by tags if there are no categories.
func labelTask(list []labelledEpisode, rule LabelRule) Task {
	name, labels, least := "tags", func(e labelledEpisode) []string { return e.tags }, MinTag
	if slices.ContainsFunc(list, func(e labelledEpisode) bool { return len(e.categories) > 0 }) {
		name, labels, least = "categories", func(e labelledEpisode) []string { return e.categories }, MinCategory
	}
	rule.Min, rule.Max = cmp.Or(rule.Min, least), cmp.Or(rule.Max, MaxTag)
	if rule.Drop == nil {
		rule.Drop = EventWords
	}
	return sharedLabels(name, list, labels, rule)
}

// labelled returns the episodes that are in a related pair or have a category or tag.
func (c *Collection) labelled(list []labelledEpisode) []data.Episode {
	labelled := map[data.EpisodeID]bool{}
	for _, e := range list {
		labelled[e.ID] = len(e.tags)+len(e.categories) > 0
	}
	for _, t := range c.Tasks {
		for _, q := range t.Queries {
			labelled[q.Episode] = true
			for id := range t.Relevant[q.ID] {
				labelled[id] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(c.Episodes), func(e data.Episode) bool { return !labelled[e.ID] })
}
