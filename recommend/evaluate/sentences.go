package evaluate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data"
	"segue/data/text"
)

const (
	// minContent is the lowest number of content words of a sentence that becomes a query.
	// minRest is the lowest number of words of the rest of the description.
	minContent, minRest = 6, 30
	// contentLetters is the lowest length of a content word. Shorter words are mostly
	// articles, prepositions and pronouns.
	contentLetters = 4
	// maxShared is the highest share of a sentence's content words that the title may have,
	// because the title stays in the index.
	maxShared = 1.0 / 3
)

// fromSentences searches for each episode with the last suitable sentence of its description.
// The sentence is hidden from the index, so that the rest of the description must match it:
// the inverse cloze task (Lee, Chang and Toutanova, Latent Retrieval for Weakly Supervised Open
// Domain Question Answering, 2019). If the index had the sentence, its own words would find it.
// Sentences that several episodes share or that have an address are left out, because they are
// boilerplate.
func fromSentences(episodes []data.Episode) Task {
	t := Task{Name: "sentences", Kind: Search, Relevant: map[string]Relevance{}, Hide: map[data.EpisodeID]string{}}
	uses := sentenceUses(episodes)
	var queries []Query
	for _, e := range episodes {
		if sentence := lastSuitable(e, uses); sentence != "" {
			queries = append(queries, Query{ID: string(e.ID), Text: sentence})
		}
	}
	for _, q := range sample(queries, maxKnownItems) {
		id := data.EpisodeID(q.ID)
		t.Queries, t.Hide[id], t.Relevant[q.ID] = append(t.Queries, q), q.Text, Relevance{id: 1}
	}
	t.Origin = t.describe("Each query is a sentence that was removed from the description of the episode to find")
	t.Caution = "A sentence shares more words with the rest of its description than a listener's query would, which slightly favours ranking by words."
	return t
}

// sentenceUses counts the episodes that have a sentence.
func sentenceUses(episodes []data.Episode) map[string]int {
	uses := map[string]int{}
	for _, e := range episodes {
		for _, s := range distinctLabels(sentences(e.Description)) {
			uses[s]++
		}
	}
	return uses
}

// lastSuitable returns the last sentence that is a suitable query, or "".
func lastSuitable(e data.Episode, uses map[string]int) string {
	all := sentences(e.Description)
	words := len(strings.Fields(e.Description))
	title := contentWords(e.Title)
	for _, s := range slices.Backward(all) {
		if words-len(strings.Fields(s)) >= minRest && uses[foldRunes(s, isLabelRune)] == 1 && isSuitable(s, title) {
			return s
		}
	}
	return ""
}

func isSuitable(sentence string, title []string) bool {
	content := contentWords(sentence)
	shared := 0
	for _, word := range content {
		if slices.Contains(title, word) {
			shared++
		}
	}
	return len(content) >= minContent && float64(shared) <= maxShared*float64(len(content)) &&
		!strings.ContainsAny(sentence, "@\ufffd") && !strings.Contains(sentence, "://") && !strings.Contains(sentence, "www.")
}

// contentWords returns the different words of at least four letters, in lower case. It does not
// use [text.Words], which keeps compounds such as "don't" as one word: that would select other
// sentences, and figures could not be compared with docs/quality.md.
func contentWords(s string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isLabelRune(r) }) {
		if utf8.RuneCountInString(word) >= contentLetters && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// sentences returns the sentences of a description with single spaces.
func sentences(description string) []string {
	var all []string
	for start, end := range text.Sentences(description) {
		all = append(all, strings.Join(strings.Fields(description[start:end]), " "))
	}
	return all
}

// WithoutHidden returns a copy of the episodes without the sentences of [Task.Hide] in their
// descriptions.
func (t Task) WithoutHidden(episodes []data.Episode) []data.Episode {
	list := slices.Clone(episodes)
	for i, e := range list {
		if hidden, ok := t.Hide[e.ID]; ok {
			list[i].Description = withoutSentence(e.Description, hidden)
		}
	}
	return list
}

func withoutSentence(description, hidden string) string {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(description, "\n\n") {
		kept := slices.DeleteFunc(sentences(paragraph), func(s string) bool { return s == hidden })
		if len(kept) > 0 {
			paragraphs = append(paragraphs, strings.Join(kept, " "))
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// fromTitles searches for each episode with its title, which the index has. It is a check: low
// figures mean that something is broken.
func fromTitles(episodes []data.Episode) Task {
	t := Task{Name: "titles", Kind: Search, Check: true, Relevant: map[string]Relevance{}}
	same := newEpisodeGroups()
	for _, e := range episodes {
		same.add(foldRunes(e.Title, isLabelRune), e.ID)
	}
	for _, e := range sample(slices.DeleteFunc(slices.Clone(episodes), blankTitle), maxKnownItems) {
		relevant := Relevance{}
		for _, id := range same.ids[foldRunes(e.Title, isLabelRune)] {
			relevant[id] = 1
		}
		t.Queries = append(t.Queries, Query{ID: string(e.ID), Text: e.Title})
		t.Relevant[string(e.ID)] = relevant
	}
	t.Origin = t.describe("Each query is the title of the episode to find")
	t.Caution = fmt.Sprintf("This is a check: the index has the titles, so nearly every %s should be 1. It does not choose weights.", Hit10)
	return t
}

func blankTitle(e data.Episode) bool {
	return strings.IndexFunc(e.Title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}
