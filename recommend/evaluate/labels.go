package evaluate

import (
	"fmt"
	"strings"
	"unicode"

	"segue/data"
	"segue/data/text"
)

const (
	// A tag relates its episodes if it has MinTag to MaxTag of them. Rarer tags are often
	// misspelled, more frequent ones are too general.
	MinTag, MaxTag = 5, 80
	// MinCategory is the lowest number of episodes of a category. Categories are rarely
	// misspelled, because publishers choose them from a list.
	MinCategory = 3
)

// EventWords are beginnings of tags and titles that are events, places or formats instead of
// topics. They have letters only.
var EventWords = []string{"pycon", "kiwipycon", "europython", "djangocon", "djangoday", "pydata", "pyohio", "pygotham", "pycascades",
	"chipy", "flaskcon", "pythonwebconf", "wtdaustralia", "room", "talk", "keynote", "plenary", "poster", "lightningtalk", "tutorial", "general", "casestudy", "usecase"}

// LabelRule selects the tags or categories that relate episodes.
type LabelRule struct {
	// Min and Max are the lowest and highest number of episodes of a label; 0 is the default.
	Min, Max int
	// Drop are beginnings of labels to ignore, compared by letters only; nil is [EventWords].
	Drop []string
}

// sharedLabels relates every two episodes that share a label. Labels are compared by letters
// and digits, so "Machine-Learning" equals "machine learning". It ignores labels that begin
// with a dropped word, and labels that are the name of the episode's show in at least half of
// their uses.
func sharedLabels(name string, entries []labelledEpisode, labels func(labelledEpisode) []string, rule LabelRule) Task {
	users := map[string][]data.EpisodeID{} // episodes of a label that is not the name of their show
	own := map[string]int{}                // number of episodes whose show the label names
	order := []string{}
	for _, e := range entries {
		for _, label := range distinctLabels(labels(e)) {
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
	t.Origin = fmt.Sprintf("Two episodes are related if they share one of %d %s that have %d to %d episodes: %d labels of %d episodes.",
		kept, name, rule.Min, rule.Max, t.Labels(), len(t.Queries))
	t.Caution = "Episodes with a common label are often unrelated: precision@10 is the share of results with a common label."
	return t
}

// drops reports whether a label begins with a dropped word.
func (r LabelRule) drops(label string) bool {
	letters := foldRunes(label, unicode.IsLetter)
	for _, word := range r.Drop {
		if word := foldRunes(word, unicode.IsLetter); word != "" && strings.HasPrefix(letters, word) {
			return true
		}
	}
	return false
}

// namesShow reports whether a label is the name of a show, or a beginning of the name with at
// least its first word: "PyCon", "pyconau" and "pyconau2017" for "PyCon AU 2017".
func namesShow(label, show string) bool {
	whole := foldRunes(show, unicode.IsLetter)
	word, _, _ := strings.Cut(strings.TrimSpace(show), " ")
	beginning, letters := foldRunes(word, unicode.IsLetter), foldRunes(label, unicode.IsLetter)
	if beginning == "" || letters == "" {
		return false
	}
	return strings.HasPrefix(letters, whole) || strings.HasPrefix(whole, letters) && len(letters) >= len(beginning)
}

// distinctLabels returns the folded labels of an episode, each once.
func distinctLabels(labels []string) []string {
	var list []string
	seen := map[string]bool{}
	for _, label := range labels {
		if key := foldRunes(label, isLabelRune); key != "" && !seen[key] {
			seen[key] = true
			list = append(list, key)
		}
	}
	return list
}

// isLabelRune reports whether a rune counts in comparisons of labels and sentences: it can be
// in a word, or is a sign as in "C++" and "C#".
func isLabelRune(r rune) bool {
	return text.IsWordRune(r) || r == '+' || r == '#'
}

// foldRunes returns the runes of s for which keep is true, case-folded.
func foldRunes(s string, keep func(rune) bool) string {
	return text.Fold(strings.Map(func(r rune) rune {
		if !keep(r) {
			return -1
		}
		return r
	}, s))
}

func episodesOf(entries []labelledEpisode) []data.Episode {
	list := make([]data.Episode, len(entries))
	for i, e := range entries {
		list[i] = e.Episode
	}
	return list
}
