package recommend

import (
	"context"
	"slices"
	"strings"

	"segue/data"
	"segue/recommend/cosine"
)

// Confidence is how sure it is that a result is related to the request. It has the same meaning in
// every catalogue: it compares the result with the results of texts about other subjects there.
type Confidence string

// The levels of confidence. An unknown confidence is empty.
const (
	// ConfidenceLow is a match that may be chance: a text about another subject often has one as
	// good.
	ConfidenceLow Confidence = "low"
	// ConfidenceFair is better than the best results of nine in ten texts about other subjects.
	ConfidenceFair Confidence = "fair"
	// ConfidenceHigh is better than the best results of nearly all texts about other subjects.
	ConfidenceHigh Confidence = "high"
)

// Confidences has the levels, lowest first.
var Confidences = []Confidence{ConfidenceLow, ConfidenceFair, ConfidenceHigh}

const (
	// fairEvidence and highEvidence are the lowest evidence of a level. docs/quality.md has the
	// measurements.
	fairEvidence, highEvidence = 1.7, 5
	// nearWidths are the widths above the median of other subjects at which the cosine of a result
	// makes it a match, in an answer with a result of fair confidence.
	nearWidths = 0.5
	// mostWords is the share of the telling words that makes an episode a match: half of their
	// weight.
	mostWords = 0.5
	// longText is the number of telling words of a long text. Few episodes have half of the words of
	// a question of several sentences, so as many words as half of longText are a match, but at
	// least leastWords.
	longText, leastWords = 6, 0.25
	// allWords is the share of the telling words that is all of them, with room for rounding.
	allWords = 0.99
	// maxWeak is the number of weak matches of an answer without results.
	maxWeak = 3
	// pairsFair and pairsHigh are the widths above random pairs of episodes at which a similar
	// episode has a level.
	pairsFair, pairsHigh = 2, 3
)

// matcher decides which candidates match a text. The zero matcher is for requests without one.
type matcher struct {
	text bool
	// byMeaning is set if the candidates were compared with the vector of the text.
	byMeaning bool
	// words is the number of telling words. exact is set if the text has a phrase, which every match
	// by words has.
	words int
	exact bool
	query WordQuery
	// short is a text of at most shortWords words; empty for a longer one.
	short string
	// topic is the cosine of the text and the centre of the catalogue.
	topic float64
	// weak is the beginning of the list that was left out because nothing in it was a match.
	weak []ranked
}

// shortWords is the number of words of a text that may be a part of a title. It may have only stop
// words, which tell nothing.
const shortWords = 6

// shortText returns a text without apostrophes, or "" if it has more than shortWords words.
func shortText(text string) string {
	if n := len(strings.Fields(text)); n == 0 || n > shortWords {
		return ""
	}
	return withoutApostrophes(text)
}

func withoutApostrophes(text string) string {
	return strings.NewReplacer("'", "", "’", "").Replace(text)
}

// inTitle reports whether the title of a candidate has every word of a short text, or the text has
// the name of one of its people.
func (m matcher) inTitle(c *candidate) bool {
	if m.short == "" {
		return false
	}
	named := func(p data.Person) bool { return m.query.names(p.Name) }
	return hasWords(withoutApostrophes(c.entry.Title), m.short) || slices.ContainsFunc(c.entry.People, named)
}

// compareNear fills in the cosines of the candidates with the text of a recommendation.
func (r *ranking) compareNear(ctx context.Context, vector []float32) error {
	if err := r.loadEmbeddings(ctx); err != nil || vector == nil {
		return err
	}
	for _, c := range r.candidates {
		c.near = blend(c.embedding.Compare(vector))
	}
	return nil
}

// measureMatches measures how well the candidates match the text of s, before feedback.
func (r *ranking) measureMatches(ctx context.Context, s *searchRequest) error {
	r.matcher = matcher{text: true, query: s.query, short: shortText(s.query.Plain), byMeaning: s.vector != nil, words: len(s.query.Telling), exact: len(s.query.Phrases) > 0}
	if s.byWords {
		shares, err := s.matches.Shares(ctx, r.entries())
		if err != nil {
			return err
		}
		for i, c := range r.candidates {
			if c.share = shares[i]; c.matches && (r.matcher.exact || r.matcher.words == 0) {
				c.share = 1
			}
		}
	}
	if s.vector == nil {
		return nil
	}
	if len(r.Calibration.Center) == len(s.vector) {
		r.matcher.topic = float64(cosine.Dot(r.Calibration.Center, s.vector))
	}
	return nil
}

// Evidence returns how well the first results of a text match it. vector is the embedded text.
func (v Revision) Evidence(ctx context.Context, text string, vector []float32) (Evidence, error) {
	v.info = v.Index.Info()
	r, s := v.searchRanking(Options{}), &searchRequest{vector: vector}
	defer func() { s.close() }()
	var err error
	if s.query, err = r.Index.Parse(ctx, text); err != nil {
		return Evidence{}, err
	}
	if err := r.match(ctx, s); err != nil {
		return Evidence{}, err
	}
	if err := r.compareText(ctx, s); err != nil {
		return Evidence{}, err
	}
	best := Evidence{Topic: r.matcher.topic}
	for _, c := range r.first(DefaultSearch) {
		best.Meaning, best.Words = max(best.Meaning, float64(c.near)), max(best.Words, float64(c.share))
	}
	return best, nil
}

// leastShare is the lowest share of the telling words that makes an episode a match.
func (m matcher) leastShare() float32 {
	switch {
	case m.exact || m.words == 0:
		return 0
	case m.words <= longText:
		return mostWords
	}
	return float32(max(leastWords, mostWords*longText/float64(m.words)))
}

// leavesOutChance reports whether results that do not match are left out: by words always, by meaning if
// the calibration is known, and never if the request has liked episodes.
func (r *ranking) leavesOutChance() bool {
	return r.matcher.text && !r.options.Unfiltered && (r.seeds == nil || len(r.seeds.entries) == 0) && (!r.matcher.byMeaning || r.Calibration.Known())
}

// evidence returns the evidence of a candidate; see [Calibration].
func (r *ranking) evidence(c *candidate) float64 {
	e := Evidence{Meaning: float64(c.near), Words: float64(c.share), Topic: r.matcher.topic}
	if !r.byWords { // nothing is known about words
		e.Words = r.Calibration.Words.Middle
	}
	return r.Calibration.of(e)
}

// convinces reports whether a candidate is reason enough to answer.
func (r *ranking) convinces(c *candidate) bool {
	m := r.matcher
	switch {
	case c.titled, c.share >= allWords, r.matcher.inTitle(c):
		return true
	case !m.byMeaning:
		return c.share >= m.leastShare()
	case m.words == 1 && c.share >= mostWords:
		return true
	default:
		return r.evidence(c) >= fairEvidence
	}
}

// isMatch reports whether a candidate matches the text, by words or by meaning.
func (r *ranking) isMatch(c *candidate) bool {
	return c.titled || r.matcher.inTitle(c) || c.matches && c.share >= r.matcher.leastShare() ||
		r.matcher.byMeaning && r.Calibration.Meaning.widthsAbove(float64(c.near), 0, nearWidths) == nearWidths
}

// onlyMatches removes the episodes that do not match the text from a list in order. If none is
// reason enough to answer, it removes all and keeps the first of them as weak matches.
func (r *ranking) onlyMatches(list []ranked) []ranked {
	if !r.leavesOutChance() {
		return list
	}
	if !slices.ContainsFunc(list, func(c ranked) bool { return r.convinces(c.candidate) }) {
		r.matcher.weak = slices.Clone(list[:min(maxWeak, len(list))])
		return nil
	}
	return slices.DeleteFunc(list, func(c ranked) bool { return !r.isMatch(c.candidate) })
}

// confidence returns the level of a result.
func (r *ranking) confidence(c ranked) Confidence {
	switch {
	case c.source != "":
		return ConfidenceLow // the fallback did not compare it
	case r.latest:
		return ""
	case r.matcher.text && (r.seeds == nil || len(r.seeds.entries) == 0):
		return r.textConfidence(c.candidate)
	default:
		return r.similarConfidence(c.candidate)
	}
}

// textConfidence returns the level of a result of a text.
func (r *ranking) textConfidence(c *candidate) Confidence {
	switch {
	case c.titled:
		return ConfidenceHigh
	case !r.matcher.byMeaning:
		return wordConfidence(c)
	case !r.Calibration.Known():
		return ""
	case r.evidence(c) >= highEvidence:
		return ConfidenceHigh
	case r.evidence(c) >= fairEvidence, c.share >= allWords:
		return ConfidenceFair
	default:
		return ConfidenceLow
	}
}

// wordConfidence returns the level of a result that was found by words only: words alone do not
// tell whether they have the same meaning.
func wordConfidence(c *candidate) Confidence {
	if c.share >= allWords {
		return ConfidenceFair
	}
	return ConfidenceLow
}

// similarConfidence returns the level of a result that is similar to episodes.
func (r *ranking) similarConfidence(c *candidate) Confidence {
	if !r.byMeaning || c.cosine == cosine.None || !r.Calibration.Known() {
		return ""
	}
	widths := r.Calibration.Pairs.widthsAbove(float64(c.cosine), 0, pairsHigh)
	switch {
	case widths >= pairsHigh:
		return ConfidenceHigh
	case widths >= pairsFair:
		return ConfidenceFair
	default:
		return ConfidenceLow
	}
}

// whyEmpty explains why a text finds nothing.
func (r *ranking) whyEmpty(ctx context.Context, q WordQuery) (string, error) {
	switch {
	case len(r.matcher.weak) > 0:
		return "no episode is clearly about this", nil
	case q.Plain == "" && len(q.Excluded) > 0:
		return r.emptyReason(ctx, "the search has only excluded words")
	default:
		return r.emptyReason(ctx, "no episode has these words")
	}
}
