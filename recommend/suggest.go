package recommend

import (
	"slices"
	"strings"
	"unicode/utf8"

	"segue/data"
	"segue/data/text"
)

// The kinds of a [Suggestion].
const (
	SuggestEpisode = "episode"
	SuggestPerson  = "person"
	SuggestTag     = "tag"
	SuggestShow    = "show"
)

// MaxSuggestions is the highest number of completions in one answer. A longer list cannot be
// read while typing.
const MaxSuggestions = 20

// completion is a text that may complete the typed text.
type completion struct {
	Suggestion
	folded string
}

// complete returns the completions of a snapshot: shows, people and tags, each with the most
// episodes first, then titles, newest first.
func (s *Snapshot) complete() []completion {
	var list []completion
	add := func(kind, name, id string, count int) {
		list = append(list, completion{Suggestion{Kind: kind, Text: name, ID: id, Count: count}, text.Fold(name)})
	}
	f := s.allFacets()
	for _, show := range f.Shows {
		add(SuggestShow, show.Label, show.Value, show.Count)
	}
	for _, person := range s.persons() {
		add(SuggestPerson, person.Label, person.Value, person.Count)
	}
	for _, tag := range f.Tags {
		add(SuggestTag, tag.Label, tag.Value, tag.Count)
	}
	for n, e := range s.entries {
		if !s.isDuplicate(n) {
			add(SuggestEpisode, e.Title, string(e.ID), 1)
		}
	}
	return list
}

// persons counts people by ID. Each has the newest spelling of the name.
func (s *Snapshot) persons() []FacetCount {
	newest := make([]int32, len(s.people.values))
	for _, spellings := range s.spellings {
		for _, n := range spellings {
			newest[n] = spellings[0]
		}
	}
	counts := make([]int, len(newest))
	for n, e := range s.entries {
		var counted []int32
		for _, p := range e.facets.people {
			if p = newest[p]; !s.isDuplicate(n) && !slices.Contains(counted, p) {
				counted = append(counted, p)
				counts[p]++
			}
		}
	}
	list := s.people.highest(counts, len(counts))
	for i := range list {
		list[i].Value = data.PersonID(list[i].Label)
	}
	return list
}

// Suggest completes a typed text: it returns titles, people, tags and shows that begin with
// the text, then those with a later word that begins with it. Case does not matter. It returns
// at most limit and at most [MaxSuggestions], and none for a blank text.
func (e *Engine) Suggest(typedText string, limit int) []Suggestion {
	typed := text.Fold(strings.Join(strings.Fields(typedText), " "))
	limit = min(max(limit, 0), MaxSuggestions)
	first, later := []Suggestion{}, []Suggestion{}
	if typed == "" {
		return first
	}
	for _, c := range e.current.Load().completions {
		if len(first) == limit {
			break
		}
		if at := wordWith(c.folded, typed); at == 0 {
			first = append(first, c.matched(at, typed))
		} else if at > 0 && len(later) < limit {
			later = append(later, c.matched(at, typed))
		}
	}
	return append(first, later[:min(len(later), limit-len(first))]...)
}

// matched returns the suggestion with the typed text highlighted. at is its byte offset in the
// folded text.
func (c completion) matched(at int, typed string) Suggestion {
	begin := utf8.RuneCountInString(c.folded[:at]) // folding keeps the number of runes
	c.Highlights = [][2]int{{begin, begin + utf8.RuneCountInString(typed)}}
	return c.Suggestion
}

// wordWith returns the index of the first word of s that begins with prefix, or -1.
func wordWith(s, prefix string) int {
	for from := 0; from < len(s); {
		i := strings.Index(s[from:], prefix)
		if i < 0 {
			return -1
		}
		at := from + i
		if before, _ := utf8.DecodeLastRuneInString(s[:at]); at == 0 || !text.IsWordRune(before) {
			return at
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		from = at + size
	}
	return -1
}
