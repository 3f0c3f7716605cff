package evaluate

import (
	"errors"
	"fmt"

	"segue/recommend"
)

// WeightChoice is the semantic weight that a catalogue chooses for one kind of task.
type WeightChoice struct {
	Kind   Kind   `json:"kind"`
	Metric Metric `json:"metric"`
	// Tasks are the names of the tasks that the choice is based on.
	Tasks []string `json:"tasks"`
	// Choice is nil if there are too few queries. Problem then has the reason.
	*Choice
	Problem string `json:"problem,omitempty"`
	// Kept is true if the weight is new and was stored in the catalogue.
	Kept bool `json:"kept"`
}

// Changes reports whether the chosen weight differs from the weight in use.
func (c WeightChoice) Changes() bool { return c.Choice != nil && c.Weight != c.Current }

// minSemantic and maxSemantic limit the weight that a catalogue may choose. Labels from a
// catalogue are biased: a sentence shares words with the notes around it, and notes contain
// the names of guests. Beyond the limits, this bias could turn words or meaning off.
const minSemantic, maxSemantic = .2, .8

// Choose chooses the semantic weight of each kind of task.
func (v *Evaluator) Choose(list []TaskRuns) ([]WeightChoice, error) {
	var choices []WeightChoice
	for _, kind := range []Kind{Search, Similar} {
		c, err := v.chooseOne(kind, list)
		if err != nil {
			return nil, err
		}
		choices = append(choices, c)
	}
	return choices, nil
}

func (v *Evaluator) chooseOne(kind Kind, list []TaskRuns) (WeightChoice, error) {
	c := WeightChoice{Kind: kind, Metric: NDCG10, Tasks: []string{}}
	var tuning []TaskRuns
	for _, r := range list {
		if r.Task.Kind == kind && r.Task.Tunes() {
			tuning, c.Tasks = append(tuning, r), append(c.Tasks, r.Task.Name)
		}
	}
	inUse := semanticWeight(v.Weights, kind)
	chosen, err := ChooseWeight(v.candidates(tuning, c.Metric, inUse), inUse)
	switch {
	case errors.Is(err, ErrTooFewQueries):
		c.Problem = err.Error()
	case err != nil:
		return WeightChoice{}, fmt.Errorf("weight of %s: %w", kind, err)
	default:
		c.Choice = &chosen
	}
	return c, nil
}

// candidates returns the semantic weights to choose from, with their scores.
func (v *Evaluator) candidates(tuning []TaskRuns, metric Metric, inUse float64) []Candidate {
	var candidates []Candidate
	for _, weight := range v.Semantic {
		if weight != inUse && (weight < minSemantic || weight > maxSemantic) {
			continue
		}
		candidate := Candidate{Weight: weight}
		for _, r := range tuning {
			run, _ := r.Run(hybrid(weight))
			candidate.Scores = append(candidate.Scores, run.Values(metric))
		}
		candidates = append(candidates, candidate)
	}
	return candidates
}

// ErrNoChoice is returned if no kind of task has enough queries to choose a weight.
var ErrNoChoice = errors.New("no weight was chosen, so none was stored")

// WithChoices returns w with the chosen semantic weights.
func WithChoices(w recommend.Weights, choices []WeightChoice) (recommend.Weights, error) {
	chosen := false
	for _, c := range choices {
		chosen = chosen || c.Choice != nil
		if c.Changes() {
			short := w.Short // the sentences of a catalogue say nothing about short texts
			w = withSemanticWeight(w, c.Kind, c.Weight)
			w.Short = short
		}
	}
	if !chosen {
		return w, ErrNoChoice
	}
	return w, nil
}
