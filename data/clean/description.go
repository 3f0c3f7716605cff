package clean

import (
	"strings"

	"segue/data"
)

// Description removes text from a plain text that is not about the episode: footers of
// publishing software, sponsor disclosures, and headings of show notes with the lists of
// links below them. If it removes a sentence, the rest of the paragraph stays. It returns
// the rest in the form of [Text], and the removed pieces in the order of the text.
//
// Every word of text is in kept or in removed. Description is idempotent.
func Description(text string) (kept string, removed []data.Removal) {
	var c cleaner
	for l := range strings.SplitSeq(Text(text), "\n") {
		c.line(l)
	}
	return Text(strings.Join(c.kept, "\n")), c.removed
}

// cleaner processes a description line by line.
type cleaner struct {
	kept    []string
	removed []data.Removal
	// inList is true below a heading of show notes, up to the next line of prose.
	inList bool
}

func (c *cleaner) line(l string) {
	if l == "" {
		c.kept = append(c.kept, "")
		return
	}
	l = c.sentences(l)
	switch {
	case l == "":
	case c.remove(l, line):
		c.inList = true
	case c.inList && c.remove(l, listItem):
	default:
		c.kept = append(c.kept, l)
		c.inList = c.inList && chapter.MatchString(l)
	}
}

// remove removes the line if a rule of the scope matches all of it.
func (c *cleaner) remove(l string, in scope) bool {
	n, name := match(l, in)
	if n != len(l) {
		return false
	}
	c.removed = append(c.removed, data.Removal{Text: l, Rule: name})
	return true
}

// sentences removes sentences from the line until no rule matches, since the text around
// a removed sentence may form a new match.
func (c *cleaner) sentences(l string) string {
	for {
		rest := c.sentencesOnce(l)
		if rest == l {
			return l
		}
		l = rest
	}
}

func (c *cleaner) sentencesOnce(l string) string {
	var rest strings.Builder
	for l != "" {
		n, name := match(l, sentence)
		if n > 0 {
			c.removed = append(c.removed, data.Removal{Text: strings.TrimSpace(l[:n]), Rule: name})
		} else {
			n = nextSentence(l)
			rest.WriteString(l[:n])
		}
		l = l[n:]
	}
	return strings.TrimSpace(rest.String())
}

// match returns the first rule of the scope that matches the beginning of text.
func match(text string, in scope) (length int, name string) {
	for _, r := range rules {
		if r.scope != in {
			continue
		}
		if n := r.match(text); n > 0 {
			return n, r.name
		}
	}
	return 0, ""
}
