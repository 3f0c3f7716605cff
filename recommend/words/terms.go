package words

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"segue/recommend"
)

// minNumber is the minimum number of digits of a number that can be a topic: a year
// can, an episode number cannot.
const minNumber = 4

const (
	// fewTerms and manyTerms are the highest numbers of terms that characterise a description and a
	// transcript. Further terms of a description are mentioned in passing. A transcript needs more,
	// because its most frequent terms come from conversation.
	fewTerms, manyTerms = 50, 100
	// fewWords and manyWords are the numbers of words up to which a text has fewTerms, and from which
	// it has manyTerms.
	fewWords, manyWords = 1000, 5000
)

// telling returns the highest number of terms that characterise a text of some words. It grows with
// the logarithm of the words.
func telling(words int) int {
	share := math.Log(max(float64(words), fewWords)/fewWords) / math.Log(float64(manyWords)/fewWords)
	return fewTerms + int(math.Round((manyTerms-fewTerms)*min(share, 1)))
}

// words returns the number of words in title, description and transcript. Those of a title count
// several times.
func (p profile) words() int {
	count := 0
	for _, terms := range p.fields() {
		for _, t := range terms {
			count += t.frequency
		}
	}
	return count
}

// Terms returns the terms that characterise episode n: the terms of title, description
// and transcript with the highest √frequency·idf, highest first and then by stem. It returns
// at most limit, and fewer for a short text. Their weight is the fourth root of the frequency. A term with frequency
// twenty says little more about an episode than one with frequency two, and with a
// higher power the most repeated terms dominate. Terms leaves out terms that no other
// episode has and numbers of fewer than four digits.
func (v *View) Terms(ctx context.Context, n, limit int) ([]recommend.Term, error) {
	defer runtime.KeepAlive(v)
	p, err := v.profileOf(n)
	if err != nil {
		return nil, err
	}
	terms, err := v.weigh(p)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(terms, func(a, b rankedTerm) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), strings.Compare(a.Stem, b.Stem))
	})
	terms = affordable(terms[:min(len(terms), max(limit, 0), telling(p.words()))])
	out := make([]recommend.Term, len(terms))
	for i, t := range terms {
		out[i] = t.Term
	}
	return out, ctx.Err()
}

// Shared returns the given terms that title, description or transcript of episode n
// contain, as the episode writes them. The weight of a term is what it adds to the
// episode's score in Like. The highest weight comes first, then the order is by stem.
func (v *View) Shared(ctx context.Context, terms []recommend.Term, n int) ([]recommend.Term, error) {
	defer runtime.KeepAlive(v)
	p, err := v.profileOf(n)
	if err != nil {
		return nil, err
	}
	weights := make(map[string]float64, len(terms))
	for _, t := range terms {
		weights[t.Stem] = t.Weight
	}
	c := v.cursor()
	defer v.cursors.Put(c)
	shared := termSet{numbers: map[string]int{}}
	for field, terms := range p.fields() {
		for _, e := range terms {
			weight, ok := weights[e.stem]
			if !ok {
				continue
			}
			documents, err := c.find(scoredFields[field].name, e.stem)
			if err != nil {
				return nil, err
			}
			at := v.documents[n]
			norm := v.norm(field, v.segments[at.segment].lengths[field][at.document])
			t := shared.of(e)
			t.Weight += weight * scoredFields[field].weight * idf(documents, v.live) * float64(saturate(float32(e.frequency), norm))
		}
	}
	slices.SortFunc(shared.terms, func(a, b recommend.Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Stem, b.Stem))
	})
	return shared.terms, ctx.Err()
}

// termSet is a set of terms, collected from the fields of a profile.
type termSet struct {
	terms   []recommend.Term
	numbers map[string]int
}

// of returns the term with the stem of e, and adds it if it is missing.
func (t *termSet) of(e profileTerm) *recommend.Term {
	i, known := t.numbers[e.stem]
	if !known {
		i, t.numbers[e.stem] = len(t.terms), len(t.terms)
		t.terms = append(t.terms, recommend.Term{Stem: e.stem, Word: e.word})
	}
	return &t.terms[i]
}

// profileOf loads the profile of episode n. It is empty if the episode is not in the
// index.
func (v *View) profileOf(n int) (profile, error) {
	if n < 0 || n >= len(v.documents) {
		return profile{}, fmt.Errorf("episode number %d is out of range; the view has %d episodes", n, len(v.documents))
	}
	if v.documents[n].segment < 0 {
		return profile{}, nil
	}
	return v.profile(v.documents[n])
}

// profile loads the profile of a document.
func (v *View) profile(at location) (profile, error) {
	var p profile
	err := errProfile
	visitErr := v.snapshot.Segments()[at.segment].VisitDocument(uint64(at.document), func(name string, _ byte, value []byte, _ []uint64) bool {
		if name == fieldProfile {
			p, err = decodeProfile(value)
		}
		return name != fieldProfile
	})
	return p, cmp.Or(visitErr, err)
}

// rankedTerm is a term with its rank for selection and its document frequency.
type rankedTerm struct {
	recommend.Term
	rank      float64
	documents int
}

// maxPostings is the maximum number of postings that Like reads for the terms of one
// episode. It limits the time to some milliseconds. With fewer than two thousand
// episodes a hundred terms cannot reach it.
const maxPostings = 200_000

// affordable removes the terms with the highest document frequency until the postings
// of the others are within maxPostings. The most common terms cost most and distinguish
// least.
func affordable(terms []rankedTerm) []rankedTerm {
	sum := 0
	for _, t := range terms {
		sum += t.documents
	}
	for sum > maxPostings && len(terms) > 1 {
		commonest := 0
		for i, t := range terms {
			if t.documents > terms[commonest].documents {
				commonest = i
			}
		}
		sum -= terms[commonest].documents
		terms = slices.Delete(terms, commonest, commonest+1)
	}
	return terms
}

// weigh returns the terms of a profile, each once, in no order.
func (v *View) weigh(p profile) ([]rankedTerm, error) {
	frequencies := termSet{numbers: make(map[string]int, len(p.text)+len(p.transcript))}
	for _, terms := range p.fields() {
		for _, e := range terms {
			if !isShortNumber(e.stem) {
				frequencies.of(e).Weight += float64(e.frequency)
			}
		}
	}
	c := v.cursor()
	defer v.cursors.Put(c)
	terms := make([]rankedTerm, 0, len(frequencies.terms))
	for _, t := range frequencies.terms {
		documents, err := v.documentFrequency(c, t.Stem)
		if err != nil {
			return nil, err
		}
		if documents < 2 {
			continue
		}
		root := math.Sqrt(t.Weight)
		t.Weight = math.Sqrt(root)
		terms = append(terms, rankedTerm{t, root * idf(documents, v.live), documents})
	}
	return terms, nil
}

// documentFrequency returns the highest document frequency of a stem in any content
// field. It is cached: a transcript has about a thousand terms, most of them common.
func (v *View) documentFrequency(c *cursor, stem string) (most int, err error) {
	if cached, ok := v.documentFrequencies.Load(stem); ok {
		return cached.(int), nil
	}
	for field := range contentFields {
		documents, err := c.find(scoredFields[field].name, stem)
		if err != nil {
			return 0, err
		}
		most = max(most, documents)
	}
	v.documentFrequencies.Store(stem, most)
	return most, nil
}

func isShortNumber(stem string) bool {
	return utf8.RuneCountInString(stem) < minNumber && strings.Trim(stem, "0123456789.,") == ""
}
