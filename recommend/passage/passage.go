// Package passage cuts an episode's description into passages: runs of whole
// sentences that are short enough to be about one thing and long enough to say
// it. Passages are what Segue embeds, compares and shows as snippets.
package passage

import (
	"strings"
	"unicode/utf8"

	"segue/data/text"
)

const (
	// TargetWords is the length that passages aim at. With a title in front it
	// stays within the 256 tokens that small embedding models read, and it
	// measured better than whole descriptions on every labelled set that we have.
	TargetWords = 96
	// MaxPerEpisode bounds the cost of one episode. Twelve passages are over a
	// thousand words; what follows in a description that long is notes and links.
	MaxPerEpisode = 12
	// maxWord and maxTitle are in bytes, and longer than any word or title that is
	// one. They bound what is sent to a model for text without spaces.
	maxWord, maxTitle = 256, 512
)

// Cut returns the passages of a description in their order, at most
// [MaxPerEpisode]. A description without words has one empty passage, so that
// every episode is embedded at least by its title.
func Cut(description string) []string {
	pieces := pieces(description)
	words := 0
	for _, p := range pieces {
		words += p.words
	}
	if words == 0 {
		return []string{""}
	}
	// Equal shares avoid a last passage of a few words, which would match
	// anything that shares them.
	share := float64(words) / float64(max(1, (words+TargetWords/2)/TargetWords))

	var passages []string
	var run []string
	done, end := 0, share
	for _, p := range pieces {
		// A sentence belongs to the passage in which its larger half lies.
		if len(run) > 0 && float64(done)+float64(p.words)/2 > end {
			passages = append(passages, strings.Join(run, " "))
			run, end = nil, end+share
		}
		run = append(run, p.text)
		done += p.words
	}
	passages = append(passages, strings.Join(run, " "))
	return passages[:min(len(passages), MaxPerEpisode)]
}

// Text returns what is embedded for a passage: the episode's title in front of
// it. The title says what a passage from the middle of a description leaves out.
func Text(title, passage string) string {
	title = cutRunes(strings.TrimSpace(title), maxTitle)
	if passage == "" {
		return title
	}
	return title + ". " + passage
}

// piece is a sentence, or a part of one that is longer than a passage.
type piece struct {
	text  string
	words int
}

func pieces(description string) []piece {
	var all []piece
	for start, end := range text.Sentences(description) {
		words := shortWords(description[start:end])
		for len(words) > 0 {
			n := min(len(words), TargetWords)
			all = append(all, piece{text: strings.Join(words[:n], " "), words: n})
			words = words[n:]
		}
	}
	return all
}

// shortWords returns the words of a sentence; a longer word is cut.
func shortWords(sentence string) []string {
	var words []string
	for _, word := range strings.Fields(sentence) {
		for len(word) > maxWord {
			head := cutRunes(word, maxWord)
			words, word = append(words, head), word[len(head):]
		}
		words = append(words, word)
	}
	return words
}

// cutRunes returns the beginning of s, at most n bytes, without cutting a rune
// that is valid.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for end := n; end > n-utf8.UTFMax; end-- {
		if utf8.RuneStart(s[end]) {
			return s[:end]
		}
	}
	return s[:n]
}
