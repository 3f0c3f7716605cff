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

// analyzers are the names of Bleve's analysers, by language code. Chinese, Japanese and
// Korean need none: the tokenizer splits them into pairs of characters.
var analyzers = map[string]string{
	"ar": ar.AnalyzerName, "da": da.AnalyzerName, "de": de.AnalyzerName, "en": en.AnalyzerName,
	"es": es.AnalyzerName, "fi": fi.AnalyzerName, "fr": fr.AnalyzerName, "hu": hu.AnalyzerName,
	"it": it.AnalyzerName, "nl": nl.AnalyzerName, "no": no.AnalyzerName, "nb": no.AnalyzerName,
	"nn": no.AnalyzerName, "pt": pt.AnalyzerName, "ro": ro.AnalyzerName, "ru": ru.AnalyzerName,
	"sv": sv.AnalyzerName, "tr": tr.AnalyzerName,
}

// affixes are the names of filters that remove an affix from a word in fieldWords: the
// English genitive 's, the French or Italian article.
var affixes = map[string]string{
	"en": en.PossessiveName, "fr": fr.ElisionName, "it": it.ElisionName, "tr": apostrophe.Name,
}

// foldsAfterStemming are the languages with accents in suffixes, which the stemmer must
// see. In other languages accents are removed before stemming, so that cafe matches
// café even if the stemmer treats é as a suffix.
var foldsAfterStemming = map[string]bool{"pt": true, "hu": true, "ro": true, "tr": true}

// language analyses the words of one language. It is safe for concurrent use.
type language struct {
	code               string
	filters            []analysis.TokenFilter
	affixes            analysis.TokenFilter
	foldsAfterStemming bool
	// cache contains forms by word: a map lookup is faster than a stemmer. Each
	// goroutine takes a map from the pool.
	cache sync.Pool
}

// form is an analysed word.
type form struct {
	// key is the word in lower case and without accents.
	key string
	// stem is the stem of the word, or key if there is no rule to stem it.
	stem string
	// stop is true for a stop word.
	stop bool
}

var (
	languages      sync.Map // *language by code
	registryCache  = registry.NewCache()
	registryAccess sync.Mutex
)

// languageFor returns the language of a BCP 47 tag, or English if the tag is empty. A
// language without a stemmer is analysed without stemming.
func languageFor(tag string) *language {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	if code == "" {
		code = "en"
	}
	if loaded, ok := languages.Load(code); ok {
		return loaded.(*language)
	}
	stored, _ := languages.LoadOrStore(code, newLanguage(code))
	return stored.(*language)
}

func newLanguage(code string) *language {
	registryAccess.Lock()
	defer registryAccess.Unlock()
	l := &language{code: code, filters: []analysis.TokenFilter{lowercase.NewLowerCaseFilter()}, foldsAfterStemming: foldsAfterStemming[code]}
	l.cache.New = func() any { return map[string]form{} }
	if a, err := registryCache.AnalyzerNamed(analyzers[code]); err == nil && analyzers[code] != "" {
		if a, ok := a.(*analysis.DefaultAnalyzer); ok {
			l.filters = a.TokenFilters
		}
	}
	if filter, err := registryCache.TokenFilterNamed(affixes[code]); err == nil && affixes[code] != "" {
		l.affixes = filter
	}
	return l
}

// maxCachedForms limits the memory of a cache. Word frequencies follow Zipf's law, so
// the words that a text repeats are usually among its first 50,000 different words.
const maxCachedForms = 50_000

// form returns the form of a word.
func (l *language) form(word string) form {
	forms := l.cache.Get().(map[string]form)
	f, ok := forms[word]
	if !ok {
		word = strings.Clone(word) // a form must not keep the whole text in memory
		f = l.analyse(word)
		if len(forms) >= maxCachedForms {
			clear(forms)
		}
		forms[word] = f
	}
	l.cache.Put(forms)
	return f
}

func (l *language) analyse(word string) form {
	lower := strings.ReplaceAll(strings.ToLower(compose(word)), "’", "'")
	folded := text.FoldAccents(lower)
	f := form{key: folded}
	if l.affixes != nil {
		f.key = applyFilters(folded, l.affixes)
	}
	f.stem = f.key
	if !isWord(f.key) {
		return f
	}
	stem := applyFilters(lower, l.filters...)
	if f.stop = stem == ""; f.stop {
		return f
	}
	if !l.foldsAfterStemming && folded != lower {
		stem = applyFilters(folded, l.filters...)
	}
	if stem = text.FoldAccents(stem); stem != "" {
		f.stem = stem
	}
	return f
}

// isWord reports whether key has only letters. C++, k8s and 1990s cannot be stemmed.
func isWord(key string) bool {
	for _, r := range key {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' {
			return false
		}
	}
	return true
}

// applyFilters returns the term after the filters, or "" if they drop it.
func applyFilters(word string, filters ...analysis.TokenFilter) string {
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

// compose returns the Unicode normalisation form NFKC of word.
func compose(word string) string { return applyFilters(word, nfkc) }
