package clean

import (
	"strings"
	"unicode"

	"segue/data"
)

// Description removes text from a plain text that is not about the episode: footers of hosting
// services and publishing software, messages of sponsors, requests to follow or rate, headings
// of show notes, and the links below them. If it removes a sentence, the rest of the paragraph
// stays. It returns the rest in the form of [Text], and the removed pieces.
//
// Every word of text is in kept or in removed. The rest has a word if text has one: if nothing
// would be left, fewer rules apply. Description is idempotent.
func Description(text string) (kept string, removed []data.Removal) {
	return DescriptionWithLinks(text, IsLink)
}

// DescriptionWithLinks is like [Description] for a text whose links have lost their addresses.
// link reports whether a line of the text is a link to something else. It is called for the
// lines below a heading of show notes.
func DescriptionWithLinks(text string, link func(line string) bool) (kept string, removed []data.Removal) {
	kept = Text(text)
	for {
		next, more := cleanOnce(kept, link)
		if next == kept {
			return kept, removed
		}
		kept, removed = next, append(removed, more...)
	}
}

// Rules returns the rules that match parts of a text, and whether nothing else is in it.
func Rules(text string) (rules []string, whole bool) {
	c := newCleaner(Text(text), IsLink, rounds[0])
	kept := c.run()
	for _, r := range c.removed {
		rules = append(rules, r.Rule)
	}
	return rules, !hasWord(kept)
}

// rounds are the rules that apply, from all to the fewest: those that remove no text that may be
// about the episode.
var rounds = []func(rule string) bool{
	func(string) bool { return true },
	func(rule string) bool { return rule == HostFooter || rule == PostFooter || rule == CallToAction },
}

// cleanOnce applies as many rules as leave a word.
func cleanOnce(text string, link func(string) bool) (string, []data.Removal) {
	for _, applies := range rounds {
		c := newCleaner(text, link, applies)
		if kept := c.run(); hasWord(kept) {
			return kept, c.removed
		}
	}
	return text, nil
}

func hasWord(s string) bool { return strings.ContainsFunc(s, isWord) }

func isWord(r rune) bool  { return unicode.IsLetter(r) || unicode.IsNumber(r) }
func notWord(r rune) bool { return !isWord(r) }

// cleaner processes a description line by line.
type cleaner struct {
	lines    []string
	active   []*pattern
	applies  func(rule string) bool
	link     func(line string) bool
	kept     []string
	removed  []data.Removal
	strict   []cleaned // each line without the sentences that are surely no story
	heading  string    // the rule of the heading of the current list, or ""
	inAdvert bool      // true after a line that was removed as a message of a sponsor
}

func newCleaner(text string, link func(string) bool, applies func(string) bool) *cleaner {
	c := &cleaner{lines: strings.Split(text, "\n"), link: link, applies: applies}
	lower := strings.ToLower(text)
	for _, p := range patterns() {
		if applies(p.rule) && p.mayMatch(lower) {
			c.active = append(c.active, p)
		}
	}
	return c
}

func (c *cleaner) run() string {
	for _, l := range c.lines {
		c.strict = append(c.strict, c.sentences(l, false))
	}
	for i := range c.lines {
		c.line(i)
	}
	if len(c.removed) > 0 {
		c.dropSeparators()
	}
	return Text(strings.Join(c.kept, "\n"))
}

// line processes a line.
func (c *cleaner) line(i int) {
	l := c.lines[i]
	if l == "" {
		c.kept = append(c.kept, "")
		return
	}
	s := c.strict[i]
	if s.kept != "" && s.startsWithAdvert && c.othersHaveText(i) {
		s = c.sentences(l, true)
	}
	c.removed = append(c.removed, s.removed...)
	switch {
	case s.kept == "":
		c.inAdvert = s.advert
		return
	case c.removeLine(s.kept):
		return
	}
	c.inAdvert, c.heading = false, c.headingAfter(s.kept)
	c.kept = append(c.kept, s.kept)
}

// minStory is the number of words of other lines that can be the text about the episode.
const minStory = 5

// othersHaveText reports whether the lines but one have a text about the episode.
func (c *cleaner) othersHaveText(line int) bool {
	for i, s := range c.strict {
		if i != line && !s.startsWithAdvert && strings.Count(s.kept, " ") >= minStory-1 {
			return true
		}
	}
	return false
}

// removeLine removes a whole line: a heading, a link below it, or the continuation of a
// sponsor's message.
func (c *cleaner) removeLine(l string) bool {
	rule := ""
	for _, p := range c.active {
		if p.scope == line {
			if start, _ := p.find(l); start == 0 {
				rule = p.rule
				break
			}
		}
	}
	switch {
	case rule == ShowNotesHeading, rule == SponsorHeading:
		c.heading = rule
	case rule != "":
	case c.heading != "" && c.link(l):
		rule = ShowNotesLink
	case (c.inAdvert || c.heading == SponsorHeading) && c.applies(SponsorMessage) && onlyOffers(l):
		rule = SponsorMessage
	default:
		return false
	}
	c.removed = append(c.removed, data.Removal{Text: l, Rule: rule})
	return true
}

// headingAfter returns the heading that still applies below a line that stays. Prose ends a list.
func (c *cleaner) headingAfter(l string) string {
	if c.heading != "" && prose.MatchString(l) && !chapter.MatchString(l) {
		return ""
	}
	return c.heading
}

// onlyOffers reports whether all sentences of a line are offers, and one is a discount or has an
// address.
func onlyOffers(l string) bool {
	for rest := l; rest != ""; {
		n := nextSentence(rest)
		if !isOffer(rest[:n], nil) {
			return false
		}
		rest = rest[n:]
	}
	return discount.MatchString(l)
}

// dropSeparators removes lines without words at the end, such as dashes before a footer.
func (c *cleaner) dropSeparators() {
	for n := len(c.kept); n > 0 && !hasWord(c.kept[n-1]); n-- {
		if l := c.kept[n-1]; l != "" {
			c.removed = append(c.removed, data.Removal{Text: l, Rule: c.removed[len(c.removed)-1].Rule})
		}
		c.kept = c.kept[:n-1]
	}
}
