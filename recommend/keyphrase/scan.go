package keyphrase

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

// token is a word of a text that may be a part of a phrase.
type token struct {
	start, end int
	stem       string
	// joined is set if the word continues the phrase of the word before it.
	joined bool
	// first is set for the first word of a sentence, whose capital says nothing.
	first bool
	// verbal is set if the word before it usually precedes a verb.
	verbal bool
}

// scanner splits texts into tokens.
type scanner struct {
	analyse Analyse
	code    string
}

// sentences calls each with the tokens of every sentence.
func (s scanner) sentences(written string, each func(tokens []token)) {
	written = withoutAddresses(written)
	for start, end := range text.Sentences(written) {
		if tokens := s.tokens(written, start, end); len(tokens) > 0 {
			each(tokens)
		}
	}
}

// tokens returns the words of a sentence without stop words, fillers and numbers. These end a
// phrase, and so does punctuation.
func (s scanner) tokens(written string, from, to int) []token {
	var list []token
	last, before, first := -1, "", true
	for start, end := range text.Words(written[from:to]) {
		start, end = from+start, from+end
		word := written[start:end]
		if signs := text.Signs(word, written[end:]); signs != "" {
			end += len(signs)
			word = written[start:end]
		}
		stem, ok := s.content(word)
		if ok {
			list = append(list, token{
				start: start, end: end, stem: stem, first: first,
				joined: last >= 0 && joins(written[last:start]), verbal: text.PrecedesVerb(s.code, before),
			})
			last = end
		} else {
			last = -1
		}
		before, first = fold(word), false
	}
	return list
}

// content returns the stem of a word, and false if the word cannot be a part of a topic.
func (s scanner) content(word string) (stem string, ok bool) {
	folded := fold(word)
	if whole := strings.ReplaceAll(text.FoldAccents(strings.ToLower(word)), "’", "'"); text.IsFiller(s.code, whole) {
		return "", false
	}
	if !strings.ContainsFunc(word, unicode.IsLetter) || isAddress(word) || text.IsFiller(s.code, folded) {
		return "", false
	}
	if utf8.RuneCountInString(folded) < 2 && !isUnspaced(word) {
		return "", false
	}
	stem, stop := s.analyse(word)
	if stop || text.IsFiller(s.code, stem) {
		return "", false
	}
	if base := strings.TrimRight(folded, "+#"); base != folded {
		return folded, true
	}
	return stem, true
}

// joins reports whether a text between two words may be inside a phrase.
func joins(gap string) bool {
	switch gap {
	case "", " ", "\u00a0", "-", "‐", "‑", "/", "&", "\u200b":
		return true
	}
	return false
}

// isUnspaced reports whether a word is of a script without spaces between words.
func isUnspaced(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return text.IsUnspaced(r)
}

// domains are the ends of common addresses. A word such as "node.js" is no address.
var domains = []string{".com", ".org", ".net", ".fm", ".edu", ".gov", ".io", ".de", ".uk"}

func isAddress(word string) bool {
	for _, d := range domains {
		if strings.HasSuffix(word, d) {
			return true
		}
	}
	return false
}

// withoutAddresses replaces addresses of pages and of mail by punctuation, so that their parts are
// no words. Positions do not change.
func withoutAddresses(s string) string {
	if !strings.ContainsAny(s, "@/") && !strings.Contains(s, "www.") {
		return s
	}
	out := []byte(s)
	for start, end := range fieldsOf(s) {
		if field := s[start:end]; strings.Contains(field, "://") || strings.Contains(field, "www.") || strings.Contains(field, "@") || strings.HasPrefix(field, "/r/") {
			mask(out[start:end])
		}
	}
	return string(out)
}

// mask replaces text by punctuation.
func mask(b []byte) {
	for i := range b {
		b[i] = '|'
	}
}

// fieldsOf returns the ranges of text between spaces.
func fieldsOf(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		start := -1
		for i, r := range s {
			switch space := unicode.IsSpace(r); {
			case !space && start < 0:
				start = i
			case space && start >= 0:
				if !yield(start, i) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(start, len(s))
		}
	}
}

const (
	// maxSpeaker is the length in bytes of the longest name of a speaker at the start of a line.
	maxSpeaker = 40
	// minTurns is the number of turns that make a text before a colon the name of a speaker.
	minTurns = 2
)

// speech returns a transcript without the names of the speakers and without remarks in square
// brackets, such as [MUSIC]. It returns the words of the names.
func speech(transcript string) (written string, speakers map[string]bool) {
	out, turns := []byte(transcript), map[string]int{}
	eachSpeaker(transcript, func(start, end int) { turns[transcript[start:end]]++ })
	speakers = map[string]bool{}
	eachSpeaker(transcript, func(start, end int) {
		if name := transcript[start:end]; turns[name] >= minTurns {
			mask(out[start:end])
			for _, word := range wordsOf(name) {
				speakers[word] = true
			}
		}
	})
	for at := 0; at < len(out); {
		start := strings.IndexByte(transcript[at:], '[')
		if start < 0 {
			break
		}
		start += at
		end := strings.IndexAny(transcript[start:], "]\n")
		if end < 0 {
			break
		}
		mask(out[start : start+end])
		at = start + end
	}
	return string(out), speakers
}

// eachSpeaker calls each with the range of every text that may be the name of a speaker.
func eachSpeaker(transcript string, each func(start, end int)) {
	at := 0
	for line := range strings.Lines(transcript) {
		if colon := strings.IndexByte(line[:min(len(line), maxSpeaker)], ':'); colon > 0 && !strings.ContainsAny(line[:colon], ".,?!") {
			each(at, at+colon)
		}
		at += len(line)
	}
}
