package words

import (
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/hu"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ro"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/lang/tr"
	"github.com/blevesearch/bleve/v2/analysis/token/apostrophe"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/token/unicodenorm"
	"github.com/blevesearch/bleve/v2/registry"

	"segue/data/text"
)

// analyzers are Bleve's analysers by the language of a BCP 47 tag. Chinese,
// Japanese and Korean need none: the tokenizer cuts them into pairs of signs.
var analyzers = map[string]string{
	"ar": ar.AnalyzerName, "da": da.AnalyzerName, "de": de.AnalyzerName, "en": en.AnalyzerName,
	"es": es.AnalyzerName, "fi": fi.AnalyzerName, "fr": fr.AnalyzerName, "hu": hu.AnalyzerName,
	"it": it.AnalyzerName, "nl": nl.AnalyzerName, "no": no.AnalyzerName, "nb": no.AnalyzerName,
	"nn": no.AnalyzerName, "pt": pt.AnalyzerName, "ro": ro.AnalyzerName, "ru": ru.AnalyzerName,
	"sv": sv.AnalyzerName, "tr": tr.AnalyzerName,
}

// endings are what is taken off a word before it is compared as it is written:
// the genitive in English, an article in French and Italian.
var endings = map[string]string{
	"en": en.PossessiveName, "fr": fr.ElisionName, "it": it.ElisionName, "tr": apostrophe.Name,
}

// foldsLate are languages whose suffixes have accents, so that a stemmer must see
// them. In the others accents go before the stemmer, and cafe finds café whatever
// the stemmer does to an é.
var foldsLate = map[string]bool{"pt": true, "hu": true, "ro": true, "tr": true}

// language analyses the words of one language. It is safe for concurrent use.
type language struct {
	code      string
	filters   []analysis.TokenFilter
	endings   analysis.TokenFilter
	foldsLate bool
	// memo has forms of words, since a stemmer takes longer than a map.
	memo sync.Pool
}

// form is a word as the index has it.
type form struct {
	// key is the word in lower case and without accents.
	key string
	// stem is what is left of it, and key where nothing is known to take off.
	stem string
	// stop says that the word is too frequent in its language to mean anything.
	stop bool
}

var (
	languages      sync.Map // code -> *language
	registryCache  = registry.NewCache()
	registryAccess sync.Mutex
)

// languageFor returns the language of a BCP 47 tag, and English for an empty one.
// A language that has no stemmer is analysed without.
func languageFor(tag string) *language {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	if code == "" {
		code = "en"
	}
	if known, ok := languages.Load(code); ok {
		return known.(*language)
	}
	made, _ := languages.LoadOrStore(code, newLanguage(code))
	return made.(*language)
}

func newLanguage(code string) *language {
	registryAccess.Lock()
	defer registryAccess.Unlock()
	l := &language{code: code, filters: []analysis.TokenFilter{lowercase.NewLowerCaseFilter()}, foldsLate: foldsLate[code]}
	l.memo.New = func() any { return map[string]form{} }
	if a, err := registryCache.AnalyzerNamed(analyzers[code]); err == nil && analyzers[code] != "" {
		if a, ok := a.(*analysis.DefaultAnalyzer); ok {
			l.filters = a.TokenFilters
		}
	}
	if filter, err := registryCache.TokenFilterNamed(endings[code]); err == nil && endings[code] != "" {
		l.endings = filter
	}
	return l
}

// memoSize bounds the memory of a memo: with Zipf's law, the words that a text
// repeats are among the first so many.
const memoSize = 50_000

// form returns the form of a word as it is written.
func (l *language) form(word string) form {
	memo := l.memo.Get().(map[string]form)
	f, ok := memo[word]
	if !ok {
		word = strings.Clone(word) // a form must not keep the whole text
		f = l.analyse(word)
		if len(memo) >= memoSize {
			clear(memo)
		}
		memo[word] = f
	}
	l.memo.Put(memo)
	return f
}

func (l *language) analyse(word string) form {
	lower := strings.ReplaceAll(strings.ToLower(compose(word)), "’", "'")
	folded := text.FoldAccents(lower)
	f := form{key: folded}
	if l.endings != nil {
		f.key = filtered(folded, l.endings)
	}
	f.stem = f.key
	if !isWord(f.key) {
		return f
	}
	stem := filtered(lower, l.filters...)
	if f.stop = stem == ""; f.stop {
		return f
	}
	if !l.foldsLate && folded != lower {
		stem = filtered(folded, l.filters...)
	}
	if stem = text.FoldAccents(stem); stem != "" {
		f.stem = stem
	}
	return f
}

// isWord reports whether a stemmer understands key: C++, k8s and 1990s have no
// suffix.
func isWord(key string) bool {
	for _, r := range key {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' {
			return false
		}
	}
	return true
}

// filtered is the term that filters leave of a word, and empty where they drop it.
func filtered(word string, filters ...analysis.TokenFilter) string {
	stream := analysis.TokenStream{{Term: []byte(word), Position: 1, End: len(word)}}
	for _, f := range filters {
		stream = f.Filter(stream)
	}
	if len(stream) == 0 {
		return ""
	}
	return string(stream[0].Term)
}

var nfkc = unicodenorm.MustNewUnicodeNormalizeFilter(unicodenorm.NFKC)

// compose brings the ways to write a character to one.
func compose(word string) string { return filtered(word, nfkc) }
