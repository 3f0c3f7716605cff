package words

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/testenv"
	"segue/recommend"
)

// oracle is a direct implementation of BM25 over lists of stems.
type oracle struct {
	fields [len(scoredFields)][][]string
	// surface contains the texts of each episode as lists of keys.
	surface [][][]string
}

func newOracle(episodes []data.Episode) *oracle {
	o := &oracle{}
	for _, e := range episodes {
		title, description := plainStems(e.Title, false), plainStems(e.Description, false)
		text := slices.Concat(title, title, title, description)
		var names []string
		for _, name := range namesOf(e) {
			names = append(names, plainStems(name, true)...)
		}
		for i, stems := range [][]string{text, plainStems(e.Transcript, false), names} {
			o.fields[i] = append(o.fields[i], stems)
		}
		var surface [][]string
		for _, text := range append([]string{e.Title, e.Description, e.Transcript}, namesOf(e)...) {
			surface = append(surface, plainKeys(text))
		}
		o.surface = append(o.surface, surface)
	}
	return o
}

func plainKeys(text string) []string {
	var keys []string
	for _, t := range tokenize(text) {
		if !t.whole {
			keys = append(keys, languageFor("en").form(t.text).key)
		}
	}
	return keys
}

func plainStems(text string, stops bool) []string {
	var stems []string
	for _, t := range tokenize(text) {
		if f := languageFor("en").form(t.text); !f.stop {
			stems = append(stems, f.stem)
		} else if stops {
			stems = append(stems, f.key)
		}
	}
	return stems
}

// weight returns the BM25 weight of a stem in a field of episode n.
func (o *oracle) weight(field, n int, stem string) float64 {
	length, documents, documentFrequency := 0.0, 0.0, 0.0
	for _, stems := range o.fields[field] {
		if length += float64(len(stems)); len(stems) > 0 {
			documents++
		}
		if slices.Contains(stems, stem) {
			documentFrequency++
		}
	}
	stems, tf := o.fields[field][n], 0.0
	for _, s := range stems {
		if s == stem {
			tf++
		}
	}
	if tf == 0 {
		return 0
	}
	all := float64(len(o.fields[field]))
	idf := math.Log(1 + (all-documentFrequency+0.5)/(documentFrequency+0.5))
	return idf * tf * 2.2 / (tf + 1.2*(0.25+0.75*float64(len(stems))/(length/documents)))
}

func (o *oracle) search(terms []recommend.Term, fields ...int) []float32 {
	scores := make([]float32, len(o.fields[0]))
	for n := range scores {
		for _, t := range terms {
			for _, f := range fields {
				scores[n] += float32(t.Weight * []float64{1, 0.5, 1}[f] * o.weight(f, n, t.Stem))
			}
		}
	}
	return scores
}

// addPairs adds the bonus for adjacent words.
func (o *oracle) addPairs(pairs [][]string, scores []float32) {
	for _, pair := range pairs {
		times, documents := make([]float64, len(scores)), 0.0
		for n, texts := range o.surface {
			for _, keys := range texts {
				for i := 1; i < len(keys); i++ {
					if keys[i-1] == pair[0] && keys[i] == pair[1] {
						times[n]++
					}
				}
			}
			documents += min(times[n], 1)
		}
		idf := math.Log(1 + (float64(len(scores))-documents+0.5)/(documents+0.5))
		for n, tf := range times {
			scores[n] += float32(0.3 * idf * tf * 2.2 / (tf + 1.2))
		}
	}
}

// terms returns the terms of episode n, ranked by the square root of their frequency
// times their idf in the field with the highest document frequency.
func (o *oracle) terms(n int) []recommend.Term {
	var terms []recommend.Term
	rank := map[string]float64{}
	for _, stem := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(o.fields[0][n], o.fields[1][n])))) {
		tf, most := 0.0, 0.0
		for field := range 2 {
			documentFrequency := 0.0
			for _, stems := range o.fields[field] {
				if slices.Contains(stems, stem) {
					documentFrequency++
				}
			}
			most = max(most, documentFrequency)
			for _, s := range o.fields[field][n] {
				if s == stem {
					tf++
				}
			}
		}
		if most > 1 && !isShortNumber(stem) {
			terms = append(terms, recommend.Term{Stem: stem, Weight: math.Pow(tf, 0.25)})
			rank[stem] = math.Sqrt(tf) * math.Log(1+(float64(len(o.fields[0]))-most+0.5)/(most+0.5))
		}
	}
	slices.SortStableFunc(terms, func(a, b recommend.Term) int { return cmpFloat(rank[b.Stem], rank[a.Stem]) })
	return terms
}

// cmpFloat treats numbers as equal if they differ only by rounding.
func cmpFloat(a, b float64) int {
	if math.Abs(a-b) < 1e-12 {
		return 0
	}
	return cmp.Compare(a, b)
}

// shared returns the given terms that episode n has, ordered by stem.
func (o *oracle) shared(terms []recommend.Term, n int) []recommend.Term {
	var shared []recommend.Term
	for _, t := range terms {
		if t.Weight *= o.weight(0, n, t.Stem) + 0.5*o.weight(1, n, t.Stem); t.Weight > 0 {
			shared = append(shared, t)
		}
	}
	slices.SortFunc(shared, func(a, b recommend.Term) int { return strings.Compare(a.Stem, b.Stem) })
	return shared
}

var (
	approximately = cmpopts.EquateApprox(1e-5, 1e-5)
	stemAndWeight = cmpopts.IgnoreFields(recommend.Term{}, "Word")
)

// randomText draws from a small vocabulary, so that episodes share words.
func randomText(most int) *rapid.Generator[string] {
	some := []string{"Kubernetes", "the", "of", "network", "networks", "C++", "node.js", "node", "café", "GPT-4", "2024", "12", "who", "learning", "learn", "東京大学", "Amazon's"}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(some), 0, most).Draw(t, "words"), " ")
	})
}

func randomEpisodes(t *rapid.T) []data.Episode {
	n := rapid.IntRange(0, 12).Draw(t, "episodes")
	var episodes []data.Episode
	for i := range n {
		if rapid.IntRange(0, 4).Draw(t, "missing") == 0 {
			continue
		}
		e := data.Episode{ID: data.EpisodeID(fmt.Sprint("e-", i)), Title: randomText(4).Draw(t, "title"), Description: randomText(20).Draw(t, "description")}
		e.Tags = []string{randomText(2).Draw(t, "tag")}
		if rapid.Bool().Draw(t, "has transcript") {
			e.Transcript = randomText(30).Draw(t, "transcript")
		}
		episodes = append(episodes, e)
	}
	return episodes
}

func keysOf(episodes []data.Episode) []Key {
	var keys []Key
	for _, e := range episodes {
		keys = append(keys, Key{e.ID, fmt.Sprintf("%x", fmt.Sprintf("%q", []string{e.Title, e.Description, e.Transcript, e.Tags[0]}))})
	}
	return keys
}

func readOf(episodes []data.Episode) Read {
	return func(_ context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		for _, e := range episodes {
			if slices.Contains(ids, e.ID) {
				if err := each(e); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// checkView compares a view with the oracle.
func checkView(t *rapid.T, view *View, episodes []data.Episode) {
	o := newOracle(episodes)
	q, err := view.Parse(t.Context(), randomText(3).Draw(t, "query")+" ")
	if err != nil {
		t.Fatal(err)
	}
	got, excluded := make([]float32, len(episodes)), make([]bool, len(episodes))
	if err := view.Search(t.Context(), q, got, excluded); err != nil {
		t.Fatal(err)
	}
	want := o.search(q.Terms, 0, 1, 2)
	o.addPairs(q.Pairs, want)
	if d := gocmp.Diff(want, got, approximately, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("Search of %+v (-want +got):\n%s", q, d)
	}
	checkShares(t, view, o, q)
	for n := range episodes {
		terms, err := view.Terms(t.Context(), n, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(o.terms(n), terms, approximately, stemAndWeight, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("Terms of %d (-want +got):\n%s", n, d)
		}
		var m Matches
		if err := view.Like(t.Context(), terms, &m); err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(o.search(terms, 0, 1), m.Scores, approximately); d != "" {
			t.Fatalf("Like episode %d (-want +got):\n%s", n, d)
		}
		checkShared(t, view, o, terms)
	}
}

// checkShared also checks that the weights of the shared terms add up to the score.
func checkShared(t *rapid.T, view *View, o *oracle, terms []recommend.Term) {
	scores := o.search(terms, 0, 1)
	for n := range scores {
		shared, err := view.Shared(t.Context(), terms, n)
		if err != nil {
			t.Fatal(err)
		}
		sum := float32(0)
		for i, s := range shared {
			sum += float32(s.Weight)
			if i > 0 && s.Weight > shared[i-1].Weight {
				t.Fatalf("Shared with %d is not in descending order: %+v", n, shared)
			}
		}
		if d := gocmp.Diff(scores[n], sum, approximately); d != "" {
			t.Fatalf("sum of Shared with %d (-score +got):\n%s", n, d)
		}
		slices.SortFunc(shared, func(a, b recommend.Term) int { return strings.Compare(a.Stem, b.Stem) })
		if d := gocmp.Diff(o.shared(terms, n), shared, approximately, stemAndWeight, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("Shared with %d (-want +got):\n%s", n, d)
		}
	}
}

func TestScoresEqualBM25AfterChanges(t *testing.T) {
	testenv.Check(t, 40, func(t *rapid.T) {
		index, err := OpenMemory(Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer index.Close()
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			episodes := randomEpisodes(t)
			if err := index.Sync(t.Context(), keysOf(episodes), readOf(episodes)); err != nil {
				t.Fatal(err)
			}
			view, err := index.View(keysOf(episodes))
			if err != nil {
				t.Fatal(err)
			}
			checkView(t, view, episodes)
		}
	})
}

// share returns the share of the telling words of q that episode n has.
func (o *oracle) share(n int, q recommend.WordQuery) float64 {
	have, whole := 0.0, 0.0
	for _, word := range q.Telling {
		found, most := 0.0, 1.0
		for field := range o.fields {
			for _, stem := range word.Stems {
				documents := 0.0
				for m, stems := range o.fields[field] {
					if slices.Contains(stems, stem) {
						documents++
						if m == n {
							found = max(found, []float64{1, 0.5, 1}[field])
						}
					}
				}
				most = max(most, documents)
			}
		}
		weight := math.Log(1 + (float64(len(o.fields[0]))-most+0.5)/(most+0.5))
		if word.Corrected {
			found /= 2
		}
		have, whole = have+found*weight, whole+weight
	}
	if whole == 0 {
		return 0
	}
	return have / whole
}

func checkShares(t *rapid.T, view *View, o *oracle, q recommend.WordQuery) {
	var m Matches
	if err := view.Match(t.Context(), q, &m); err != nil {
		t.Fatal(err)
	}
	for _, slot := range m.Slots {
		if d := gocmp.Diff(o.share(int(slot), q), float64(m.Share(slot)), approximately); d != "" {
			t.Fatalf("Share of %d with %+v (-want +got):\n%s", slot, q, d)
		}
	}
}
