package boilerplate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data"
)

const (
	// shingle is the number of words in a shingle: enough that three in a row rarely are
	// chance in one other episode, and few enough that a name spoils no more than itself
	// where names take turns (docs/quality.md has four and five).
	shingle = 3
	// number stands for what changes in what else is the same: words that begin with a
	// digit, the names of months and days, what follows a slash, as in an address, and a
	// discount code. "k8s" and "log4j" are words.
	number = 1
	// begin and end stand at the ends of a description, where a short unit such as
	// "Thanks for listening" has no neighbour on one side.
	begin, end = 2, 3
	// together is how many characters make a word in scripts without spaces; one
	// begins at each, so a shingle has five of them.
	together = 3
)

// wordsOf are the hashes of a text's words, with marks for its ends. It gives each of
// its units the range of its words.
func wordsOf(text string, units []unit) []uint64 {
	words := make([]uint64, 1, len(text)/5+2)
	words[0] = begin
	for i := range units {
		u := &units[i]
		u.first = len(words)
		words = appendWords(words, text[u.start:u.end])
		u.last = len(words)
	}
	return append(words, end)
}

// appendWords adds the words of a text: runs of letters and digits, in which
// apostrophes do not count.
func appendWords(words []uint64, text string) []uint64 {
	first := len(words)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case !inWord(r):
			i += size
		case spaceless(r):
			words = append(words, hash(text[i:characters(text, i)]))
			i += size
		default:
			end := wordEnd(text, i)
			if i > 0 && text[i-1] == '/' || len(words) > first && codes.has(words[len(words)-1]) {
				words = append(words, number)
			} else {
				words = append(words, wordOf(text[i:end]))
			}
			i = end
		}
	}
	return words
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// firstSpaceless is the first character of the scripts that put no space between
// words.
const firstSpaceless = 0x0E00

func spaceless(r rune) bool {
	return r >= firstSpaceless && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// characters is where a word of at most [together] characters ends.
func characters(text string, at int) int {
	for range together {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !spaceless(r) {
			break
		}
		at += size
	}
	return at
}

// wordEnd is where the word that begins at start ends.
func wordEnd(text string, start int) int {
	at := start
	for at < len(text) {
		if c := text[at]; c < utf8.RuneSelf {
			if !inWord(rune(c)) && c != '\'' {
				break
			}
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if (!inWord(r) || spaceless(r)) && !apostrophe(r) {
			break
		}
		at += size
	}
	return at
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

// wordOf is the hash of a word, or [number]. Case and apostrophes do not count.
func wordOf(word string) uint64 {
	if first, _ := utf8.DecodeRuneInString(word); unicode.IsNumber(first) {
		return number
	}
	if h := spell(word); !dates.has(h) {
		return h
	}
	return number
}

// spell is the hash of a folded word.
func spell(word string) uint64 {
	h := uint64(offset)
	for i := range len(word) {
		c := word[i]
		switch {
		case c >= utf8.RuneSelf:
			return spellFolded(data.Fold(word))
		case c == '\'':
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A' // as [data.Fold] does
		}
		h = (h ^ uint64(c)) * prime
	}
	return mix(h)
}

func spellFolded(word string) uint64 {
	h := uint64(offset)
	for _, r := range word {
		if !apostrophe(r) {
			h = (h ^ uint64(r)) * prime
		}
	}
	return mix(h)
}

// dates are the names of months and days in the languages that most feeds are in.
var dates = newSet(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
	januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
	janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo`)

// codes stand before a discount code.
var codes = newSet("code coupon promo gutscheincode rabattcode código cupón")

// wordSet is a set of few words that is asked for every word of a text: maybe says
// of most that they are not in it.
type wordSet struct {
	maybe [1024]bool
	words map[uint64]bool
}

func newSet(list string) *wordSet {
	set := &wordSet{words: map[uint64]bool{}}
	for _, name := range strings.Fields(list) {
		h := spell(name)
		set.words[h], set.maybe[h%uint64(len(set.maybe))] = true, true
	}
	return set
}

func (s *wordSet) has(word uint64) bool { return s.maybe[word%uint64(len(s.maybe))] && s.words[word] }

// shinglesOf has one for each run of [shingle] words, by its first.
func shinglesOf(words []uint64) []uint32 {
	shingles := make([]uint32, max(0, len(words)-shingle+1))
	for i := range shingles {
		h := uint64(0)
		for _, w := range words[i : i+shingle] {
			h = mix(h + w)
		}
		shingles[i] = uint32(h)
	}
	return shingles
}

// around are the shingles that have all the words of a unit that is shorter than one.
func around(shingles []uint32, first, last int) []uint32 {
	return shingles[max(0, min(last-shingle, len(shingles))):min(first+1, len(shingles))]
}

// unitKey names a unit by its words.
func unitKey(words []uint64) uint64 {
	h := uint64(len(words))
	for _, w := range words {
		h = mix(h + w)
	}
	return h
}

// contextKey names a short unit by a shingle that it stands in.
func contextKey(shingle uint32) uint64 { return mix(mix(uint64(shingle))) }

// The parameters of the 64-bit FNV-1a hash.
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// hash is the FNV-1a hash of a text, spread.
func hash(text string) uint64 {
	h := uint64(offset)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * prime
	}
	return mix(h)
}

// mix spreads a number over all 64 bits (the finaliser of SplitMix64; Steele, Lea
// and Flood, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
