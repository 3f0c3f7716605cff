package recommend

import (
	"math"

	"segue/data"
	"segue/data/text"
)

const (
	// sentenceWords is the number of words from which a search is a sentence. A sentence describes
	// its subject. A few words name it, so an episode that has them is a better answer than one
	// with a similar meaning.
	sentenceWords = 12
	// lineWords and paragraphWords are the lengths of a description of one line and of one
	// paragraph. In between, the share of meaning in a comparison grows: a line names a subject.
	lineWords, paragraphWords = 40, 150
	// describedWords and spokenWords are the lengths of a long description and of a transcript of
	// half an hour. In between, the share of meaning falls: the more words two texts have, the more
	// reliable are those that they share, and a transcript has no vectors.
	describedWords, spokenWords = 1000, 5000
)

// searchShare is the share of meaning in a search with a number of words. spoken is the share of
// the transcripts in its matches by words. Transcripts have no vectors.
func (w Weights) searchShare(words int, spoken float64) float64 {
	return w.Search * between(w.Short, logarithmic(float64(words), 1, sentenceWords)) * between(w.SearchSpoken, 1-spoken)
}

// similarShare is the share of meaning in a comparison with texts of a mean number of words.
func (w Weights) similarShare(words float64) float64 {
	return w.Similar * between(w.Line, logarithmic(words, lineWords, paragraphWords)) *
		between(w.Spoken, 1-logarithmic(words, describedWords, spokenWords))
}

// between returns low if share is 0 and 1 if it is 1.
func between(low, share float64) float64 { return low + (1-low)*share }

// logarithmic returns the place of x between low and high on a logarithmic scale, 0 to 1.
func logarithmic(x, low, high float64) float64 {
	return min(max(math.Log(max(x, low)/low)/math.Log(high/low), 0), 1)
}

// adaptSearch sets the share of meaning for the text of a search, unless the request sets it.
func (r *ranking) adaptSearch(q WordQuery, matches Matches) {
	if r.options.SemanticRatio == nil {
		r.ratio = r.weights.searchShare(countWords(q.Plain), matches.Spoken())
	}
}

// adaptSimilar sets the share of meaning for the texts of episodes, unless the request sets it.
func (r *ranking) adaptSimilar(seeds []data.Episode) {
	if len(seeds) == 0 || r.options.SemanticRatio != nil {
		return
	}
	bytes := 0
	for _, e := range seeds {
		bytes += len(e.Description) + len(e.Transcript)
	}
	r.ratio = r.weights.similarShare(float64(bytes) / float64(len(seeds)) / bytesPerWord)
}

// bytesPerWord is the usual length of a word with its space. Counting the words of a transcript takes
// a tenth of the time of an answer.
const bytesPerWord = 6

func countWords(s string) int {
	count := 0
	for range text.Words(s) {
		count++
	}
	return count
}
