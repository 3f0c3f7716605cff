package feed

import (
	"strings"

	"segue/data"
	"segue/data/text"
)

// stopWords are frequent words of languages with a stemmer. A word that is frequent in
// several of them counts for each.
var stopWords = stopWordTable(map[string]string{
	"en": "the of and to in is that for it with as was on are this be from by not have you we they at or an what how about who which their your our has will when can more than into",
	"de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über wir ich uns was warum",
	"fr": "le la les de des et en un une du que qui dans est pour pas sur au avec ce il sont par plus ne se nous vous cette mais ou leur aux comment pourquoi c'est d'une l'on son ses",
	"es": "el la los las de que y en un una del por con para es se lo como más pero sus al o este sí porque esta entre cuando muy sin sobre también nos cómo qué su",
	"it": "il lo la gli le di che e in un una del della per con non sono è si da come più ma nel alla anche dei delle questo questa ci cosa perché dal nella chi",
	"pt": "o a os as de que e em um uma do da dos das para com não é se por mais como mas ao na no nas nos foi são sua seu também pelo pela isso este esta você sobre",
	"nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit naar door over ze we wat hoe waarom worden heeft deze",
	"sv": "och i att det som en på är av för med den till inte om ett de har var men så vi kan från hur när vad också varför",
	"da": "og i at det er en den til på de med af for ikke der som et om har vi var fra hvordan men også hvad kan hvorfor",
	"no": "og i å det er en på som til for med av ikke den at et om har vi de fra men også hva hvordan kan hvorfor",
	"fi": "ja on ei se että hän oli mutta kun niin myös tai joka mitä kuin sekä ovat ole nyt miten miksi tässä",
	"hu": "a az és hogy nem is egy van meg ez de mint csak már vagy volt azt ki mit hogyan miért",
	"ro": "și în de la cu un o este pe că nu din care mai pentru sunt se ce sau dar cum despre",
	"tr": "ve bir bu da de için ile çok ne daha gibi en ama olarak var olan kadar sonra nasıl neden",
	"ru": "и в не на что он с как а то это по но из у за от так для о же мы вы они был или чем почему",
	"ar": "في من على أن إلى عن مع هذا هذه التي الذي ما لا هو هي كان بين أو كيف لماذا",
})

func stopWordTable(lists map[string]string) map[string][]string {
	table := map[string][]string{}
	for language, list := range lists {
		for word := range strings.FieldsSeq(list) {
			table[word] = append(table[word], language)
		}
	}
	return table
}

const (
	// minVotes is the minimum number of stop words of the detected language. A title of
	// some words often has one by chance.
	minVotes = 3
	// clearVotes is the minimum number of stop words that overrule the language of the feed.
	clearVotes = 5
)

// detectLanguage returns the language of an episode, by the number of stop words in its
// title and description. Without enough of them it returns declared, the language of the
// feed. The declared language is overruled only if the text has more than twice as
// many stop words of another one, because quotations and names are often in other languages.
func detectLanguage(e data.Episode, declared string) string {
	votes := map[string]int{}
	whole := strings.ToLower(e.Title + "\n" + e.Description)
	for start, end := range text.Words(whole) {
		for _, language := range stopWords[whole[start:end]] {
			votes[language]++
		}
	}
	best, second := "", 0
	for language, n := range votes {
		switch {
		case best == "" || n > votes[best] || n == votes[best] && language < best:
			second, best = max(second, votes[best]), language
		default:
			second = max(second, n)
		}
	}
	own, _, _ := strings.Cut(declared, "-")
	if own == "nb" || own == "nn" {
		own = "no"
	}
	switch {
	case best == "" || best == own || votes[best] < minVotes || votes[best] == second:
		return declared
	case declared == "" && votes[best] > second:
		return best
	case supportedLanguage(own) && votes[best] >= clearVotes && votes[best] >= 2*votes[own]+3:
		return best
	}
	return declared
}

// supportedLanguage reports whether the table has stop words of a language.
func supportedLanguage(language string) bool {
	for _, languages := range stopWords {
		for _, l := range languages {
			if l == language {
				return true
			}
		}
	}
	return false
}
