// Package passage splits an episode's description into passages: runs of whole
// sentences that are short enough to have one topic and long enough to describe it.
// Segue embeds and compares passages and shows them as snippets.
package passage

import (
	"strings"
	"unicode/utf8"

	"segue/data/text"
)

const (
	// TargetWords is the target length of a passage in words. With the title, a passage
	// of this length fits into the 256 tokens that small embedding models read. It gave
	// better results than whole descriptions on all our labelled sets.
	TargetWords = 96
	// MaxPerEpisode limits the cost of one episode. Twelve passages have more than a
	// thousand words; longer descriptions usually end in notes and links.
	MaxPerEpisode = 12
	// maxWord and maxTitle are maximum lengths in bytes, longer than any real word or
	// title. They limit the input of the model if a text has no spaces.
	maxWord, maxTitle = 256, 512
)

// Cut returns the passages of a description in their order, at most [MaxPerEpisode]. A
// description without words has one empty passage, so that every episode is embedded at
// least by its title.
func Cut(description string) []string {
	pieces := pieces(description)
	words := 0
	for _, p := range pieces {
		words += p.words
	}
	if words == 0 {
		return []string{""}
	}
	// Passages of equal length avoid a short last passage, which would match any text
	// that shares its few words.
	share := float64(words) / float64(max(1, (words+TargetWords/2)/TargetWords))

	var passages []string
	var run []string
	done, end := 0, share
	for _, p := range pieces {
		// A sentence belongs to the passage that contains its larger half.
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

// Text returns the embedded text of a passage. The title comes first, because a passage
// from the middle of a description often lacks its context.
func Text(title, passage string) string {
	title = cutRunes(strings.TrimSpace(title), maxTitle)
	if passage == "" {
		return title
	}
	return title + ". " + passage
}

// Texts returns the embedded texts of an episode, one for each passage of its description.
func Texts(title, description string) []string {
	texts := Cut(description)
	for i, passage := range texts {
		texts[i] = Text(title, passage)
	}
	return texts
}

// piece is a sentence, or a part of a sentence that is longer than a passage.
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

// shortWords returns the words of a sentence. It splits words longer than maxWord.
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

// cutRunes returns the beginning of s, at most n bytes, without splitting a valid rune.
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
