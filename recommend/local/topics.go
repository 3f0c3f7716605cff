package local

import (
	"context"
	"slices"
	"strings"
	"sync"

	"segue/data/text"
	"segue/recommend"
	"segue/recommend/keyphrase"
	"segue/recommend/vectors"
)

// topics are the topics of all episodes of a revision.
type topics struct {
	values []recommend.FacetCount
	// of are the numbers of the topics of the episode in a slot.
	of [][]int32
	// forms has the number of a topic by each of its folded forms.
	forms map[string]int32
}

// derive sets the functions that compute the topics at the first use: a change of one episode may
// change the topics of others.
func (x *Index) derive() {
	x.phraseRules = sync.OnceValue(x.rules)
	x.topics = sync.OnceValue(x.allTopics)
}

// rules returns the rules for the topics of the revision.
func (x *Index) rules() *keyphrase.Catalogue {
	return keyphrase.NewCatalogue(x.counts, x.namesOfPeople(), func(each func(*keyphrase.Phrases)) {
		for _, e := range x.episodes {
			if e != nil && e.phrases != nil {
				each(e.phrases)
			}
		}
	})
}

// namesOfPeople returns the names of the people of the revision, each with the number of its episodes.
func (x *Index) namesOfPeople() map[string]int {
	names := map[string]int{}
	for _, e := range x.episodes {
		if e == nil {
			continue
		}
		for _, n := range e.people {
			names[x.people.values[n].Label]++
		}
	}
	return names
}

// allTopics computes the topics of all episodes.
func (x *Index) allTopics() *topics {
	t := topicCounter{topics: &topics{of: make([][]int32, len(x.episodes)), forms: map[string]int32{}}, numbers: map[uint64]int32{}}
	rules := x.phraseRules()
	for _, slot := range x.newest { // so that numbers do not depend on slots
		for _, topic := range rules.Topics(x.episodes[slot].phrases) {
			t.of[slot] = appendNew(t.of[slot], t.add(topic))
		}
	}
	for n, spellings := range t.spellings {
		label := mostFrequent(spellings).label
		t.values[n] = recommend.FacetCount{Value: strings.ToLower(label), Label: label}
	}
	return t.topics
}

// topicCounter numbers topics and counts their spellings.
type topicCounter struct {
	*topics
	numbers   map[uint64]int32
	spellings [][]spelling
}

func (t *topicCounter) add(topic keyphrase.Topic) int32 {
	n, known := t.numbers[topic.ID]
	if !known {
		n = int32(len(t.values))
		t.numbers[topic.ID] = n
		t.values, t.spellings = append(t.values, recommend.FacetCount{}), append(t.spellings, nil)
	}
	list := t.spellings[n]
	if i := slices.IndexFunc(list, func(s spelling) bool { return s.label == topic.Text }); i >= 0 {
		list[i].times++
		return n
	}
	t.spellings[n] = append(list, spelling{label: topic.Text, times: 1})
	if folded := text.Fold(topic.Text); t.forms[folded] == 0 {
		t.forms[folded] = n + 1
	}
	return n
}

// find returns the number of a topic, and false if no episode has it. Case does not matter.
func (t *topics) find(form string) (int32, bool) {
	n := t.forms[text.Fold(strings.Join(strings.Fields(form), " "))]
	return n - 1, n > 0
}

// Topics implements [recommend.TopicIndex].
func (x *Index) Topics(ctx context.Context, entries []*recommend.Entry) ([][]string, error) {
	lists := make([][]string, len(entries))
	for i, e := range entries {
		lists[i] = textsOf(x.phraseRules().Topics(x.episodes[e.Slot].phrases))
	}
	return lists, ctx.Err()
}

// SharedTopics implements [recommend.TopicIndex].
func (x *Index) SharedTopics(ctx context.Context, a, b *recommend.Entry, limit int) ([]string, error) {
	return textsOf(x.phraseRules().Shared(x.episodes[a.Slot].phrases, x.episodes[b.Slot].phrases, limit)), ctx.Err()
}

func textsOf(list []keyphrase.Topic) []string {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.Text
	}
	return texts
}

// withTopics removes the slots of episodes that have none of the topics from a set.
func (x *Index) withTopics(set *vectors.Set, wanted []string) {
	all := x.topics()
	var numbers []int32
	for _, form := range wanted {
		if n, known := all.find(form); known {
			numbers = append(numbers, n)
		}
	}
	for slot := range x.episodes {
		if set.Has(int32(slot)) && !slices.ContainsFunc(all.of[slot], func(n int32) bool { return slices.Contains(numbers, n) }) {
			set.Remove(int32(slot))
		}
	}
}
