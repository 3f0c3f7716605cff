package clean

import (
	"strings"

	"segue/data"
)

// Description takes out of a plain text what is not about the episode: the
// footers that publishing software adds, sponsor disclosures, and show notes'
// headings with the lists of links below them. A sentence is taken out alone; the
// rest of its paragraph stays. It returns the rest in the form of [Text], and what
// it removed in the order of the text.
//
// Every word of text is in kept or in removed. A text that Description returned
// comes back unchanged.
func Description(text string) (kept string, removed []data.Removal) {
	var s sweep
	for l := range strings.SplitSeq(Text(text), "\n") {
		s.line(l)
	}
	return Text(strings.Join(s.kept, "\n")), s.removed
}

// sweep goes through a description line by line.
type sweep struct {
	kept    []string
	removed []data.Removal
	// inList is true below a heading of show notes, until a line tells
	// something about the episode again.
	inList bool
}

func (s *sweep) line(l string) {
	if l == "" {
		s.kept = append(s.kept, "")
		return
	}
	l = s.sentences(l)
	switch {
	case l == "":
	case s.remove(l, line):
		s.inList = true
	case s.inList && s.remove(l, listed):
	default:
		s.kept = append(s.kept, l)
		s.inList = s.inList && chapter.MatchString(l)
	}
}

// remove takes the line out if a rule of the scope matches the whole of it.
func (s *sweep) remove(l string, in scope) bool {
	n, name := match(l, in)
	if n != len(l) {
		return false
	}
	s.removed = append(s.removed, data.Removal{Text: l, Rule: name})
	return true
}

// sentences takes sentences out of the line until none is left to take: what
// stood around a sentence may form a new one.
func (s *sweep) sentences(l string) string {
	for {
		rest := s.sentencesOnce(l)
		if rest == l {
			return l
		}
		l = rest
	}
}

func (s *sweep) sentencesOnce(l string) string {
	var rest strings.Builder
	for l != "" {
		n, name := match(l, sentence)
		if n > 0 {
			s.removed = append(s.removed, data.Removal{Text: strings.TrimSpace(l[:n]), Rule: name})
		} else {
			n = nextSentence(l)
			rest.WriteString(l[:n])
		}
		l = l[n:]
	}
	return strings.TrimSpace(rest.String())
}

// match finds the first rule of the scope that matches the beginning of text.
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
