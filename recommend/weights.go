package recommend

import "fmt"

// Weights set how much each signal counts. The defaults were measured; see docs/quality.md.
// A catalogue may store its own weights for its model, as JSON.
type Weights struct {
	// Search and Similar are the share of meaning in the relevance of an episode, 0 to 1: in
	// a search, and in a comparison with episodes. Words have the rest.
	Search  float64 `json:"search"`
	Similar float64 `json:"similar"`
	// Spoken is multiplied with Similar if all episodes of the request have a transcript,
	// because a transcript has far more words than the description, and only the description
	// has vectors.
	Spoken float64 `json:"spoken"`
	// Feedback is the weight of the first results, relative to the text, in the second search
	// of pseudo-relevance feedback; 0 for no feedback.
	Feedback float64 `json:"feedback"`
	// People and Series are the shares of the distance to 1 that a shared guest, or the next
	// part of a series, adds to a score.
	People float64 `json:"people"`
	Series float64 `json:"series"`
	// Show is the share of its score that an episode of another show loses.
	Show float64 `json:"show"`
}

// DefaultWeights returns the weights for a catalogue without weights of its own.
func DefaultWeights() Weights {
	return Weights{Search: .55, Similar: .5, Spoken: .4, Feedback: .5, People: .2, Series: .3, Show: .25}
}

// Validate returns an error if a weight is out of its bounds.
func (w Weights) Validate() error {
	shares := []share{{"search", w.Search}, {"similar", w.Similar}, {"spoken", w.Spoken}}
	for _, s := range signals {
		if s.weight != nil {
			shares = append(shares, share{s.name, *s.weight(&w)})
		}
	}
	for _, s := range shares {
		if err := s.validate(); err != nil {
			return err
		}
	}
	if !(w.Feedback >= 0) {
		return fmt.Errorf("feedback %v is negative", w.Feedback)
	}
	return nil
}

// Without returns w with the weights of signals set to 0. A signal without a weight is
// ignored.
func (w Weights) Without(names ...string) Weights {
	for _, s := range signals {
		for _, name := range names {
			if s.name == name && s.weight != nil {
				*s.weight(&w) = 0
			}
		}
	}
	return w
}

// WeightedSignals returns the names of the signals that have a weight of their own. Searches
// do not use them.
func WeightedSignals() (names []string) {
	for _, s := range signals {
		if s.weight != nil {
			names = append(names, s.name)
		}
	}
	return names
}

// share is a named number from 0 to 1.
type share struct {
	name  string
	value float64
}

func (s share) validate() error {
	if !(s.value >= 0 && s.value <= 1) {
		return fmt.Errorf("%s %v is not between 0 and 1", s.name, s.value)
	}
	return nil
}
