package clean

import (
	"strings"

	"segue/data"
)

// cleaned is a line without the sentences that patterns match.
type cleaned struct {
	kept    string
	removed []data.Removal
	// advert is true if the last removed sentence is part of a sponsor's message.
	// startsWithAdvert is true if the first sentence is one.
	advert, startsWithAdvert bool
}

// sentences removes sentences from a line. whole removes all sentences after one that names a
// sponsor, up to one about the episode. Otherwise only sentences that are offers are removed.
func (c *cleaner) sentences(l string, whole bool) cleaned {
	var s cleaned
	var rest strings.Builder
	names := map[string]bool(nil) // of the current message, or nil
	for first := true; l != ""; first = false {
		start, end, rule := c.match(l)
		switch {
		case end > 0:
			rest.WriteString(l[:start] + " ")
			s.remove(l[start:end], rule)
			if names = nil; rule == SponsorDisclosure {
				names = namesIn(l[start:end])
				s.startsWithAdvert = s.startsWithAdvert || first && start == 0
			}
		case names != nil && continues(l[:nextSentence(l)], names, whole):
			end = nextSentence(l)
			s.remove(l[:end], SponsorMessage)
		default:
			names, end = nil, nextSentence(l)
			rest.WriteString(l[:end])
		}
		l = l[end:]
	}
	s.kept = Line(rest.String())
	return s
}

func (s *cleaned) remove(text, rule string) {
	s.removed = append(s.removed, data.Removal{Text: strings.TrimSpace(text), Rule: rule})
	s.advert = rule == SponsorDisclosure || rule == SponsorMessage
}

// continues reports whether a sentence continues a sponsor's message.
func continues(sentence string, names map[string]bool, whole bool) bool {
	return isOffer(sentence, names) || whole && !story.MatchString(sentence)
}

// match returns the range of the first match that begins in the first sentence of a text, and
// its rule. The end is 0 if there is none.
func (c *cleaner) match(l string) (start, end int, rule string) {
	next := nextSentence(l)
	near := l[:min(len(l), next+maxMatch)] // a longer match does not count
	for _, p := range c.active {
		if p.scope == line {
			continue
		}
		s, e := p.find(near)
		switch {
		case e <= 0, s >= next, e == len(near) && e < len(l):
		case p.scope == anywhere:
			if end == 0 || s < start {
				start, end, rule = s, e, p.rule
			}
		case p.scope == sentence, isOffer(l[e:][:nextSentence(l[e:])], nil):
			return 0, e, p.rule
		}
	}
	return start, end, rule
}

// namesIn returns the capitalised words of a sentence, without the first word.
func namesIn(sentence string) map[string]bool {
	names := map[string]bool{}
	for i, word := range strings.FieldsFunc(sentence, notWord) {
		if i > 0 && len(word) > 2 && strings.ToLower(word[:1]) != word[:1] {
			names[word] = true
		}
	}
	return names
}
