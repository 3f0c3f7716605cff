package recommend

import "fmt"

// Weights set how much each signal counts. The defaults were measured; see docs/quality.md.
// A catalogue may store its own weights for its model, as JSON.
type Weights struct {
	// Search and Similar are the share of meaning in the relevance of an episode, 0 to 1: in
	// a search with a sentence, and in a comparison with episodes that have a description. Words
	// have the rest. The next four adapt the shares to other texts; see adapt.go.
	Search  float64 `json:"search"`
	Similar float64 `json:"similar"`
	// Short is multiplied with Search if the text of a search is one word, and Line with Similar
	// if the descriptions of the episodes have one line; 1 for no difference.
	Short float64 `json:"short"`
	Line  float64 `json:"line"`
	// SearchSpoken is multiplied with Search if the words of the search match only in
	// transcripts, and Spoken with Similar if the episodes of the request have transcripts; 1
	// for no difference.
	SearchSpoken float64 `json:"search_spoken"`
	Spoken       float64 `json:"spoken"`
	// Feedback is the weight of the first results, relative to the text, in the second search
	// of pseudo-relevance feedback; 0 for no feedback.
	Feedback float64 `json:"feedback"`
	// People and Series are the shares of the distance to 1 that a shared guest, or the next
	// part of a series, adds to a score.
	People float64 `json:"people"`
	Series float64 `json:"series"`
	// Show is the share of its score that an episode of another show loses if the show of the
	// request has few of the candidates.
	Show float64 `json:"show"`
}

// DefaultWeights returns the weights for a catalogue without weights of its own.
func DefaultWeights() Weights {
	return Weights{Search: .6, Similar: .6, Short: .25, Line: .85, SearchSpoken: .5, Spoken: .3, Feedback: .25, People: .2, Series: .3, Show: .3}
}

// Validate returns an error if a weight is out of its bounds.
func (w Weights) Validate() error {
	shares := []share{{"search", w.Search}, {"similar", w.Similar}, {"short", w.Short}, {"line", w.Line}, {"search_spoken", w.SearchSpoken}, {"spoken", w.Spoken}}
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
