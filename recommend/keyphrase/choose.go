package keyphrase

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

const (
	// maxShare is the largest share of the texts that may have a topic. A more common phrase does
	// not tell texts apart.
	maxShare = 0.2
	// minCommon is the number of texts that may always have a topic: in a catalogue of a few texts
	// two texts could share none otherwise.
	minCommon = 2
	// MaxTopics is the number of topics of a text.
	MaxTopics = 8
	// maxTagTopics is the number of tags among them, so that publishers who list dozens leave room.
	maxTagTopics = 6
)

// Topic is a key phrase of a text of a catalogue.
type Topic struct {
	// Text is the phrase as the text writes it.
	Text string
	// ID is equal for the same phrase in other texts, in other forms and cases.
	ID uint64
}

// Catalogue chooses topics. It must not be changed while it is used.
type Catalogue struct {
	counts *Counts
	// names are the words of names of people. fullNames are the whole names.
	names, fullNames map[string]bool
	// shared are the words of names that several people have, such as a first name.
	shared map[string]bool
	// tags are the tags of all texts: a phrase that is a tag elsewhere is a good topic.
	tags map[key]bool
}

const (
	// maxNameWords is the number of words of the longest name. Longer ones are titles by mistake.
	maxNameWords = 4
	// maxMentions is the highest number of texts that mention a word of a name, for each text of the
	// person. A word with more is a subject that is listed as a person by mistake, such as a company.
	maxMentions = 30
)

// NewCatalogue returns the catalogue of the counted texts, with the names of its people and the number
// of texts of each.
func NewCatalogue(counts *Counts, people map[string]int, texts func(each func(*Phrases))) *Catalogue {
	c := &Catalogue{counts: counts, names: map[string]bool{}, fullNames: map[string]bool{}, shared: map[string]bool{}, tags: map[key]bool{}}
	times := map[string]int{}
	for name, n := range people {
		words := wordsOf(name)
		if len(words) > maxNameWords {
			continue
		}
		if len(words) > 1 {
			c.fullNames[strings.Join(words, " ")] = true
		}
		for _, word := range words {
			c.shared[word] = times[word] > 0
			times[word] += n
		}
	}
	for word, n := range times {
		mentions := counts.of(keyOf(capitalPrefix+word)) - counts.noise()
		c.names[word] = !c.isOrdinary(word) && mentions <= maxMentions*n
	}
	texts(func(p *Phrases) {
		for r := (reader{in: p.list}); len(r.in) > 0; { // tags come first
			tag := r.phrase()
			if tag.kind != byTag {
				break
			}
			c.tags[tag.key] = true
		}
	})
	return c
}

// isOrdinary reports whether most texts with a word write it in lower case, such as "will".
func (c *Catalogue) isOrdinary(word string) bool {
	return c.counts.of(keyOf(lowerPrefix+word)) > c.counts.of(keyOf(capitalPrefix+word))+c.counts.noise()
}

// IsName reports whether a word is a part of the name of a person of the catalogue and no ordinary
// word.
func (c *Catalogue) IsName(word string) bool { return c.names[fold(word)] }

// IsSharedName reports whether a word is a name ([Catalogue.IsName]) that several people have.
func (c *Catalogue) IsSharedName(word string) bool { return c.IsName(word) && c.shared[fold(word)] }

// hasName reports whether a phrase is a person or has a word of a name.
func (c *Catalogue) hasName(phrase string) bool {
	words := wordsOf(phrase)
	return slices.ContainsFunc(words, func(w string) bool { return c.names[w] }) || c.fullNames[strings.Join(words, " ")]
}

// limit is the highest number of texts that may have a topic.
func (c *Catalogue) limit() int { return max(minCommon, int(maxShare*float64(c.counts.texts))) }

const (
	// knownTag multiplies the score of a phrase that is a tag of another text.
	knownTag = 2
	// alone and plainWeight multiply the scores of phrases of one text only, and of words that the
	// text hardly stresses; ordinaryWeight those of words that are usually in lower case; verbWeight
	// those of phrases with a verb.
	alone, plainWeight, ordinaryWeight, verbWeight = 0.3, 0.4, 0.5, 0.3
	// loose is the weight of a phrase of words that are rarely next to each other.
	loose = 0.3
)

// weight returns the importance of a phrase in its text and the catalogue, 0 if it is no topic.
// Names are not checked.
func (c *Catalogue) weight(p *phrase) float64 {
	texts := c.counts.of(p.key)
	if texts > c.limit() {
		return 0
	}
	weight := p.score * math.Log(1+float64(c.counts.texts)/float64(max(texts, 1)))
	if p.kind == byTag {
		return weight
	}
	if c.tags[p.key] {
		return weight * knownTag
	}
	if texts < 2 {
		weight *= alone
	}
	if len(p.words) == 1 {
		return weight * c.wordWeight(p)
	}
	if slices.ContainsFunc(p.words, c.isVerb) {
		weight *= verbWeight
	}
	return weight * c.cohesion(p, texts)
}

// wordWeight returns the weight of a phrase of one word: names and abbreviations are better topics
// than ordinary words. Verbs and ordinary words that the text hardly stresses are none.
func (c *Catalogue) wordWeight(p *phrase) float64 {
	weight := 1.0
	if p.plain {
		weight = plainWeight
	}
	if c.isOrdinary(fold(p.text)) {
		if c.isVerb(p.words[0]) {
			return 0
		}
		if p.plain {
			return 0
		}
		weight *= ordinaryWeight
	}
	return weight
}

// minVerbTexts is the number of texts that show whether a word is a verb.
const minVerbTexts = 3

// isVerb reports whether most texts use a word as a verb.
func (c *Catalogue) isVerb(word uint32) bool {
	texts := c.counts.ofCell(word)
	return texts >= minVerbTexts && 2*(c.counts.ofCell(verbCell(word))-c.counts.noise()/4) > texts
}

// cohesion returns the weight of a phrase by how often its words are next to each other: by the Dice
// coefficient of their counts.
func (c *Catalogue) cohesion(p *phrase, texts int) float64 {
	sum := 0
	for _, word := range p.words {
		sum += c.counts.ofCell(word)
	}
	dice := float64(texts*len(p.words)) / float64(max(sum, 1))
	return loose + (1-loose)*min(1, 2*dice)
}

// Topics returns the topics of a text: tags, then phrases, then chapter titles, each with the most
// important first.
func (c *Catalogue) Topics(p *Phrases) []Topic {
	var all [kinds][]weighted
	list := p.phrases()
	best := 0.0
	for i := range list {
		x := &list[i]
		if w := c.weight(x); w > 0 {
			all[x.kind] = append(all[x.kind], weighted{x, w})
			best = max(best, w)
		}
	}
	var chosen []*phrase
	for k, list := range all {
		most := MaxTopics
		if kind(k) == byTag {
			most = maxTagTopics
		} else {
			list = slices.DeleteFunc(list, func(w weighted) bool { return w.weight < minTopicWeight*best })
			sortWeighted(list)
		}
		chosen = c.choose(chosen, list, most)
	}
	return topicsOf(chosen)
}

// minTopicWeight is the lowest weight of a phrase, as a share of the highest.
const minTopicWeight = 0.15

// weighted is a phrase with its weight.
type weighted struct {
	*phrase
	weight float64
}

func sortWeighted(list []weighted) {
	slices.SortFunc(list, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.key, b.key))
	})
}

// choose adds phrases to the chosen ones until there are the given number. It leaves out names, and
// phrases that share a word with a chosen one.
func (c *Catalogue) choose(chosen []*phrase, list []weighted, most int) []*phrase {
	for _, w := range list {
		if len(chosen) >= most {
			break
		}
		if overlaps := slices.ContainsFunc(chosen, func(other *phrase) bool { return overlap(other, w.phrase) }); !overlaps && !c.hasName(w.text) {
			chosen = append(chosen, w.phrase)
		}
	}
	return chosen
}

// overlap reports whether two phrases are the same, or all words of one are in the other.
func overlap(a, b *phrase) bool {
	if len(a.words) > len(b.words) {
		a, b = b, a
	}
	return !slices.ContainsFunc(a.words, func(word uint32) bool { return !slices.Contains(b.words, word) })
}

func topicsOf(chosen []*phrase) []Topic {
	topics := make([]Topic, len(chosen))
	for i, p := range chosen {
		topics[i] = Topic{p.text, uint64(p.key)}
	}
	return topics
}

// minSharedWeight is the lowest weight of a shared topic, as a share of the highest.
const minSharedWeight = 0.25

// Shared returns the topics that two texts have in common, at most the given number and as b writes
// them, the most important first.
func (c *Catalogue) Shared(a, b *Phrases, most int) []Topic {
	of := map[key]phrase{}
	for _, x := range a.phrases() {
		of[x.key] = x
	}
	var common []weighted
	list := b.phrases()
	for i := range list {
		if other, ok := of[list[i].key]; ok {
			common = append(common, weighted{&list[i], math.Sqrt(c.weight(&list[i]) * c.weight(&other))})
		}
	}
	sortWeighted(common)
	common = slices.DeleteFunc(common, func(w weighted) bool { return w.weight == 0 || c.hasName(w.text) })
	if len(common) > 0 {
		least := minSharedWeight * common[0].weight
		common = slices.DeleteFunc(common, func(w weighted) bool { return w.weight < least })
	}
	return topicsOf(c.choose(nil, common, most))
}
