package recommend

import (
	"unicode/utf8"

	"segue/data"
	"segue/data/text"
	"segue/recommend/passage"
)

// maxSnippet is the maximal length of a snippet in runes: three lines of a result on a phone.
const maxSnippet = 300

// minSnippet is the length in runes below which a snippet is not shortened to move its marks
// to its beginning.
const minSnippet = 150

// snippet returns the part of an episode that answers a search best: of the passage with the
// number nearest or, if that has none of the words, of the passage with the most of them. It
// returns nil for an episode without description. If the description has changed since it
// was embedded, nearest is applied to the new text.
func (r *ranking) snippet(e data.Episode, q WordQuery, nearest int) *Snippet {
	passages := r.passages(e)
	if nearest < 0 || nearest >= len(passages) {
		nearest = 0
	} else if marks := r.Index.Highlights(q, passages[nearest]); len(marks) > 0 {
		s := excerpt(passages[nearest], marks)
		return &s
	}
	best, most, marked := passages[nearest], 0, [][2]int(nil)
	for _, p := range passages {
		marks := r.Index.Highlights(q, p)
		if n := distinctWords(p, marks); n > most {
			best, most, marked = p, n, marks
		}
	}
	if best == "" {
		return nil
	}
	s := excerpt(best, marked)
	return &s
}

// passages returns the passages of an episode that are embedded.
func (v Revision) passages(e data.Episode) []string {
	return passage.Cut(v.Boilerplate.Strip(e.Show.ID, e.Description))
}

// distinctWords counts the distinct marked words of a text.
func distinctWords(written string, marks [][2]int) int {
	runes, words := []rune(written), map[string]bool{}
	for _, m := range marks {
		words[text.Fold(string(runes[m[0]:m[1]]))] = true
	}
	return len(words)
}

// excerpt returns the run of whole sentences of a passage, of at most [maxSnippet] runes, with
// the most marks, which are ranges of the passage's runes. Of equals it is the last that is
// not short, so that marks are near its beginning; without marks it is the first. A longer
// sentence is cut between words.
func excerpt(text string, marks [][2]int) Snippet {
	runes, best := []rune(text), Snippet{Highlights: [][2]int{}}
	sentences := sentencesOf(text)
	for i, s := range sentences {
		if i > 0 && len(marks) == 0 {
			break
		}
		end := s[1]
		for _, next := range sentences[i+1:] {
			if next[1]-s[0] <= maxSnippet {
				end = next[1]
			}
		}
		run := data.Shorten(string(runes[s[0]:end]), maxSnippet)
		if end-s[0] > maxSnippet {
			end = s[0] + utf8.RuneCountInString(run) - 1 // without the ellipsis
		}
		inside := within(marks, s[0], end)
		long := len(inside) == len(best.Highlights) && end-s[0] >= minSnippet
		if best.Text == "" || len(inside) > len(best.Highlights) || len(inside) > 0 && long {
			best = Snippet{Text: run, Highlights: inside}
		}
	}
	return best
}

// sentencesOf returns the half-open ranges of runes of a passage's sentences.
func sentencesOf(written string) [][2]int {
	var ranges [][2]int
	at, runes := 0, 0
	for start, end := range text.Sentences(written) {
		begin := runes + utf8.RuneCountInString(written[at:start])
		runes, at = begin+utf8.RuneCountInString(written[start:end]), end
		ranges = append(ranges, [2]int{begin, runes})
	}
	return ranges
}

// within returns the ranges between begin and end, relative to begin.
func within(ranges [][2]int, begin, end int) [][2]int {
	inside := [][2]int{}
	for _, r := range ranges {
		if begin <= r[0] && r[1] <= end {
			inside = append(inside, [2]int{r[0] - begin, r[1] - begin})
		}
	}
	return inside
}
