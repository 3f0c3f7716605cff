package words

import "segue/data"

// Rules that an index outside this package needs in order to rank episodes in the same
// way; see package static.
const (
	// TitleWeight is the number of times that a word of the title counts. A word of the
	// description counts once.
	TitleWeight = titleWeight
	// TranscriptWeight is the factor of the transcript's score.
	TranscriptWeight = transcriptWeight
)

// Stem returns the stem of a word, in lower case and without accents, for a text in the
// language with a BCP 47 tag (English if empty). stop is true for a stop word; Stem
// then returns the word itself without stemming.
func Stem(word, language string) (stem string, stop bool) {
	f := languageFor(language).form(word)
	return stemOrKey(f), f.stop
}

// Names returns the searchable names of an episode: its people, its tags and its show.
func Names(e data.Episode) []string { return namesOf(e) }

// BM25 returns the BM25 weight of a term that occurs frequency times in a text of
// length words. average is the mean length of a text. The term is in documents of all
// texts.
func BM25(frequency, length, average float64, documents, all int) float64 {
	return idf(documents, all) * float64(saturate(float32(frequency), float32(lengthNorm(length, average))))
}
