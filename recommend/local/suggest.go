package local

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"segue/data"
	"segue/data/text"
	"segue/recommend"
)

// completion is a text that may complete the typed text.
type completion struct {
	recommend.Suggestion
	folded string
}

// complete returns the shows, people and tags of the catalogue, each with the most episodes
// first.
func (x *Index) complete() []completion {
	var list []completion
	add := func(kind, name, id string, count int) {
		list = append(list, completion{recommend.Suggestion{Kind: kind, Text: name, ID: id, Count: count}, text.Fold(name)})
	}
	f := x.count(x.distinctOf(data.Filter{}), math.MaxInt)
	for _, show := range f.Shows {
		add(recommend.SuggestShow, show.Label, show.Value, show.Count)
	}
	for _, person := range x.persons() {
		add(recommend.SuggestPerson, person.Label, person.Value, person.Count)
	}
	for _, tag := range f.Tags {
		add(recommend.SuggestTag, tag.Label, tag.Value, tag.Count)
	}
	return list
}

// persons counts people by ID. Each has the label of the newest spelling.
func (x *Index) persons() []recommend.FacetCount {
	ids, newest := make([]string, len(x.people.values)), map[string]int32{}
	for n, v := range x.people.values {
		ids[n] = data.PersonID(v.Label)
	}
	counts := make([]int32, len(ids))
	for _, slot := range x.newest {
		e := x.episodes[slot]
		var counted []int32
		for _, p := range e.people {
			first, known := newest[ids[p]]
			if !known {
				first, newest[ids[p]] = p, p
			}
			if e.Group.Rank == 0 && !slices.Contains(counted, first) {
				counted = append(counted, first)
				counts[first]++
			}
		}
	}
	list := highest(x.people.values, counts, len(counts))
	for i := range list {
		list[i].Value = data.PersonID(list[i].Label)
	}
	return list
}

// Suggest implements [recommend.Directory]. Titles come last, newest first.
func (x *Index) Suggest(ctx context.Context, typedText string, limit int) ([]recommend.Suggestion, error) {
	s := suggester{typed: text.Fold(strings.Join(strings.Fields(typedText), " ")), limit: limit, first: []recommend.Suggestion{}}
	if s.typed == "" {
		return s.first, nil
	}
	for _, c := range x.completions() {
		s.add(c)
	}
	for _, slot := range x.newest {
		if len(s.first) == limit || ctx.Err() != nil {
			break
		}
		if e := x.episodes[slot]; e.Group.Rank == 0 {
			s.add(completion{recommend.Suggestion{Kind: recommend.SuggestEpisode, Text: e.Title, ID: string(e.ID), Count: 1}, e.folded})
		}
	}
	return append(s.first, s.later[:min(len(s.later), limit-len(s.first))]...), ctx.Err()
}

// suggester collects the completions of a typed text: first has the texts that begin with it, later
// the texts with a later word that begins with it.
type suggester struct {
	typed        string
	limit        int
	first, later []recommend.Suggestion
}

func (s *suggester) add(c completion) {
	if at := wordWith(c.folded, s.typed); at == 0 && len(s.first) < s.limit {
		s.first = append(s.first, c.matched(at, s.typed))
	} else if at > 0 && len(s.later) < s.limit {
		s.later = append(s.later, c.matched(at, s.typed))
	}
}

// matched returns the suggestion with the typed text highlighted. at is its byte offset in the
// folded text.
func (c completion) matched(at int, typed string) recommend.Suggestion {
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
