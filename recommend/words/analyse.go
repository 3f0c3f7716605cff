package words

// Analyser returns the analysis of the words of a language, a BCP 47 tag: the stem under which a word
// is indexed, and whether it is a stop word. Without a tag the language is English.
func Analyser(tag string) func(word string) (stem string, stop bool) {
	l := languageFor(tag)
	return func(word string) (string, bool) {
		f := l.form(word)
		return f.stem, f.stop
	}
}
