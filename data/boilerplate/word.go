package boilerplate

import (
	"unicode"
	"unicode/utf8"

	"segue/data/text"
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

// wordsOf returns the hashes of a text's words, with marks for its ends. It gives each
// of its units the range of its words.
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

// appendWords adds the hashes of a text's words, in which apostrophes do not count.
// The digits on each side of a decimal sign are words, so that "room C3.1" and
// "room C3.2" differ in a number only.
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
				hashes = append(hashes, number)
			} else {
				hashes = append(hashes, wordOf(s[start:after]))
			}
			start, replaced = after+1, false
		}
	}
	return hashes
}

// decimalSign returns where s[start:end] has its first decimal sign, or end.
func decimalSign(s string, start, end int) int {
	for i := start; i < end; i++ {
		if c := s[i]; c == '.' || c == ',' || c == ';' {
			return i
		}
	}
	return end
}

// appendCharacters adds a hash for each character of s[start:end], which is in a
// script without spaces: of the [together] characters that begin with it.
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

// characters returns where a word of at most [together] characters ends.
func characters(s string, at int) int {
	for range together {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !text.IsUnspaced(r) {
			break
		}
		at += size
	}
	return at
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

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
			return spellFolded(text.Fold(word))
		case c == '\'':
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A' // as [text.Fold] does
		}
		h = (h ^ uint64(c)) * prime
	}
	return mix(h)
}

func spellFolded(word string) uint64 {
	h := uint64(offset)
	for _, r := range word {
		if !isApostrophe(r) {
			h = (h ^ uint64(r)) * prime
		}
	}
	return mix(h)
}

// dates are the names of months and days.
var dates = newSet(text.Dates()...)

// codes stand before a discount code.
var codes = newSet("code", "coupon", "promo", "gutscheincode", "rabattcode", "código", "cupón")

// wordSet is a set of few words that is asked for every word of a text: maybe says
// of most that they are not in it.
type wordSet struct {
	maybe [1024]bool
	words map[uint64]bool
}

func newSet(names ...string) *wordSet {
	set := &wordSet{words: map[uint64]bool{}}
	for _, name := range names {
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
