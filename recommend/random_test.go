package recommend_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend"
)

// vocabulary has words that equal their stems, so that reasons can be compared with texts.
var vocabulary = []string{
	"kubo", "marlo", "tandem", "zebra", "galaxi", "robot", "lumen", "karma", "velvet", "comet",
	"bishop", "garlic", "piano", "tundra", "walrus", "magnet", "canal", "fjord", "quartz", "saffron",
}

var (
	guests = []string{"Ada Lovelace", "ada lovelace", "Alan Turing", "Grace Hopper", "Jürgen Groß", "李小龙"}
	tags   = []string{"Tech", "tech", "Music", "Food"}
	shows  = []string{"alpha", "beta", "gamma"}
)

func sentence(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		list := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, most).Draw(t, "words")
		text := strings.Join(list, " ")
		return strings.ToUpper(text[:1]) + text[1:]
	})
}

func description(t *rapid.T) string {
	sentences := rapid.IntRange(0, 3).Draw(t, "sentences")
	if rapid.IntRange(0, 4).Draw(t, "long") == 0 {
		sentences = 20 // several passages
	}
	var list []string
	for range sentences {
		list = append(list, sentence(12).Draw(t, "sentence")+".")
	}
	return strings.Join(list, " ")
}

func some[T any](t *rapid.T, from []T, most int, name string) []T {
	return rapid.SliceOfN(rapid.SampledFrom(from), 0, most).Draw(t, name)
}

func randomEpisode(t *rapid.T, id string) data.Episode {
	e := episode(id, rapid.IntRange(2000, 2003).Draw(t, "year"), show(rapid.SampledFrom(shows).Draw(t, "show")))
	if rapid.IntRange(0, 9).Draw(t, "undated") == 0 {
		e.Published = time.Time{}
	}
	e.Title = sentence(3).Draw(t, "title")
	if rapid.IntRange(0, 4).Draw(t, "part of a series") == 0 {
		e.Title = fmt.Sprintf("Build a bank, Part %d", rapid.IntRange(1, 5).Draw(t, "part"))
	}
	e.GUID = id // titles are not unique
	e.Description = description(t)
	if rapid.IntRange(0, 3).Draw(t, "transcript") == 0 {
		e.Transcript = sentence(40).Draw(t, "transcript")
	}
	for _, name := range some(t, guests, 2, "guests") {
		guest(name)(&e)
	}
	host("The Host")(&e)
	e.Tags = some(t, tags, 2, "tags")
	return e
}

// randomEpisodes returns episodes with some re-runs.
func randomEpisodes(t *rapid.T, most int) []data.Episode {
	var list []data.Episode
	for i := range rapid.IntRange(0, most).Draw(t, "episodes") {
		e := randomEpisode(t, fmt.Sprintf("e%d", i))
		if i > 0 && rapid.IntRange(0, 4).Draw(t, "re-run") == 0 {
			original := rapid.SampledFrom(list).Draw(t, "original")
			id, published := e.ID, e.Published
			e = original
			e.ID, e.GUID, e.Published = id, string(id), published
			e.Title = "Rebroadcast: " + strings.TrimPrefix(original.Title, "Rebroadcast: ")
			e.Tags = some(t, tags, 2, "tags of the re-run")
		}
		list = append(list, e)
	}
	return list
}

// embedded draws which episodes are embedded: all, nearly all, half, or none.
func embedded(t *rapid.T) embedFunc {
	missing := rapid.SampledFrom([]int{0, 0, 5, 50, 100}).Draw(t, "percent that are not embedded")
	return func(e data.Episode) [][]float32 {
		if int(vectorOf(string(e.ID) + e.Title)[1]*1e4)%100+100 < 100+missing && missing > 0 {
			return nil
		}
		return byText(e)
	}
}

func randomOptions(t *rapid.T) recommend.Options {
	o := recommend.Options{Explain: true, Limit: recommend.MaxLimit}
	if rapid.Bool().Draw(t, "filter") {
		o.Filter = randomFilter(t)
	}
	o.Threshold = rapid.SampledFrom([]float64{0, 0, 0, .3, .9}).Draw(t, "threshold")
	if r := rapid.SampledFrom([]float64{-1, -1, 0, .5, 1}).Draw(t, "ratio"); r >= 0 {
		o.SemanticRatio = &r
	}
	o.Diversity = rapid.SampledFrom([]float64{0, 0, .3, 1}).Draw(t, "diversity")
	o.CollapseShows = rapid.IntRange(0, 3).Draw(t, "collapse") == 0
	o.Recency = rapid.SampledFrom([]float64{0, 0, .4, 1}).Draw(t, "recency")
	return o
}

func randomFilter(t *rapid.T) data.Filter {
	f := data.Filter{}
	switch rapid.IntRange(0, 4).Draw(t, "kind of filter") {
	case 0:
		f.Shows = []data.ShowID{data.ShowID(rapid.SampledFrom(shows).Draw(t, "show"))}
	case 1:
		f.People = []string{strings.ToUpper(rapid.SampledFrom(guests).Draw(t, "person"))}
	case 2:
		f.Tags = []string{rapid.SampledFrom(tags).Draw(t, "tag")}
	case 3:
		f.PublishedAfter = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	default:
		f.Shows = []data.ShowID{"none"}
	}
	return f
}

// testRequest is a request of any kind. One of its fields is set.
type testRequest struct {
	similar data.EpisodeID
	search  string
	request *recommend.Request
}

// testAnswer has the common fields of all kinds of answers.
type testAnswer struct {
	recommend.Answer
	Total      int
	Facets     recommend.Facets
	DidYouMean string
}

func (q testRequest) send(ctx context.Context, w *fixture, o recommend.Options) (testAnswer, error) {
	switch {
	case q.similar != "":
		a, err := w.Similar(ctx, data.Ref{ID: q.similar}, o)
		return testAnswer{Answer: a.Answer}, err
	case q.request != nil:
		a, err := w.Recommend(ctx, *q.request, o)
		return testAnswer{Answer: a.Answer}, err
	default:
		a, err := w.Search(ctx, q.search, o)
		return testAnswer{a.Answer, a.Total, a.Facets, a.DidYouMean}, err
	}
}

func randomText(t *rapid.T) string {
	pieces := append(slices.Clone(vocabulary), "the", "kubbo", `"zebra robot"`, "-piano", "ada", "Lovelace", "李小龙", "quar", "?!")
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 5).Draw(t, "text"), " ")
}

func randomRequest(t *rapid.T, w *fixture) testRequest {
	kind := rapid.IntRange(0, 2).Draw(t, "testRequest")
	if len(w.episodes) == 0 || kind == 0 {
		return testRequest{search: randomText(t)}
	}
	refs := func(name string) (list []data.Ref) {
		for _, e := range some(t, w.episodes, 3, name) {
			list = append(list, data.Ref{ID: e.ID})
		}
		return list
	}
	if kind == 1 {
		return testRequest{similar: rapid.SampledFrom(w.episodes).Draw(t, "episode").ID}
	}
	request := recommend.Request{Liked: refs("liked"), Disliked: refs("disliked")}
	if rapid.Bool().Draw(t, "has text") || len(request.Liked)+len(request.Disliked) == 0 {
		request.Text = randomText(t)
	}
	return testRequest{request: &request}
}
