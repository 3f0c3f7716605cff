package recommend

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data"
	"segue/data/text"
	"segue/recommend/cosine"
)

// quote returns a reason with the passage of an episode that is nearest to a vector and has prose,
// or that has the most words of a query if there is no vector. It returns none if no passage has
// prose.
func (r *ranking) quote(e data.Episode, c *candidate, vector []float32, q WordQuery) []Reason {
	passages := r.passages(e)
	for _, n := range r.nearestFirst(passages, c, vector, q) {
		if prose := proseOf(passages[n]); prose != "" {
			return []Reason{r.quoted(prose, q)}
		}
	}
	return nil
}

// quoted returns a reason with the beginning of a text and the words of a query highlighted. If it
// has none, its first sentence is highlighted.
func (r *ranking) quoted(prose string, q WordQuery) Reason {
	s := excerpt(prose, nil)
	if s.Highlights = r.Index.Highlights(q, s.Text); len(s.Highlights) == 0 {
		if sentences := sentencesOf(s.Text); len(sentences) > 0 {
			s.Highlights = [][2]int{sentences[0]}
		}
	}
	return Reason{Kind: ReasonPassage, Text: s.Text, Highlights: s.Highlights}
}

// answeringPassage returns a reason with the passage of an episode that answers a search: the snippet
// if it has words of the search, otherwise the nearest prose. An episode without description is
// found by its title.
func (r *ranking) answeringPassage(s *searchRequest, e data.Episode, c *candidate, snippet *Snippet) Reason {
	if snippet != nil && len(snippet.Highlights) > 0 {
		return Reason{Kind: ReasonPassage, Text: snippet.Text, Highlights: snippet.Highlights}
	}
	if quote := r.quote(e, c, s.vector, s.query); len(quote) > 0 {
		return quote[0]
	}
	if snippet != nil {
		return r.quoted(snippet.Text, s.query)
	}
	return r.quoted(e.Title, s.query)
}

// nearestFirst returns the numbers of passages, the nearest to a vector first. Without a vector, the
// passages with the most words of a query come first.
func (r *ranking) nearestFirst(passages []string, c *candidate, vector []float32, q WordQuery) []int {
	near, order := make([]float32, len(passages)), make([]int, len(passages))
	for i, p := range passages {
		order[i] = i
		switch {
		case vector != nil && len(c.embedding.Passages) == len(passages) && len(c.embedding.Passages[i]) == len(vector):
			near[i] = cosine.Dot(vector, c.embedding.Passages[i])
		case vector == nil:
			near[i] = float32(distinctWords(p, r.Index.Highlights(q, p)))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(near[b], near[a]) })
	return order
}

const (
	// minProseWords is the number of words of the shortest sentence that is quoted.
	minProseWords = 4
	// maxCapitals is the largest share of words with a capital: more are a list of names or titles.
	// German prose has a third.
	maxCapitals = 0.5
	// maxCommas is the largest share of words with a comma after them. More are a list.
	maxCommas = 0.25
)

// proseOf returns the first run of sentences of a passage that are prose, not links, names or
// lists; "" if there is none.
func proseOf(passage string) string {
	start, end := -1, -1
	for from, to := range text.Sentences(passage) {
		switch prose := isProse(passage[from:to]); {
		case prose && start < 0:
			start, end = from, to
		case prose:
			end = to
		case start >= 0:
			return passage[start:end]
		}
	}
	if start < 0 {
		return ""
	}
	return passage[start:end]
}

// isProse reports whether a sentence is a whole sentence and neither an address nor a list.
func isProse(sentence string) bool {
	if strings.ContainsAny(sentence, "\n\t|•→") && hasListLine(sentence) || strings.Contains(sentence, "://") || strings.Contains(sentence, "www.") {
		return false
	}
	if !endsSentence(sentence) {
		return false
	}
	words, capitals, unspaced := 0, 0, false
	for start, end := range text.Words(sentence) {
		first, _ := utf8.DecodeRuneInString(sentence[start:end])
		unspaced = unspaced || text.IsUnspaced(first)
		if words++; words > 1 && unicode.IsUpper(first) {
			capitals++
		}
	}
	commas := strings.Count(sentence, ",") + strings.Count(sentence, ";")
	return words >= minProseWords && (unspaced || float64(capitals) <= maxCapitals*float64(words) && float64(commas) <= maxCommas*float64(words))
}

// hasListLine reports whether a line of a sentence begins like an item of a list, or the sentence
// has signs that divide items.
func hasListLine(sentence string) bool {
	if strings.ContainsAny(sentence, "|•→\t") {
		return true
	}
	for line := range strings.Lines(sentence) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "-") || strings.HasPrefix(line, "*") || strings.HasPrefix(line, "–") {
			return true
		}
	}
	return false
}

// endsSentence reports whether a text ends with a full stop, a question mark or an exclamation mark,
// perhaps inside quotes or brackets.
func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"'”’»)]`))
	return strings.ContainsRune(".!?…。！？؟", last)
}
