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
	// minContent is how many content words a sentence needs to be a question, and
	// minRest how many words of the description must be left to answer it.
	minContent, minRest = 6, 30
	// contentLetters makes a word a content word: shorter ones are mostly
	// articles, prepositions and pronouns.
	contentLetters = 4
	// maxShared is the share of a sentence's content words that may stand in the
	// title, which stays in the index.
	maxShared = 1.0 / 3
)

// fromSentences looks for an episode by the last fitting sentence of its
// description, which must be hidden from the index: what is left has to answer it.
// This is the inverse cloze task (Lee, Chang and Toutanova, Latent Retrieval for
// Weakly Supervised Open Domain Question Answering, 2019). A sentence in the index
// would be found by its own words, and reward nothing but words. Sentences that
// several episodes have, and those with an address, are a footer and left out.
func fromSentences(episodes []data.Episode) Task {
	t := Task{Name: "sentences", Kind: Search, Relevant: map[string]Relevance{}, Hide: map[data.EpisodeID]string{}}
	uses := sentenceUses(episodes)
	var fitting []Query
	for _, e := range episodes {
		if sentence := lastFitting(e, uses); sentence != "" {
			fitting = append(fitting, Query{ID: string(e.ID), Text: sentence})
		}
	}
	for _, q := range sample(fitting, maxKnownItems) {
		id := data.EpisodeID(q.ID)
		t.Queries, t.Hide[id], t.Relevant[q.ID] = append(t.Queries, q), q.Text, Relevance{id: 1}
	}
	t.Made = t.counted("An episode is looked for by a sentence that was taken out of its description")
	t.Caution = "The rest of a description shares words with the sentence more often than a listener's question does, which flatters words somewhat."
	return t
}

func sentenceUses(episodes []data.Episode) map[string]int {
	uses := map[string]int{}
	for _, e := range episodes {
		for _, s := range distinct(sentences(e.Description)) {
			uses[s]++
		}
	}
	return uses
}

func lastFitting(e data.Episode, uses map[string]int) string {
	all := sentences(e.Description)
	words := len(strings.Fields(e.Description))
	title := contentWords(e.Title)
	for _, s := range slices.Backward(all) {
		if words-len(strings.Fields(s)) >= minRest && uses[fold(s, wordRune)] == 1 && fits(s, title) {
			return s
		}
	}
	return ""
}

func fits(sentence string, title []string) bool {
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

// contentWords are the different words of at least four letters, in lower case.
func contentWords(s string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !wordRune(r) }) {
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

// Blind returns the episodes with the sentences of [Task.Hide] taken out of their
// descriptions. The given ones stay as they are.
func (t Task) Blind(episodes []data.Episode) []data.Episode {
	blind := slices.Clone(episodes)
	for i, e := range blind {
		if hidden, ok := t.Hide[e.ID]; ok {
			blind[i].Description = withoutSentence(e.Description, hidden)
		}
	}
	return blind
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

// fromTitles looks for an episode by its title, which is in the index. It only
// shows that nothing is broken: everything but the best figures is a fault.
func fromTitles(episodes []data.Episode) Task {
	t := Task{Name: "titles", Kind: Search, Check: true, Relevant: map[string]Relevance{}}
	same := newGroups()
	for _, e := range episodes {
		same.add(fold(e.Title, wordRune), e.ID)
	}
	for _, e := range sample(slices.DeleteFunc(slices.Clone(episodes), blankTitle), maxKnownItems) {
		relevant := Relevance{}
		for _, id := range same.ids[fold(e.Title, wordRune)] {
			relevant[id] = 1
		}
		t.Queries = append(t.Queries, Query{ID: string(e.ID), Text: e.Title})
		t.Relevant[string(e.ID)] = relevant
	}
	t.Made = t.counted("An episode is looked for by its title")
	t.Caution = fmt.Sprintf("The title is in the index, so this is easy: nearly every %s should be 1, and it chooses no weight.", Hit10)
	return t
}

func blankTitle(e data.Episode) bool {
	return strings.IndexFunc(e.Title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}
