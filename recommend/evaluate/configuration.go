package evaluate

import (
	"slices"
	"strconv"
	"strings"

	"segue/recommend"
)

// configuration is a named set of weights to measure.
type configuration struct {
	name    string
	weights recommend.Weights
}

// Names of configurations. The first two are the usual baselines: one signal alone, without
// feedback.
const (
	WordsOnly   = "words only"
	VectorsOnly = "vectors only"
	Default     = "default" // the weights in use
)

// SetSemanticWeights returns the semantic weights that are measured on a labelled set.
func SetSemanticWeights() []float64 { return []float64{.2, .3, .4, .5, .6, .7, .8} }

// CatalogueSemanticWeights returns the semantic weights that are measured on a catalogue in
// addition to the weights in use.
func CatalogueSemanticWeights() []float64 {
	return []float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1}
}

// WithInUse appends the semantic weights in use to a list that does not have them.
func WithInUse(semantic []float64, w recommend.Weights) []float64 {
	semantic = slices.Clone(semantic)
	for _, inUse := range []float64{w.Search, w.Similar} {
		if !slices.Contains(semantic, inUse) {
			semantic = append(semantic, inUse)
		}
	}
	return semantic
}

// ConfigurationNames returns the names of the configurations of all kinds of tasks.
func ConfigurationNames(semantic []float64) []string {
	var names []string
	for _, kind := range []Kind{Search, Similar} {
		for _, c := range configurations(Task{Kind: kind}, recommend.DefaultWeights(), semantic) {
			if !slices.Contains(names, c.name) {
				names = append(names, c.name)
			}
		}
	}
	return names
}

// configurations returns the configurations to measure for a task. Signals that the labels
// were derived from are off in all of them. A check is measured without the list of semantic
// weights, because it does not choose one.
func configurations(task Task, inUse recommend.Weights, semantic []float64) []configuration {
	inUse = task.weights(inUse)
	list := []configuration{
		{WordsOnly, recommend.Weights{}},
		{VectorsOnly, recommend.Weights{Search: 1, Similar: 1, Short: 1, Line: 1, SearchSpoken: 1, Spoken: 1}},
	}
	if task.Check {
		semantic = nil
	}
	for _, weight := range semantic {
		list = append(list, configuration{hybrid(weight), withSemanticWeight(inUse, task.Kind, weight)})
	}
	list = append(list, configuration{Default, inUse})
	if task.Kind == Search {
		off := inUse
		off.Feedback = 0
		return append(list, ablation("feedback", inUse, off)...)
	}
	signals := recommend.WeightedSignals()
	for _, signal := range signals {
		list = append(list, ablation(signal, inUse, inUse.Without(signal))...)
	}
	return append(list, ablation("these signals", inUse, inUse.Without(signals...))...)
}

// hybrid names the configuration with a semantic weight, as in "hybrid .4".
func hybrid(weight float64) string { return "hybrid " + FormatWeight(weight) }

// FormatWeight formats a weight without the leading 0, as in ".4".
func FormatWeight(weight float64) string {
	s := strconv.FormatFloat(weight, 'g', -1, 64)
	if weight == 0 {
		return s
	}
	return strings.TrimPrefix(s, "0")
}

// ablation returns the configuration without a signal, or none if the signal is already off.
func ablation(signal string, weights, off recommend.Weights) []configuration {
	if off == weights {
		return nil
	}
	return []configuration{{Default + " without " + signal, off}}
}

// withSemanticWeight sets the semantic weight for a kind of task. It is the same for
// texts of any length, with and without a transcript.
func withSemanticWeight(w recommend.Weights, kind Kind, weight float64) recommend.Weights {
	if kind == Search {
		w.Search, w.Short, w.SearchSpoken = weight, 1, 1
	} else {
		w.Similar, w.Line, w.Spoken = weight, 1, 1
	}
	return w
}

func semanticWeight(w recommend.Weights, kind Kind) float64 {
	if kind == Search {
		return w.Search
	}
	return w.Similar
}

// weights returns w without the signals that the task's labels were derived from.
// [Task.prepare] removes the signals that have no weight from the episodes.
func (t Task) weights(w recommend.Weights) recommend.Weights {
	for _, signal := range t.Without {
		w = w.Without(string(signal))
	}
	return w
}

// relevantWeights returns w without the weights that a kind of task does not use.
// Configurations with equal relevant weights rank alike and are measured once.
func relevantWeights(kind Kind, w recommend.Weights) recommend.Weights {
	if kind == Search {
		return recommend.Weights{Search: w.Search, Short: w.Short, SearchSpoken: w.SearchSpoken, Feedback: w.Feedback}
	}
	w.Search, w.Short, w.SearchSpoken, w.Feedback = 0, 0, 0, 0
	return w
}
