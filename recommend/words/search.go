package words

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"segue/recommend"
)

// Match finds the episodes that match q. The score of an episode is the sum of the BM25
// weights of the terms: in title and description, in names, and, with half weight, in the
// transcript. A word that begins with q.Prefix has weight prefixWeight in episodes that
// do not contain the prefix itself as a word. If q has no terms, a phrase is scored like a
// term. Episodes that lack a phrase or match an exclusion are excluded. After an error m
// is empty.
func (v *View) Match(ctx context.Context, q recommend.WordQuery, m *Matches) error {
	defer runtime.KeepAlive(v)
	c, b := v.cursor(), v.buffers.Get().(*buffer)
	defer v.cursors.Put(c)
	defer v.buffers.Put(b)
	m.Reset(len(v.documents))
	s := search{view: v, cursor: c, query: q, sum: buffer{scores: m.Scores, used: b.used}}
	if err := s.run(ctx); err != nil {
		s.sum.reset()
		return err
	}
	m.Slots, m.Excluded, m.Spoken = s.sum.slots(m.Slots), s.excluded, s.mass.share(transcriptField)
	if m.Excluded != nil {
		m.Slots = slices.DeleteFunc(m.Slots, func(slot int32) bool {
			if m.Excluded[slot] {
				m.Scores[slot] = 0
			}
			return m.Excluded[slot]
		})
	}
	if err := s.share(ctx, m); err != nil {
		m.Reset(len(v.documents))
		return err
	}
	return nil
}

// search is the state of one call of Match.
type search struct {
	view   *View
	cursor *cursor
	query  recommend.WordQuery
	// sum has the score of each slot.
	sum buffer
	// excluded marks the slots that must not match; nil if the query excludes nothing.
	excluded []bool
	mass     fieldMass
}

func (s *search) run(ctx context.Context) error {
	if err := s.addTerms(ctx); err != nil {
		return err
	}
	if s.query.Prefix != "" {
		found, err := s.view.prefixPostings(ctx, s.cursor, s.query.Prefix)
		if err != nil {
			return fmt.Errorf("searching words that begin with %q: %w", s.query.Prefix, err)
		}
		s.sum.add(found, 1)
	}
	for _, pair := range s.query.Pairs {
		found, err := s.view.phrase(ctx, pair)
		if err != nil {
			return fmt.Errorf("searching the pair %q: %w", pair, err)
		}
		s.addPhrase(found, pairWeight)
	}
	if len(s.query.Phrases)+len(s.query.Excluded) > 0 {
		s.excluded = make([]bool, len(s.view.documents))
	}
	if err := s.require(ctx); err != nil {
		return err
	}
	return s.exclude(ctx)
}

func (s *search) addTerms(ctx context.Context) error {
	for _, t := range s.query.Terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := s.view.find(s.cursor, t.Stem)
		if err != nil {
			return fmt.Errorf("searching %q: %w", t.Stem, err)
		}
		for field := range found {
			factor := found[field].factor(field, t.Weight)
			s.sum.add(found[field].postings, factor)
			s.mass[field] += float64(factor) * float64(len(found[field].postings))
		}
	}
	return nil
}

// addPhrase adds the score of a phrase, which is a term with its own document frequency.
// A pair of words that are adjacent in the same order as in the search is such a phrase
// (ordered pairs of Metzler and Croft, "A Markov Random Field Model for Term
// Dependencies", 2005).
func (s *search) addPhrase(found []posting, weight float64) {
	s.sum.add(found, float32(weight*idf(len(found), s.view.live)))
}

// require excludes the episodes that lack a phrase.
func (s *search) require(ctx context.Context) error {
	for _, phrase := range s.query.Phrases {
		found, err := s.view.phrase(ctx, phrase)
		if err != nil {
			return fmt.Errorf("searching the phrase %q: %w", phrase, err)
		}
		if len(s.query.Terms) == 0 {
			s.addPhrase(found, 1)
		}
		has := make([]bool, len(s.excluded))
		for _, p := range found {
			has[p.slot] = true
		}
		for slot := range s.excluded {
			s.excluded[slot] = s.excluded[slot] || !has[slot]
		}
	}
	return nil
}

// exclude excludes the episodes that contain any of the excluded lists. A list of one is a
// stem, a longer one is a phrase.
func (s *search) exclude(ctx context.Context) error {
	for _, list := range s.query.Excluded {
		if len(list) == 1 {
			found, err := s.view.find(s.cursor, list[0])
			if err != nil {
				return fmt.Errorf("excluding %q: %w", list[0], err)
			}
			for field := range found {
				s.excludeAll(found[field].postings)
			}
			continue
		}
		found, err := s.view.phrase(ctx, list)
		if err != nil {
			return fmt.Errorf("excluding the phrase %q: %w", list, err)
		}
		s.excludeAll(found)
	}
	return nil
}

func (s *search) excludeAll(postings []posting) {
	for _, p := range postings {
		s.excluded[p.slot] = true
	}
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
