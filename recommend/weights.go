package recommend

// Weights are how much each signal counts. The defaults were measured; see
// docs/quality.md. A catalogue may have weights of its own for its model.
type Weights struct {
	// Search and Similar are the shares of meaning beside words, 0 to 1, in a search
	// and in what is like an episode.
	Search  float64 `json:"search"`
	Similar float64 `json:"similar"`
	// Spoken is the part of Similar that is left for an episode with a transcript:
	// words then have a hundred times the text that meaning is told from.
	Spoken float64 `json:"spoken"`
	// Feedback is how much the first answers of a search count beside its text when
	// it is searched again (pseudo-relevance feedback); 0 for not searching again.
	Feedback float64 `json:"feedback"`
	// People and Series are the share of the way to 1 that a shared guest, or the
	// next part of a series, brings a score.
	People float64 `json:"people"`
	Series float64 `json:"series"`
	// Show is the share that an episode of another show loses.
	Show float64 `json:"show"`
}

// DefaultWeights are the weights where nothing else was measured.
func DefaultWeights() Weights {
	return Weights{Search: .55, Similar: .5, Spoken: .4, Feedback: .5, People: .2, Series: .3, Show: .25}
}
