package words

import (
	"context"
	"fmt"

	"segue/recommend"
)

const (
	// spokenShare is the share of a telling word that counts if only the transcript has it.
	spokenShare = 0.5
	// correctedShare is the share of a telling word that counts in another spelling.
	correctedShare = 0.5
)

// share fills in the shares of the telling words that the matches have.
func (s *search) share(ctx context.Context, m *Matches) error {
	m.startShares()
	whole := 0.0
	for i, word := range s.query.Telling {
		weight, err := s.shareWord(ctx, m, uint8(i+1), word)
		if err != nil {
			return err
		}
		whole += weight
	}
	for _, slot := range m.Slots {
		if whole > 0 {
			m.shares[slot] = min(m.shares[slot]/float32(whole), 1)
		}
	}
	return nil
}

// startShares empties the shares.
func (m *Matches) startShares() {
	if cap(m.shares) < len(m.Scores) {
		m.shares, m.counted = make([]float32, len(m.Scores)), make([]uint8, len(m.Scores))
	}
	m.shares, m.counted = m.shares[:len(m.Scores)], m.counted[:len(m.Scores)]
	clear(m.shares)
	clear(m.counted)
}

// shareWord adds the weight of a telling word to the episodes that have it, and returns the weight.
func (s *search) shareWord(ctx context.Context, m *Matches, number uint8, word recommend.TellingWord) (float64, error) {
	found := make([]termPostings, len(word.Stems))
	weight := idf(1, s.view.live)
	for i, stem := range word.Stems {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		var err error
		if found[i], err = s.view.find(s.cursor, stem); err != nil {
			return 0, fmt.Errorf("searching %q: %w", stem, err)
		}
		for field := range found[i] {
			weight = min(weight, found[i][field].idf)
		}
	}
	counts := weight
	if word.Corrected {
		counts *= correctedShare
	}
	for _, field := range shareOrder {
		for _, postings := range found {
			m.addShare(number, postings[field.number].postings, float32(counts*field.share))
		}
	}
	return weight, s.sharePrefix(ctx, m, number, word.Prefix, float32(counts*prefixWeight))
}

// sharePrefix adds a share to the episodes with a longer word than the prefix.
func (s *search) sharePrefix(ctx context.Context, m *Matches, number uint8, prefix string, share float32) error {
	if prefix == "" {
		return nil
	}
	longer, err := s.view.prefixPostings(ctx, s.cursor, prefix)
	m.addShare(number, longer, share)
	return err
}

// shareOrder are the scored fields with the share of a word that counts in them, highest first.
var shareOrder = func() (order []fieldShare) {
	for field := range scoredFields {
		if scoredFields[field].name != fieldTranscript {
			order = append(order, fieldShare{field, 1})
		}
	}
	for field := range scoredFields {
		if scoredFields[field].name == fieldTranscript {
			order = append(order, fieldShare{field, spokenShare})
		}
	}
	return order
}()

// fieldShare is the number of a scored field and the share of a word that counts in it.
type fieldShare struct {
	number int
	share  float64
}

// addShare adds share to the slots of postings for which the word with a number has not been
// counted yet.
func (m *Matches) addShare(number uint8, postings []posting, share float32) {
	for _, p := range postings {
		if m.counted[p.slot] != number {
			m.counted[p.slot] = number
			m.shares[p.slot] += share
		}
	}
}
