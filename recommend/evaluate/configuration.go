package evaluate

import (
	"slices"
	"strconv"
	"strings"

	"segue/recommend"
)

// configuration is a ranking to measure: the weights that it ranks by.
type configuration struct {
	name    string
	weights recommend.Weights
}

// The names of the configurations that others are compared with. The first two are
// the usual baselines: one signal alone, without feedback.
const (
	WordsOnly   = "words only"
	VectorsOnly = "vectors only"
	Default     = "default" // the weights in use
)

// SetSemanticWeights returns the semantic weights that are measured on a labelled set.
func SetSemanticWeights() []float64 { return []float64{.2, .3, .4, .5, .6, .7, .8} }

// CatalogueSemanticWeights returns the semantic weights that a catalogue chooses from,
// without the weights in use.
func CatalogueSemanticWeights() []float64 {
	return []float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1}
}

// WithInUse adds to semantic weights the weights in use that they lack.
func WithInUse(semantic []float64, w recommend.Weights) []float64 {
	semantic = slices.Clone(semantic)
	for _, inUse := range []float64{w.Search, w.Similar} {
		if !slices.Contains(semantic, inUse) {
			semantic = append(semantic, inUse)
		}
	}
	return semantic
}

// ConfigurationNames returns the names of all configurations of tasks of any kind.
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

// configurations returns the configurations that make a difference for a task. Signals
// that made the task's labels are off in all of them. A check decides nothing, so no
// semantic weights are tried on it.
func configurations(task Task, inUse recommend.Weights, semantic []float64) []configuration {
	inUse = task.weights(inUse)
	list := []configuration{
		{WordsOnly, recommend.Weights{}},
		{VectorsOnly, recommend.Weights{Search: 1, Similar: 1, Spoken: 1}},
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

// FormatWeight prints a weight without its leading 0, as in ".4".
func FormatWeight(weight float64) string {
	s := strconv.FormatFloat(weight, 'g', -1, 64)
	if weight == 0 {
		return s
	}
	return strings.TrimPrefix(s, "0")
}

// ablation returns the configuration without a signal, and none if the signal is off
// already.
func ablation(signal string, weights, off recommend.Weights) []configuration {
	if off == weights {
		return nil
	}
	return []configuration{{Default + " without " + signal, off}}
}

// withSemanticWeight sets the semantic weight for a kind of task. It is the same for
// episodes with and without a transcript.
func withSemanticWeight(w recommend.Weights, kind Kind, weight float64) recommend.Weights {
	if kind == Search {
		w.Search = weight
	} else {
		w.Similar, w.Spoken = weight, 1
	}
	return w
}

func semanticWeight(w recommend.Weights, kind Kind) float64 {
	if kind == Search {
		return w.Search
	}
	return w.Similar
}

// weights switches off the signals that made the task's labels, as far as they have
// a weight. [Task.prepare] removes the other signals from the episodes.
func (t Task) weights(w recommend.Weights) recommend.Weights {
	for _, signal := range t.Without {
		w = w.Without(string(signal))
	}
	return w
}

// decisive returns the weights that matter for a kind of task. Configurations with
// equal decisive weights rank alike and are measured once.
func decisive(kind Kind, w recommend.Weights) recommend.Weights {
	if kind == Search {
		return recommend.Weights{Search: w.Search, Feedback: w.Feedback}
	}
	w.Search, w.Feedback = 0, 0
	return w
}
