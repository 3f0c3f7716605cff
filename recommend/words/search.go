package words

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"segue/recommend"
)

// Search sets scores[n] to the sum of the BM25 weights of the terms of q in episode n:
// in title and description, in names, and, with half weight, in the transcript. A word
// that begins with q.Prefix has weight prefixWeight in episodes that do not contain the
// prefix itself as a word. If q has no terms, a phrase is scored like a term.
// excluded[n] is set if episode n lacks a phrase or matches an exclusion.
func (v *View) Search(ctx context.Context, q recommend.WordQuery, scores []float32, excluded []bool) error {
	defer runtime.KeepAlive(v)
	if len(scores) != len(v.documents) || len(excluded) != len(v.documents) {
		return fmt.Errorf("got %d scores and %d exclusion marks for %d episodes; want one of each per episode", len(scores), len(excluded), len(v.documents))
	}
	clear(scores)
	clear(excluded)
	c := v.cursor()
	defer v.cursors.Put(c)
	for _, t := range q.Terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		for field := range scoredFields {
			if err := v.add(c, field, t.Stem, t.Weight, scores); err != nil {
				return fmt.Errorf("searching %q: %w", t.Stem, err)
			}
		}
	}
	if q.Prefix != "" {
		if err := v.addPrefix(ctx, c, q.Prefix, scores); err != nil {
			return fmt.Errorf("searching words that begin with %q: %w", q.Prefix, err)
		}
	}
	if err := v.addPairs(ctx, q.Pairs, scores); err != nil {
		return err
	}
	if err := v.require(ctx, q, scores, excluded); err != nil {
		return err
	}
	return v.exclude(ctx, c, q.Excluded, excluded)
}

// addPrefix adds the score of words that begin with prefix. They count as one term: its
// frequency in an episode is the frequency of the most frequent of them, and its
// document frequency is the number of episodes with any of them.
func (v *View) addPrefix(ctx context.Context, c *cursor, prefix string, scores []float32) error {
	words, err := v.expandPrefix(c, prefix)
	if err != nil || len(words) == 0 {
		return err
	}
	exact, stems := v.stems(prefix), map[string]bool{}
	for _, w := range words {
		for _, stem := range v.stems(w.word) {
			stems[stem] = !slices.Contains(exact, stem)
		}
	}
	sum, best := make([]float32, len(scores)), make([]float32, len(scores))
	for field := range scoredFields {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := v.addAny(c, field, stems, best, sum); err != nil {
			return err
		}
		clear(best)
	}
	for _, stem := range exact {
		for field := range scoredFields {
			if _, err := c.find(scoredFields[field].name, stem); err != nil {
				return err
			}
			if err := v.each(c, field, func(n int32, _ float32) { sum[n] = 0 }); err != nil {
				return err
			}
		}
	}
	for n, s := range sum {
		scores[n] += s
	}
	return nil
}

// addPairs adds a bonus for words that are adjacent in the same order as in the search.
// Each pair is a term with its own document frequency (ordered pairs of Metzler and
// Croft, "A Markov Random Field Model for Term Dependencies", 2005).
func (v *View) addPairs(ctx context.Context, pairs [][]string, scores []float32) error {
	for _, pair := range pairs {
		found, err := v.phrase(ctx, pair)
		if err != nil {
			return fmt.Errorf("searching the pair %q: %w", pair, err)
		}
		weight := float32(pairWeight * idf(len(found), v.live))
		for _, m := range found {
			scores[m.episode] += weight * saturate(float32(m.times), k1)
		}
	}
	return nil
}

// addAny adds to sum the score of any of the stems in a field. best is a buffer of
// zeros with the same length.
func (v *View) addAny(c *cursor, field int, stems map[string]bool, best, sum []float32) error {
	documents := 0
	for stem, counts := range stems {
		if !counts {
			continue
		}
		if _, err := c.find(scoredFields[field].name, stem); err != nil {
			return err
		}
		err := v.each(c, field, func(n int32, saturation float32) {
			if best[n] == 0 {
				documents++
			}
			best[n] = max(best[n], saturation)
		})
		if err != nil {
			return err
		}
	}
	factor := float32(prefixWeight * scoredFields[field].weight * idf(documents, v.live))
	for n, s := range best {
		sum[n] += factor * s
	}
	return nil
}

// stems returns the different stems of a word in all languages of the index.
func (v *View) stems(word string) []string {
	var stems []string
	for _, l := range v.languages {
		if stem := stemOrKey(l.form(word)); !slices.Contains(stems, stem) {
			stems = append(stems, stem)
		}
	}
	return stems
}

// require marks the episodes that lack a phrase of q.
func (v *View) require(ctx context.Context, q recommend.WordQuery, scores []float32, excluded []bool) error {
	for _, phrase := range q.Phrases {
		found, err := v.phrase(ctx, phrase)
		if err != nil {
			return fmt.Errorf("searching the phrase %q: %w", phrase, err)
		}
		has := make([]bool, len(excluded))
		weight := float32(idf(len(found), v.live))
		for _, m := range found {
			has[m.episode] = true
			if len(q.Terms) == 0 {
				scores[m.episode] += weight * saturate(float32(m.times), k1)
			}
		}
		for n := range excluded {
			excluded[n] = excluded[n] || !has[n]
		}
	}
	return nil
}

// exclude marks the episodes that contain any of the lists. A list of one is a stem, a
// longer one is a phrase.
func (v *View) exclude(ctx context.Context, c *cursor, lists [][]string, excluded []bool) error {
	for _, list := range lists {
		if len(list) == 1 {
			if err := v.excludeStem(c, list[0], excluded); err != nil {
				return fmt.Errorf("excluding %q: %w", list[0], err)
			}
			continue
		}
		found, err := v.phrase(ctx, list)
		if err != nil {
			return fmt.Errorf("excluding the phrase %q: %w", list, err)
		}
		for _, m := range found {
			excluded[m.episode] = true
		}
	}
	return nil
}

func (v *View) excludeStem(c *cursor, stem string, excluded []bool) error {
	for field := range scoredFields {
		if _, err := c.find(scoredFields[field].name, stem); err != nil {
			return err
		}
		if err := v.each(c, field, func(n int32, _ float32) { excluded[n] = true }); err != nil {
			return err
		}
	}
	return nil
}
