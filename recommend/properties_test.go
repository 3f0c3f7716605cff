package recommend_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/testenv"
	"segue/data/text"
	"segue/recommend"
)

// TestPropertiesOfAllAnswers sends random requests with random options and checks the
// properties that every answer has.
func TestPropertiesOfAllAnswers(t *testing.T) {
	testenv.Check(t, 40, func(t *rapid.T) {
		w, err := open(t.Context(), randomEpisodes(t, 20), embedded(t))
		if err != nil {
			t.Fatal(err)
		}
		defer w.close()
		for range 6 {
			q, o := randomRequest(t, w), randomOptions(t)
			whole, err := q.send(t.Context(), w, o)
			if err != nil {
				t.Fatal(err)
			}
			checkPages(t, w, q, o, whole)
			checkScores(t, o, whole)
			checkChoice(t, w, q, o, whole)
			checkFallback(t, w, q, whole)
			checkFacets(t, w, q, o, whole)
			for _, r := range whole.Results {
				checkDuplicates(t, w, r)
				checkReasons(t, w, q, whole, r)
				checkSnippet(t, r)
			}
			if (whole.Empty == "") != (len(whole.Results) > 0) {
				t.Fatalf("%d results, empty because %q", len(whole.Results), whole.Empty)
			}
		}
	})
}

func checkPages(t *rapid.T, w *fixture, q testRequest, o recommend.Options, whole testAnswer) {
	o.Limit = rapid.IntRange(1, 7).Draw(t, "limit")
	joined := []recommend.Result{}
	for o.Offset = 0; ; o.Offset += o.Limit {
		page, err := q.send(t.Context(), w, o)
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != whole.Total || page.Mode != whole.Mode || page.Index != whole.Index || page.Empty != whole.Empty {
			t.Fatalf("page at %d is %+v, the whole answer %+v", o.Offset, page, whole)
		}
		if d := gocmp.Diff(whole.Facets, page.Facets); d != "" {
			t.Fatalf("facets of a page (-whole +page):\n%s", d)
		}
		joined = append(joined, page.Results...)
		if !page.More {
			break
		}
	}
	if d := gocmp.Diff(whole.Results, joined); d != "" {
		t.Fatalf("pages (-whole +joined):\n%s", d)
	}
	o.Offset = len(joined) + 3
	if beyond, err := q.send(t.Context(), w, o); err != nil || len(beyond.Results) > 0 || beyond.More || beyond.Empty != whole.Empty {
		t.Fatalf("after the last page: %+v, %v", beyond, err)
	}
}

func checkScores(t *rapid.T, o recommend.Options, whole testAnswer) {
	last := 1.0
	for _, r := range whole.Results {
		if !(r.Score >= 0 && r.Score <= last) {
			t.Fatalf("%s has the score %v after %v", r.Episode.ID, r.Score, last)
		}
		if last = r.Score; math.Abs(recommend.Sum(*r.Scores)-r.Score) > 1e-9 {
			t.Fatalf("%s: %+v sums to %v instead of %v", r.Episode.ID, *r.Scores, recommend.Sum(*r.Scores), r.Score)
		}
		if o.Diversity == 0 && r.Score < o.Threshold {
			t.Fatalf("%s has the score %v below %v", r.Episode.ID, r.Score, o.Threshold)
		}
	}
}

// checkChoice checks the choice of episodes of an answer.
func checkChoice(t *rapid.T, w *fixture, q testRequest, o recommend.Options, whole testAnswer) {
	seen, shows := map[data.EpisodeID]bool{}, map[data.ShowID]bool{}
	for _, n := range q.seedGroups(w) {
		seen[n] = true // seeds are never results
	}
	for _, r := range whole.Results {
		if !o.Filter.Match(r.Episode) {
			t.Fatalf("%s does not match %+v", r.Episode.ID, o.Filter)
		}
		if d := gocmp.Diff(w.episode(r.Episode.ID).Description, r.Episode.Description); d != "" {
			t.Fatalf("%s (-stored +got):\n%s", r.Episode.ID, d)
		}
		group := w.groupOf(r.Episode.ID)
		if seen[group] || o.CollapseShows && shows[r.Episode.Show.ID] {
			t.Fatalf("%s, a duplicate or its show is in the answer already: %v", r.Episode.ID, ids(whole.Results))
		}
		seen[group], shows[r.Episode.Show.ID] = true, true
	}
	if o.Threshold > 0 || o.CollapseShows || q.search != "" || q.request != nil && q.request.Text != "" {
		return
	}
	for _, e := range w.episodes { // the fallback returns all episodes that may be shown
		if o.Filter.Match(e) && !seen[w.groupOf(e.ID)] {
			t.Fatalf("%s is missing in %v", e.ID, ids(whole.Results))
		}
	}
}

// seedGroups returns the groups of the episodes of a request.
func (q testRequest) seedGroups(w *fixture) (groups []data.EpisodeID) {
	for _, e := range append(q.liked(w), q.disliked(w)...) {
		groups = append(groups, w.groupOf(e.ID))
	}
	return groups
}

// liked returns the episodes that the results should be similar to.
func (q testRequest) liked(w *fixture) (list []data.Episode) {
	if q.similar != "" {
		return []data.Episode{w.episode(q.similar)}
	}
	if q.request != nil {
		for _, ref := range q.request.Liked {
			list = append(list, w.episode(ref.ID))
		}
	}
	return list
}

func (q testRequest) disliked(w *fixture) (list []data.Episode) {
	if q.request != nil {
		for _, ref := range q.request.Disliked {
			list = append(list, w.episode(ref.ID))
		}
	}
	return list
}

// checkFallback checks that the steps follow each other and that each result belongs to its step.
func checkFallback(t *rapid.T, w *fixture, q testRequest, whole testAnswer) {
	steps := []recommend.Source{recommend.SourcePeople, recommend.SourceTags, recommend.SourceShow, recommend.SourceLatest}
	last := -1
	for _, r := range whole.Results {
		step := slices.Index(steps, r.Source)
		if r.Score > 0 || step < 0 {
			continue // ranked
		}
		if step < last {
			t.Fatalf("steps of the fallback are not in order: %v", idsWithSource(whole.Results))
		}
		last = step
		want := recommend.SourceLatest
		for _, e := range q.liked(w) {
			switch {
			case sharesPerson(e, r.Episode):
				want = recommend.SourcePeople
			case want != recommend.SourcePeople && sharesTag(e, r.Episode):
				want = recommend.SourceTags
			case want == recommend.SourceLatest && e.Show.ID == r.Episode.Show.ID:
				want = recommend.SourceShow
			}
		}
		if r.Source != want {
			t.Fatalf("%s has the source %s, want %s", r.Episode.ID, r.Source, want)
		}
	}
}

func sharesPerson(a, b data.Episode) bool {
	return slices.ContainsFunc(a.People, func(p data.Person) bool { return p.Role == data.RoleGuest && hasGuest(b, p.Name) })
}

func hasGuest(e data.Episode, name string) bool {
	return slices.ContainsFunc(e.People, func(p data.Person) bool { return p.Role == data.RoleGuest && strings.EqualFold(p.Name, name) })
}

// hasPrefix reports whether a word begins with the last word of a search, which may be incomplete.
func hasPrefix(search, word string) bool {
	last := search[strings.LastIndex(search, " ")+1:]
	return last != "" && strings.HasPrefix(strings.ToLower(word), strings.ToLower(last))
}

func sharesTag(a, b data.Episode) bool {
	return slices.ContainsFunc(a.Tags, func(tag string) bool { return hasTag(b, tag) })
}

func hasTag(e data.Episode, tag string) bool {
	return slices.ContainsFunc(e.Tags, func(other string) bool { return strings.EqualFold(tag, other) })
}

// checkDuplicates checks that a result has all its duplicates.
func checkDuplicates(t *rapid.T, w *fixture, r recommend.Result) {
	want, got := []string{}, []string{}
	for _, e := range w.episodes {
		if e.ID != r.Episode.ID && w.groupOf(e.ID) == w.groupOf(r.Episode.ID) {
			want = append(want, string(e.ID)+" "+e.Title)
		}
	}
	for _, d := range r.Duplicates {
		got = append(got, string(d.ID)+" "+d.Title)
		if d.Reason == "" {
			t.Fatalf("%s is a duplicate of %s without a reason", d.ID, r.Episode.ID)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := gocmp.Diff(want, got); d != "" {
		t.Fatalf("duplicates of %s (-want +got):\n%s", r.Episode.ID, d)
	}
}

// checkReasons checks that each reason is true.
func checkReasons(t *rapid.T, w *fixture, q testRequest, whole testAnswer, r recommend.Result) {
	for _, reason := range r.Reasons {
		if !isTrue(w, q, whole, r, reason) {
			t.Fatalf("%+v of %+v is not true of %+v", reason, r.Episode, q)
		}
	}
	if r.Source == recommend.SourceLatest && r.Score == 0 && slices.ContainsFunc(r.Reasons, func(r recommend.Reason) bool { return r.Kind != recommend.ReasonSeries }) {
		t.Fatalf("a result from latest has the reasons %+v", r.Reasons)
	}
}

func isTrue(w *fixture, q testRequest, whole testAnswer, r recommend.Result, reason recommend.Reason) bool {
	liked := q.liked(w)
	either := func(has func(data.Episode) bool) bool { return has(r.Episode) && slices.ContainsFunc(liked, has) }
	switch reason.Kind {
	case recommend.ReasonTopics:
		given := q.search + " " + whole.DidYouMean
		if q.request != nil {
			given += " " + q.request.Text
			if strings.Contains(given, "kubbo") {
				given += " kubo" // a corrected word is not shown
			}
		}
		for _, e := range liked {
			given += " " + textOf(e) + " " + strings.Join(e.Tags, " ")
		}
		for topic := range strings.SplitSeq(reason.Text, ", ") {
			mentioned := slices.ContainsFunc(strings.Fields(topic), func(word string) bool { return hasAll(given, word) || hasPrefix(q.search, word) })
			both := len(liked) > 0 && q.request != nil && q.request.Text == "" // the topic is in both episodes, not in a text
			if !mentioned || both && !hasAll(given, topic) {
				return false
			}
		}
		return hasAll(textOf(w.episode(r.Episode.ID))+" "+strings.Join(r.Episode.Tags, " "), reason.Text)
	case recommend.ReasonPerson:
		text := q.search
		if q.request != nil {
			text = q.request.Text
		}
		named := hasAll(text, reason.Text) && slices.ContainsFunc(r.Episode.People, func(p data.Person) bool { return p.Name == reason.Text })
		return named || either(func(e data.Episode) bool { return hasGuest(e, reason.Text) })
	case recommend.ReasonTag:
		return either(func(e data.Episode) bool { return hasTag(e, reason.Text) })
	case recommend.ReasonShow:
		return either(func(e data.Episode) bool { return e.Show.Title == reason.Text })
	case recommend.ReasonSeries:
		return either(func(e data.Episode) bool { return strings.Contains(e.Title, reason.Text) })
	default:
		return reason.Kind == recommend.ReasonPassage && (isFrom(r.Episode.Description, reason.Text) || reason.Text == r.Episode.Title)
	}
}

func textOf(e data.Episode) string { return e.Title + " " + e.Description + " " + e.Transcript }

// hasAll reports whether a text has every word of a list.
func hasAll(text, list string) bool {
	has := plainWords(text)
	return !slices.ContainsFunc(plainWords(list), func(word string) bool { return !slices.Contains(has, word) })
}

func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(` .,:?!"-`, r) })
}

// isFrom reports whether each sentence of an excerpt is in a description.
func isFrom(description, excerpt string) bool {
	description = strings.Join(strings.Fields(description), " ")
	excerpt = strings.TrimSuffix(excerpt, "…")
	for start, end := range text.Sentences(excerpt) {
		if !strings.Contains(description, excerpt[start:end]) {
			return false
		}
	}
	return excerpt != ""
}

func checkSnippet(t *rapid.T, r recommend.Result) {
	if r.Snippet == nil {
		return
	}
	n := utf8.RuneCountInString(r.Snippet.Text)
	if n > 300 || !isFrom(r.Episode.Description, r.Snippet.Text) {
		t.Fatalf("%s has the snippet %q", r.Episode.ID, r.Snippet.Text)
	}
	end := 0
	for _, h := range r.Snippet.Highlights {
		if h[0] < end || h[1] <= h[0] || h[1] > n {
			t.Fatalf("highlights %v of %q", r.Snippet.Highlights, r.Snippet.Text)
		}
		end = h[1]
	}
}

// checkFacets compares facets with a naive count.
func checkFacets(t *rapid.T, w *fixture, q testRequest, o recommend.Options, whole testAnswer) {
	if q.search == "" {
		return
	}
	if whole.Total != len(whole.Results) {
		t.Fatalf("total %d of %v", whole.Total, ids(whole.Results))
	}
	var list []data.Episode
	for _, r := range whole.Results {
		list = append(list, r.Episode)
	}
	if d := gocmp.Diff(counted(list), counts(whole.Facets)); d != "" {
		t.Fatalf("facets (-want +got):\n%s", d)
	}
	list = nil
	seen := map[data.EpisodeID]bool{}
	for _, e := range w.episodes {
		if o.Filter.Match(e) && !seen[w.groupOf(e.ID)] {
			list = append(list, representativeOf(w, o.Filter, e))
			seen[w.groupOf(e.ID)] = true
		}
	}
	facets, err := w.Facets(t.Context(), o.Filter)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(counted(list), counts(facets)); d != "" {
		t.Fatalf("facets of all episodes that match %+v (-want +got):\n%s", o.Filter, d)
	}
}

// representativeOf returns the first episode of the group of e that matches a filter.
func representativeOf(w *fixture, f data.Filter, e data.Episode) data.Episode {
	entry := w.entry(e.ID)
	members := []data.EpisodeID{}
	for _, other := range entry.Group.Others {
		members = append(members, other.ID)
	}
	for _, id := range slices.Insert(members, min(entry.Group.Rank, len(members)), e.ID) {
		if f.Match(w.episode(id)) {
			return w.episode(id)
		}
	}
	return e
}

func counted(list []data.Episode) map[string]int {
	count := map[string]int{}
	for _, e := range list {
		of := map[string]bool{"show " + string(e.Show.ID): true}
		for _, p := range e.People {
			of["person "+strings.ToLower(p.Name)] = true
		}
		for _, tag := range e.Tags {
			of["tag "+strings.ToLower(tag)] = true
		}
		for value := range of {
			count[value]++
		}
	}
	return count
}

func counts(f recommend.Facets) map[string]int {
	count := map[string]int{}
	for prefix, list := range map[string][]recommend.FacetCount{"show ": f.Shows, "person ": f.People, "tag ": f.Tags} {
		for _, c := range list {
			count[prefix+c.Value] = c.Count
		}
		if !slices.IsSortedFunc(list, func(a, b recommend.FacetCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label))
		}) {
			count["not in order"]++
		}
	}
	return count
}

// TestAnswersDoNotDependOnTheOrderOfTheCatalogue also checks that the same state has the same
// name and gives the same answers in another process.
func TestAnswersDoNotDependOnTheOrderOfTheCatalogue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		episodes, embed := randomEpisodes(t, 20), embedded(t)
		w, err := open(t.Context(), episodes, embed)
		if err != nil {
			t.Fatal(err)
		}
		defer w.close()
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		random.Shuffle(len(episodes), func(i, j int) { episodes[i], episodes[j] = episodes[j], episodes[i] })
		other, err := open(t.Context(), episodes, embed)
		if err != nil {
			t.Fatal(err)
		}
		defer other.close()
		for range 6 {
			q, o := randomRequest(t, w), randomOptions(t)
			want, err := q.send(t.Context(), w, o)
			if err != nil {
				t.Fatal(err)
			}
			for _, again := range []*fixture{w, other} {
				got, err := q.send(t.Context(), again, o)
				if err != nil {
					t.Fatal(err)
				}
				if d := gocmp.Diff(want, got); d != "" {
					t.Fatalf("%+v with %+v (-first +again):\n%s", q, o, d)
				}
			}
		}
	})
}
