package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"segue/recommend"
	"segue/recommend/judge"
)

// configuration is a way to answer that is measured: a ranking by these weights.
type configuration struct {
	name    string
	weights recommend.Weights
}

// The configurations that others are compared with. The first two are the
// baselines of the field: nothing but the one signal, also no feedback.
const (
	wordsOnly   = "words only"
	vectorsOnly = "vectors only"
	asAnswered  = "default" // what is answered when a request asks for nothing else
)

// shares are the weights of meaning that are measured on a set, and allShares those
// that a catalogue chooses from.
var (
	shares    = []float64{.2, .3, .4, .5, .6, .7, .8}
	allShares = []float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1}
)

// configurations are those that make a difference for a task. The weights are those
// in use; signals that made the task's labels are off in all of them.
func configurations(task judge.Task, weights recommend.Weights, shares []float64) []configuration {
	weights = without(task, weights)
	list := []configuration{
		{wordsOnly, recommend.Weights{}},
		{vectorsOnly, recommend.Weights{Search: 1, Similar: 1, Spoken: 1}},
	}
	if task.Check { // it decides nothing
		shares = nil
	}
	for _, s := range shares {
		list = append(list, configuration{hybrid(s), withShare(weights, task.Kind, s)})
	}
	list = append(list, configuration{asAnswered, weights})
	if task.Kind == judge.Search {
		off := weights
		off.Feedback = 0
		return append(list, less("feedback", weights, off)...)
	}
	signals := recommend.WeightedSignals()
	for _, signal := range signals {
		list = append(list, less(signal, weights, weights.Without(signal))...)
	}
	return append(list, less("these signals", weights, weights.Without(signals...))...)
}

// hybrid names a weight, as in "hybrid .4".
func hybrid(share float64) string { return "hybrid " + shortShare(share) }

// shortShare prints a weight without the 0 that nearly all begin with.
func shortShare(share float64) string {
	s := strconv.FormatFloat(share, 'g', -1, 64)
	if share == 0 {
		return s
	}
	return strings.TrimPrefix(s, "0")
}

// less returns the configuration without a signal, none if the signal is off in weights.
func less(signal string, weights, off recommend.Weights) []configuration {
	if off == weights {
		return nil
	}
	return []configuration{{asAnswered + " without " + signal, off}}
}

// withShare sets the share of meaning for a kind of task, whether an episode has a
// transcript or not.
func withShare(w recommend.Weights, kind judge.Kind, share float64) recommend.Weights {
	if kind == judge.Search {
		w.Search = share
	} else {
		w.Similar, w.Spoken = share, 1
	}
	return w
}

func shareOf(w recommend.Weights, kind judge.Kind) float64 {
	if kind == judge.Search {
		return w.Search
	}
	return w.Similar
}

// without switches off the signals that made a task's labels and are weights.
// [prepare] takes the others out of the episodes.
func without(task judge.Task, w recommend.Weights) recommend.Weights {
	for _, signal := range task.Without {
		w = w.Without(string(signal))
	}
	return w
}

// decisive are the weights that matter for a kind of task. Configurations that are
// equal in them give the same answers and are measured once.
func decisive(kind judge.Kind, w recommend.Weights) recommend.Weights {
	if kind == judge.Search {
		return recommend.Weights{Search: w.Search, Feedback: w.Feedback}
	}
	w.Search, w.Feedback = 0, 0
	return w
}

// pairs are the configurations that --compare names.
func (cmd *evalCommand) pairs() [][2]string {
	if len(cmd.Compare) == 0 {
		return [][2]string{{asAnswered, wordsOnly}, {asAnswered, vectorsOnly}}
	}
	var list [][2]string
	for _, pair := range cmd.Compare {
		a, b, _ := strings.Cut(pair, ",")
		list = append(list, [2]string{strings.TrimSpace(a), strings.TrimSpace(b)})
	}
	return list
}

// validPairs refuses names that no task has, before anything is measured.
func (cmd *evalCommand) validPairs() error {
	offered := allShares
	if !cmd.FromCatalogue {
		offered = shares
	}
	var known []string
	for _, kind := range []judge.Kind{judge.Search, judge.Similar} {
		for _, c := range configurations(judge.Task{Kind: kind}, recommend.DefaultWeights(), offered) {
			if !slices.Contains(known, c.name) {
				known = append(known, c.name)
			}
		}
	}
	for _, pair := range cmd.pairs() {
		for _, name := range pair {
			if !slices.Contains(known, name) {
				return fmt.Errorf("--compare: there is no configuration %q; name two of %q with a comma between", name, known)
			}
		}
	}
	return nil
}
