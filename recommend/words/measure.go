package words

import "segue/data"

// What another index of the same episodes needs so that it finds them in the same
// order; see package static.
const (
	// TitleWeight is how often a title's words count beside those of the
	// description.
	TitleWeight = titleWeight
	// TranscriptWeight is what the score of the transcript counts.
	TranscriptWeight = transcriptWeight
)

// Stem returns what the index has of a word in a text of the language with a BCP 47
// tag (English for an empty one): its stem, in lower case and without accents.
// stop says that the word is too frequent in its language to mean anything; what is
// returned is then the word itself.
func Stem(word, language string) (stem string, stop bool) {
	f := languageFor(language).form(word)
	return orKey(f), f.stop
}

// Names are the names of an episode that are words to find it by: its people, its
// tags and its show.
func Names(e data.Episode) []string { return namesOf(e) }

// BM25 is what a term counts that stands frequency times in a text of length words
// where a text has average words, and that so many of all texts have.
func BM25(frequency, length, average float64, documents, all int) float64 {
	return idf(documents, all) * float64(saturate(float32(frequency), float32(damping(length, average))))
}
