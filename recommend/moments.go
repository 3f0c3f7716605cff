package recommend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"segue/data"
	"segue/data/text"
	"segue/recommend/passage"
)

// ErrNoTimes is returned if the transcript of an episode has no times.
var ErrNoTimes = errors.New("the episode has no transcript with times")

// DefaultMoments is the default number of moments of an episode.
const DefaultMoments = 3

// Moment is a passage of a transcript that answers a search.
type Moment struct {
	// Start and End are offsets from the beginning of the recording.
	Start, End time.Duration
	// Speaker and Chapter are empty if unknown; see [passage.Timed].
	Speaker, Chapter string
	// URL is the address of the recording with the start as its fragment, such as
	// "https://example.com/a.mp3#t=73". Without a recording it is the address of the episode's page.
	// It is empty if both are unknown.
	URL     string
	Snippet Snippet
	// Score is 0 to 1, relative to the best moment of the answer.
	Score float64
}

// Moments is the answer to [Engine.Moments].
type Moments struct {
	// Topics are the topics of the episode.
	Episode data.Episode
	Topics  []string
	// Query is the text with single spaces between words.
	Query string
	// Moments are the passages with words of the text, best first, at most the limit.
	Moments []Moment
	// Empty explains why there are none; it is empty if there are some.
	Empty string
}

// Moments returns the passages of an episode's transcript that answer a text best. It compares their
// words, and the titles of their chapters. It returns [ErrBlankQuery] for a blank text, and an
// error that wraps [data.ErrUnknownEpisode] if ref points at no episode. limit is 1 to [MaxLimit]; 0
// is [DefaultMoments].
func (e *Engine) Moments(ctx context.Context, ref data.Ref, text string, limit int) (Moments, error) {
	query := strings.Join(strings.Fields(text), " ")
	if query == "" {
		return Moments{}, ErrBlankQuery
	}
	if err := (Options{Limit: limit}).Validate(); err != nil {
		return Moments{}, err
	}
	episode, err := e.catalog.Find(ctx, ref)
	if err != nil {
		return Moments{}, err
	}
	v := e.current.Load()
	q, err := v.Index.Parse(ctx, query)
	if err != nil {
		return Moments{}, err
	}
	topics, err := e.Topics(ctx, []data.EpisodeID{episode.ID})
	if err != nil {
		return Moments{}, err
	}
	out := Moments{Episode: episode, Topics: topics[episode.ID], Query: query, Moments: []Moment{}}
	if len(episode.Segments) == 0 {
		out.Empty = ErrNoTimes.Error()
		return out, nil
	}
	list := v.moments(episode, episode.Segments, q)
	for _, m := range list[:min(len(list), cmp.Or(limit, DefaultMoments))] {
		out.Moments = append(out.Moments, m.moment(episode))
	}
	if len(out.Moments) == 0 {
		out.Empty = "no passage of the transcript has these words"
	}
	return out, nil
}

// spoken is a passage of a transcript with its score.
type spoken struct {
	passage.Timed
	// marks are the ranges of runes of the text that match.
	marks [][2]int
	// terms is the number of distinct terms of the query in the passage, score the BM25 weight.
	terms int
	score float64
	best  float64
}

// BM25 of the passages of one episode (Robertson and Zaragoza, "The Probabilistic Relevance
// Framework: BM25 and Beyond", 2009), with the usual values. The passages have about equal lengths.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// moments returns the passages of a transcript with words of a query, best first. Equal ones are in
// the order of time. The frequencies count within the episode: a word that is in every passage does
// not distinguish them.
func (v Revision) moments(e data.Episode, segments []data.Segment, q WordQuery) []spoken {
	passages := passage.CutTranscript(segments, e.Chapters)
	list, counts := v.countTerms(passages, q)
	frequency, total := map[string]int{}, 0
	for i, found := range counts {
		total += utf8.RuneCountInString(list[i].Text)
		for term := range found {
			frequency[term]++
		}
	}
	mean := float64(total) / float64(max(1, len(list)))
	for i, found := range counts {
		length := float64(utf8.RuneCountInString(list[i].Text)) / mean
		for term, n := range found {
			df, tf := float64(frequency[term]), float64(n)
			idf := math.Log(1 + (float64(len(list))-df+0.5)/(df+0.5))
			list[i].score += idf * tf * (bm25K1 + 1) / (tf + bm25K1*(1-bm25B+bm25B*length))
		}
		list[i].terms = len(found)
	}
	list = slices.DeleteFunc(list, func(s spoken) bool { return s.score == 0 })
	slices.SortStableFunc(list, func(a, b spoken) int { return cmp.Compare(b.score, a.score) })
	for i := range list {
		list[i].best = list[0].score
	}
	return list
}

// countTerms returns the passages with their marks, and for each the number of occurrences of each
// term. One call of Highlights for all passages is faster than one for each, because a transcript
// repeats its words.
func (v Revision) countTerms(passages []passage.Timed, q WordQuery) (list []spoken, counts []map[string]int) {
	const between = "\n\n"
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = p.Chapter + "\n" + p.Text
	}
	whole := strings.Join(texts, between)
	marks, runes, terms := v.Index.Highlights(q, whole), []rune(whole), map[string]string{}
	begin := 0
	for i, p := range passages {
		end := begin + utf8.RuneCountInString(texts[i])
		s, found := spoken{Timed: p}, map[string]int{}
		chapter := utf8.RuneCountInString(p.Chapter) + 1
		for len(marks) > 0 && marks[0][0] < end {
			word := text.Fold(string(runes[marks[0][0]:marks[0][1]]))
			found[v.termOf(word, q, terms)]++
			if at := marks[0][0] - begin - chapter; at >= 0 {
				s.marks = append(s.marks, [2]int{at, marks[0][1] - begin - chapter})
			}
			marks = marks[1:]
		}
		list, counts = append(list, s), append(counts, found)
		begin = end + len(between)
	}
	return list, counts
}

// termOf returns the term of a query that a word matches, or the word if there is none, such as a
// word that begins with the prefix. known has the terms of earlier words.
func (v Revision) termOf(word string, q WordQuery, known map[string]string) string {
	if term, ok := known[word]; ok {
		return term
	}
	known[word] = word
	for _, t := range q.Terms {
		if len(v.Index.Highlights(WordQuery{Terms: []Term{t}}, word)) > 0 {
			known[word] = t.Stem
			break
		}
	}
	return known[word]
}

// moment returns the passage as a moment of its episode.
func (s spoken) moment(e data.Episode) Moment {
	return Moment{
		Start: s.Start, End: s.End, Speaker: s.Speaker, Chapter: s.Chapter,
		URL: MomentURL(e, s.Start), Snippet: excerpt(s.Text, s.marks), Score: s.score / s.best,
	}
}

// MomentURL returns the address of an episode's recording with a time as its fragment (W3C Media
// Fragments), that of its page if it has no recording, and "" if it has neither.
func MomentURL(e data.Episode, at time.Duration) string {
	u, err := url.Parse(cmp.Or(e.Audio, e.URL))
	if err != nil || u.Host == "" {
		return ""
	}
	u.Fragment = "t=" + strconv.Itoa(int(at/time.Second))
	return u.String()
}

// addMoments replaces the snippet of each result whose transcript has more words of the text in one
// passage than the snippet.
func (e *Engine) addMoments(ctx context.Context, v Revision, q WordQuery, results []*Result) error {
	if len(q.Terms) == 0 || len(results) == 0 {
		return nil
	}
	ids := make([]data.EpisodeID, len(results))
	for i, r := range results {
		ids[i] = r.Episode.ID
	}
	found, err := e.catalog.Segments(ctx, ids)
	if err != nil {
		return fmt.Errorf("moments: %w", err)
	}
	for _, r := range results {
		if segments := found[r.Episode.ID]; len(segments) > 0 {
			v.addMoment(q, r, segments)
		}
	}
	return nil
}

func (v Revision) addMoment(q WordQuery, result *Result, segments []data.Segment) {
	list := v.moments(result.Episode, segments, q)
	if len(list) == 0 || list[0].terms <= v.termsIn(result.Snippet, q) {
		return
	}
	m := list[0].moment(result.Episode)
	result.Moment, result.Snippet = &m, &m.Snippet
}

// pointers returns pointers to the elements of a list.
func pointers(results []Result) []*Result {
	list := make([]*Result, len(results))
	for i := range results {
		list[i] = &results[i]
	}
	return list
}

// termsIn returns the number of distinct terms of a query in a snippet.
func (v Revision) termsIn(s *Snippet, q WordQuery) int {
	if s == nil {
		return 0
	}
	runes, known, terms := []rune(s.Text), map[string]string{}, map[string]bool{}
	for _, h := range s.Highlights {
		terms[v.termOf(text.Fold(string(runes[h[0]:h[1]])), q, known)] = true
	}
	return len(terms)
}

// minute returns the text around a time: the passage that has it, or the nearest one.
func minute(e data.Episode, at time.Duration) (string, error) {
	passages := passage.CutTranscript(e.Segments, e.Chapters)
	if len(passages) == 0 {
		return "", fmt.Errorf("%q: %w", e.ID, ErrNoTimes)
	}
	n := 0 // the first passage also stands for the time before it
	for i, p := range passages {
		if p.Start <= at {
			n = i
		}
	}
	return plain(passages[n].Chapter + " " + passages[n].Text), nil
}

// plain returns the words of a text without the signs that mean a phrase or an excluded word in a
// search.
func plain(written string) string {
	words := strings.Fields(written)
	for i, word := range words {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
		words[i] = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Quotation_Mark, r) && r != '\'' && r != '’' {
				return -1
			}
			return r
		}, word)
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
