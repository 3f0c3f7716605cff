package boilerplate

import (
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

const (
	// shingle is the number of words in a shingle. Three words in a row rarely occur in
	// another episode by chance. With more, a changed name would hide more of the text
	// around it. docs/quality.md has measurements with four and five.
	shingle = 3
	// placeholder is the hash of words that change in otherwise equal text: words that
	// begin with a digit, names of months and days, words after a slash, as in an
	// address, and discount codes. "k8s" and "log4j" are normal words.
	placeholder = 1
	// begin and end mark the ends of a description, where a short unit such as "Thanks
	// for listening" has a neighbour on one side only.
	begin, end = 2, 3
	// charactersPerWord is the length of a word in scripts without spaces. A word
	// begins at each character, so a shingle of three words covers five characters.
	charactersPerWord = 3
)

// wordsOf returns the hashes of a text's words between marks for its ends. It sets the
// range of words of each unit.
func wordsOf(s string, units []unit) []uint64 {
	words := make([]uint64, 1, len(s)/5+2)
	words[0] = begin
	for i := range units {
		u := &units[i]
		u.first = len(words)
		words = appendWords(words, s[u.start:u.end])
		u.last = len(words)
	}
	return append(words, end)
}

// appendWords appends the hashes of a text's words, without apostrophes. The digits on each
// side of a decimal sign are words, so "room C3.1" and "room C3.2" differ only in a number.
func appendWords(hashes []uint64, s string) []uint64 {
	first := len(hashes)
	for start, end := range text.Parts(s) {
		if r, _ := utf8.DecodeRuneInString(s[start:]); text.IsUnspaced(r) {
			hashes = appendCharacters(hashes, s, start, end)
			continue
		}
		replaced := start > 0 && s[start-1] == '/' || len(hashes) > first && codes.has(hashes[len(hashes)-1])
		for start < end {
			after := decimalSign(s, start, end)
			if replaced {
				hashes = append(hashes, placeholder)
			} else {
				hashes = append(hashes, wordHash(s[start:after]))
			}
			start, replaced = after+1, false
		}
	}
	return hashes
}

// decimalSign returns the position of the first decimal sign in s[start:end], or end.
func decimalSign(s string, start, end int) int {
	for i := start; i < end; i++ {
		if c := s[i]; c == '.' || c == ',' || c == ';' {
			return i
		}
	}
	return end
}

// appendCharacters appends a hash for each character of s[start:end], which is in a script
// without spaces. A hash covers the [charactersPerWord] characters from there on.
func appendCharacters(hashes []uint64, s string, start, end int) []uint64 {
	for start < end {
		r, size := utf8.DecodeRuneInString(s[start:])
		if text.IsUnspaced(r) {
			hashes = append(hashes, hash(s[start:characters(s, start)]))
		}
		start += size
	}
	return hashes
}

// characters returns the end of a word of at most [charactersPerWord] characters.
func characters(s string, at int) int {
	for range charactersPerWord {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !text.IsUnspaced(r) {
			break
		}
		at += size
	}
	return at
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// wordHash returns the hash of a word, or [placeholder]. It ignores case and apostrophes.
func wordHash(word string) uint64 {
	if first, _ := utf8.DecodeRuneInString(word); unicode.IsNumber(first) {
		return placeholder
	}
	if h := hashFolded(word); !dates.has(h) {
		return h
	}
	return placeholder
}

// hashFolded returns the hash of a word without case and apostrophes.
func hashFolded(word string) uint64 {
	h := uint64(offset)
	for i := range len(word) {
		c := word[i]
		switch {
		case c >= utf8.RuneSelf:
			return hashRunes(text.Fold(word))
		case c == '\'':
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A' // as [text.Fold] does
		}
		h = (h ^ uint64(c)) * prime
	}
	return mix(h)
}

func hashRunes(word string) uint64 {
	h := uint64(offset)
	for _, r := range word {
		if !isApostrophe(r) {
			h = (h ^ uint64(r)) * prime
		}
	}
	return mix(h)
}

// dates are the names of months and days.
var dates = newWordSet(text.Dates()...)

// codes are words before a discount code.
var codes = newWordSet("code", "coupon", "promo", "gutscheincode", "rabattcode", "código", "cupón")

// wordSet is a small set of words with fast lookups. maybe is a filter: it is false for
// most words that are not in the set.
type wordSet struct {
	maybe [1024]bool
	words map[uint64]bool
}

func newWordSet(names ...string) *wordSet {
	set := &wordSet{words: map[uint64]bool{}}
	for _, name := range names {
		h := hashFolded(name)
		set.words[h], set.maybe[h%uint64(len(set.maybe))] = true, true
	}
	return set
}

func (s *wordSet) has(word uint64) bool { return s.maybe[word%uint64(len(s.maybe))] && s.words[word] }

// shinglesOf returns the shingle that begins at each word.
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

// contexts returns the shingles that contain all words of a unit shorter than a shingle.
func contexts(shingles []uint32, first, last int) []uint32 {
	return shingles[max(0, min(last-shingle, len(shingles))):min(first+1, len(shingles))]
}

// unitKey returns the key of a unit from its words.
func unitKey(words []uint64) uint64 {
	h := uint64(len(words))
	for _, w := range words {
		h = mix(h + w)
	}
	return h
}

// contextKey returns the key of a short unit from a shingle that contains it.
func contextKey(shingle uint32) uint64 { return mix(mix(uint64(shingle))) }

// Parameters of the 64-bit FNV-1a hash.
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// hash returns the FNV-1a hash of a text, mixed.
func hash(text string) uint64 {
	h := uint64(offset)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * prime
	}
	return mix(h)
}

// mix distributes a number over all 64 bits. It is the finaliser of SplitMix64 (Steele,
// Lea and Flood, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
