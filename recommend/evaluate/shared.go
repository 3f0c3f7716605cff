package evaluate

import (
	"fmt"
	"strings"
	"unicode"

	"segue/data"
	"segue/data/text"
)

const (
	// MinTag and MaxTag bound how many episodes a tag must have to relate them.
	// Rarer ones are often misspelt, more frequent ones say little.
	MinTag, MaxTag = 5, 80
	// MinCategory is the same for categories, which somebody chose from a list.
	MinCategory = 3
)

// EventWords are the beginnings of tags and titles that name an event, a place or
// a format and not a topic, folded to letters.
var EventWords = []string{"pycon", "kiwipycon", "europython", "djangocon", "djangoday", "pydata", "pyohio", "pygotham", "pycascades",
	"chipy", "flaskcon", "pythonwebconf", "wtdaustralia", "room", "talk", "keynote", "plenary", "poster", "lightningtalk", "tutorial", "general", "casestudy", "usecase"}

// LabelRule says which tags or categories relate episodes.
type LabelRule struct {
	// Min and Max bound the number of episodes that have a label; 0 stands for the
	// default.
	Min, Max int
	// Drop are beginnings of labels that do not count, compared by letters alone;
	// nil stands for [EventWords].
	Drop []string
}

// sharedLabels relates every two episodes that share a label. Labels are
// compared by letters and digits, so "Machine-Learning" is "machine learning".
// Left out are labels that begin with a dropped word, and those that name the
// episode's own show in at least half of their uses.
func sharedLabels(name string, entries []entry, labels func(entry) []string, rule LabelRule) Task {
	users := map[string][]data.EpisodeID{} // without the uses as name of a show
	own := map[string]int{}                // those uses
	order := []string{}
	for _, e := range entries {
		for _, label := range distinct(labels(e)) {
			if users[label] == nil && own[label] == 0 {
				order = append(order, label)
			}
			if namesShow(label, e.Show.Title) {
				own[label]++
			} else {
				users[label] = append(users[label], e.ID)
			}
		}
	}
	p, kept := pairs{}, 0
	for _, label := range order {
		if n := len(users[label]); n < rule.Min || n > rule.Max || own[label] >= n || rule.drops(label) {
			continue
		}
		kept++
		p.group(users[label])
	}
	t := p.task(name, episodesOf(entries))
	t.Without = []Signal{SignalTags}
	t.Made = fmt.Sprintf("Two episodes are related that share one of %d %s used by %d to %d episodes: %d labels of %d episodes.",
		kept, name, rule.Min, rule.Max, t.Labels(), len(t.Queries))
	t.Caution = "Sharing a label is a weak sign of being related: read precision@10 as the share of answers with a common label."
	return t
}

func (r LabelRule) drops(label string) bool {
	letters := fold(label, unicode.IsLetter)
	for _, word := range r.Drop {
		if word := fold(word, unicode.IsLetter); word != "" && strings.HasPrefix(letters, word) {
			return true
		}
	}
	return false
}

// namesShow reports whether a label is the name of a show, or a beginning of it
// that has at least its first word: "PyCon", "pyconau" and "pyconau2017" are
// those of "PyCon AU 2017".
func namesShow(label, show string) bool {
	whole := fold(show, unicode.IsLetter)
	word, _, _ := strings.Cut(strings.TrimSpace(show), " ")
	beginning, letters := fold(word, unicode.IsLetter), fold(label, unicode.IsLetter)
	if beginning == "" || letters == "" {
		return false
	}
	return strings.HasPrefix(letters, whole) || strings.HasPrefix(whole, letters) && len(letters) >= len(beginning)
}

// distinct are the folded labels of one episode, each once.
func distinct(labels []string) []string {
	var list []string
	seen := map[string]bool{}
	for _, label := range labels {
		if key := fold(label, wordRune); key != "" && !seen[key] {
			seen[key] = true
			list = append(list, key)
		}
	}
	return list
}

// wordRune takes the signs of "C++" and "C#" for letters.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#'
}

// fold returns the runes that are kept, in one case.
func fold(s string, keep func(rune) bool) string {
	return text.Fold(strings.Map(func(r rune) rune {
		if !keep(r) {
			return -1
		}
		return r
	}, s))
}

func episodesOf(entries []entry) []data.Episode {
	list := make([]data.Episode, len(entries))
	for i, e := range entries {
		list[i] = e.Episode
	}
	return list
}
