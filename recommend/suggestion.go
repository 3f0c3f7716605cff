package recommend

// The kinds of a [Suggestion].
const (
	SuggestEpisode = "episode"
	SuggestPerson  = "person"
	SuggestTag     = "tag"
	SuggestShow    = "show"
)

// MaxSuggestions is the highest number of completions in one answer. A longer list cannot be
// read while typing.
const MaxSuggestions = 20
