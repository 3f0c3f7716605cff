package duplicate

import "slices"

// The lists below are in natural spelling and folded when they are loaded. They cover
// English, German, French and Spanish, and the usual words of Italian, Portuguese,
// Dutch and Japanese.

// rerunMarks mark a re-run. They count only in a segment of their own: in brackets, or
// separated by a colon or a dash.
var rerunMarks = newPhrases("rerun", "re-run", "re-runs", "rebroadcast", "re-broadcast", "reair", "re-air", "reaired",
	"rerelease", "re-release", "re-released",
	"repost", "reissue", "repeat", "replay", "encore", "flashback", "throwback", "tbt", "rewind", "classic", "classics",
	"archive", "listen again", "repris", "from the archive", "from the archives", "from our archive", "from our archives", "from the vault", "archive episode", "best of",
	"the best of", "in case you missed it", "icymi",
	"Wiederholung", "aus dem Archiv", "Rediffusion", "Rediff", "Multidiffusion", "des archives", "archives", "Repetición",
	"Redifusión", "Reposición", "Retransmisión", "del archivo", "lo mejor de", "le meilleur de",
	"Replica", "dall'archivio", "Reprise", "Herhaling", "再放送", "再配信")

// maybeMarks mark either a re-run or a new conversation about the same topic.
var maybeMarks = newPhrases("revisited", "revisiting", "redux", "remastered", "updated", "update", "neu aufgelegt", "revisité", "revisitado")

// bareMarks are unambiguous marks that count without a separator.
var bareMarks = newPhrases("rerun", "re-run", "rebroadcast", "re-broadcast", "holiday repeat", "weekend repeat", "summer repeat",
	"encore presentation", "encore episode", "rediffusion", "wiederholung")

// markFillers may occur with a mark in its segment: "Holiday Repeat", "Encore Episode",
// "Rerun from May 2018".
var markFillers = newWords("episode", "episodes", "edition", "presentation", "show", "interview", "podcast", "special", "the",
	"a", "an", "our", "of", "from", "in", "originally", "aired", "published", "first",
	"holiday", "weekend", "summer", "winter", "spring", "autumn", "fall", "christmas", "vacation", "friday", "thursday", "monday",
	"tuesday", "wednesday", "saturday", "sunday",
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"vom", "von", "der", "die", "das", "folge", "sommer", "du", "de", "la", "le", "del", "episodio", "été", "verano")

// rerunPhrases mark a re-run in a description.
var rerunPhrases = newPhrases("originally aired", "originally published", "originally released", "originally broadcast",
	"originally ran", "first aired", "this is a rebroadcast", "this is a rerun", "this is a re-run", "this is a replay",
	"rebroadcast of", "rerun of", "re-run of", "encore presentation", "ursprünglich veröffentlicht", "ursprünglich erschienen",
	"rediffusion de", "initialement diffusé", "emitido originalmente", "publicado originalmente")

// partWords precede the number of a part.
var partWords = newWords("part", "parts", "pt", "teil", "partie", "parte", "deel", "del", "osa", "часть", "część")

// numberWords precede a number that is a part in some shows and an episode number in
// others.
var numberWords = newWords("episode", "ep", "eps", "folge", "épisode", "episodio", "episódio", "aflevering", "avsnitt", "chapter",
	"kapitel", "chapitre", "capítulo", "capitolo", "volume", "vol", "no", "nr", "issue", "session", "lesson", "lecture")

// seasonWords precede the number of a season.
var seasonWords = newWords("season", "staffel", "saison", "temporada", "stagione", "series")

// ofWords stand between the number of a part and the total.
var ofWords = newWords("of", "von", "sur", "de", "di", "van")

// withWords precede the names of the guests.
var withWords = newWords("with", "w", "mit", "avec", "con", "com", "met", "feat", "ft", "featuring")

// numerals are numbers in words and in Roman digits.
var numerals = newNumerals(
	[]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"},
	[]string{"eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"},
	[]string{"un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"},
	[]string{"uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"},
	[]string{"une", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"},
	[]string{"first", "second", "third", "fourth", "fifth"},
	romans,
)

var romans = []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}

// countWords, like numbers, distinguish episodes with similar titles: "Lightning Talks,
// Monday".
var countWords = newWords("day", "days", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon",
	"tue", "wed", "thu", "fri", "sat", "sun",
	"morning", "afternoon", "evening", "am", "pm", "january", "february", "march", "april", "june", "july", "august", "september",
	"october", "november", "december",
	"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "last", "final", "beginner", "beginners",
	"intermediate", "advanced")

// genericWords name a kind of item or are function words. Many different episodes have
// titles of only such words, and a prefix of only such words is not a series.
var genericWords = newWords("lightning", "talk", "talks", "opening", "closing", "open", "close", "welcome", "intro", "introduction",
	"remarks", "remark", "session", "sessions", "ceremony", "address", "statement", "statements",
	"keynote", "keynotes", "plenary", "panel", "discussion", "interview", "interviews", "conversation", "q", "a", "qa", "ama",
	"questions", "answers", "question", "answer", "tutorial", "tutorials", "workshop", "workshops", "poster", "posters", "sprint",
	"sprints",
	"announcement", "announcements", "news", "update", "updates", "trailer", "teaser", "preview", "bonus", "special", "extra",
	"episode", "minisode", "short", "shorts", "live", "stream", "recap", "wrap", "up", "summary", "conference", "meeting",
	"community", "team",
	"and", "the", "to", "of", "for", "in", "with", "by", "an", "your", "our", "day", "invited", "guest", "speaker", "speakers",
	"feedback", "listener", "mail", "mailbag", "review", "invitation", "information", "demo", "demos", "pitch", "pitches", "bof",
	"project", "tool", "tools", "track", "main", "general", "assembly", "orientation", "sponsor", "sponsored", "oral",
	"presentation", "highlights", "words", "thanks", "about", "how", "what", "why", "is", "it", "you", "on", "at", "from", "as",
	"be", "or", "not", "s")

// newWords returns a set of folded words.
func newWords(list ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range list {
		set[fold(w)] = true
	}
	return set
}

// newNumerals numbers the words of each list from 1.
func newNumerals(lists ...[]string) map[string]int {
	set := map[string]int{}
	for _, list := range lists {
		for i, w := range list {
			set[fold(w)] = i + 1
		}
	}
	return set
}

// phrases are lists of words, by the first word.
type phrases map[string][][]string

func newPhrases(list ...string) phrases {
	set := phrases{}
	for _, phrase := range list {
		words := wordsOf(tokens(phrase, maxTitle))
		set[words[0]] = append(set[words[0]], words)
	}
	for _, same := range set {
		slices.SortFunc(same, func(a, b []string) int { return len(b) - len(a) })
	}
	return set
}

// at returns the number of words of the longest phrase at the beginning of list, or 0.
func (p phrases) at(list []token) int {
	if len(list) == 0 {
		return 0
	}
	for _, phrase := range p[list[0].text] {
		if begins(list, phrase) {
			return len(phrase)
		}
	}
	return 0
}

func begins(list []token, phrase []string) bool {
	if len(list) < len(phrase) {
		return false
	}
	for i, w := range phrase {
		if list[i].kind != word || list[i].text != w {
			return false
		}
	}
	return true
}
