package recommend_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// talks returns a few episodes whose ranking for a search is obvious.
func talks() []data.Episode {
	return []data.Episode{
		episode("bank", 2019, titled("Build a bank"), about("Ledgers and payments. We build a bank on machine learning."), guest("Ada Lovelace"), tag("Finance")),
		episode("machine", 2018, titled("The machine"), about("Learning how a machine is built. Nothing about payments."), guest("Alan Turing")),
		episode("garden", 2017, titled("A garden"), about("Roses and soil. The who and the what of compost."), tag("Garden"), show("green")),
		episode("who", 2016, titled("The Who"), about("A band on tour."), guest("Roger Daltrey"), show("green")),
	}
}

func TestSearchByWords(t *testing.T) {
	w := newFixture(t, talks(), noVectors)
	for _, tt := range []struct {
		name, query string
		want        []string
		meant       string
		empty       string
	}{
		{"an episode need not have all words", "payments ledgers xylophone ", []string{"bank"}, "", ""},
		{"an episode needs half of the words, weighted by how rare they are", "payments ledgers ", []string{"bank"}, "", ""},
		{"a phrase must occur", `"machine learning"`, []string{"bank"}, "", ""},
		{"a phrase without results is suggested without quotes", `"learning machine"`, []string{}, "learning machine", "no episode has these words"},
		{"a phrase may have stop words", `"the who"`, []string{"who", "garden"}, "", ""},
		{"minus excludes", "payments -ledgers", []string{"machine"}, "", ""},
		{"excluded words alone find nothing", "-ledgers -machine", []string{}, "", "the search has only excluded words"},
		{"a stop word alone finds nothing", "the", []string{}, "", "no episode has these words"},
		{"spelling is corrected and spaces are normalised", "  ledgrs \t payments ", []string{"bank"}, "ledgers payments", ""},
		{"the last word may be incomplete", "comp", []string{"garden"}, "", ""},
		{"punctuation finds nothing", "?! *", []string{}, "", "no episode has these words"},
		{"unknown words find nothing", "xylophone", []string{}, "", "no episode has these words"},
		{"people are found", "daltrey", []string{"who"}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Search(t.Context(), tt.query, recommend.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, ids(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
			if got.DidYouMean != tt.meant || got.Empty != tt.empty || got.Mode != recommend.ModeKeyword || got.Total != len(tt.want) {
				t.Errorf("did you mean %q, empty %q, mode %s, total %d", got.DidYouMean, got.Empty, got.Mode, got.Total)
			}
			if got.Query != strings.Join(strings.Fields(tt.query), " ") {
				t.Errorf("query %q", got.Query)
			}
		})
	}
	if n := w.model.calls.Load(); n != 0 {
		t.Errorf("the model was called %d times in a catalogue without vectors", n)
	}
}

func TestSearchExplainsAnEmptyAnswer(t *testing.T) {
	w := newFixture(t, talks(), byText)
	green := data.Filter{Shows: []data.ShowID{"green"}}
	for _, tt := range []struct {
		name, query string
		options     recommend.Options
		want        string
	}{
		{"the filters match no episode", "roses", recommend.Options{Filter: data.Filter{Shows: []data.ShowID{"none"}}}, "no episode matches the filters"},
		{"the words are not in the filtered episodes", `"machine learning"`, recommend.Options{Filter: green}, "no episode has these words"},
		{"all filtered episodes are excluded", "tour -roses -band", recommend.Options{Filter: green}, "no episode has these words"},
		{"the threshold is too high", "roses", recommend.Options{Threshold: 1, Recency: 1}, "no score reaches the threshold"},
		{"there is a result", "roses", recommend.Options{}, ""},
		{"there is a result on another page", "roses", recommend.Options{Offset: 40}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Search(t.Context(), tt.query, tt.options)
			if err != nil || got.Empty != tt.want {
				t.Errorf("empty %q, %v; want %q: %v", got.Empty, err, tt.want, ids(got.Results))
			}
		})
	}
	none := newFixture(t, nil, byText)
	got, err := none.Search(t.Context(), "roses", recommend.Options{})
	if err != nil || got.Empty != "the catalogue is empty" || got.Results == nil {
		t.Errorf("an empty catalogue: %+v, %v", got, err)
	}
}

func TestSearchGivesReasonsAndSnippets(t *testing.T) {
	w := newFixture(t, talks(), byText)
	got, err := w.Search(t.Context(), "ledgers for ada lovelace", recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first := got.Results[0]
	want := []recommend.Reason{
		{Kind: recommend.ReasonPerson, Text: "Ada Lovelace"},
		{Kind: recommend.ReasonPassage, Text: "Ledgers and payments. We build a bank on machine learning.", Highlights: [][2]int{{0, 7}}},
	}
	if d := cmp.Diff(want, first.Reasons); first.Episode.ID != "bank" || d != "" {
		t.Errorf("reasons of %s (-want +got):\n%s", first.Episode.ID, d)
	}
	snippet := &recommend.Snippet{Text: "Ledgers and payments. We build a bank on machine learning.", Highlights: [][2]int{{0, 7}}}
	if d := cmp.Diff(snippet, first.Snippet); d != "" {
		t.Errorf("snippet (-want +got):\n%s", d)
	}
	if got.Mode != recommend.ModeHybrid || got.Model != "model" {
		t.Errorf("mode %s, model %s", got.Mode, got.Model)
	}
}

// TestSearchGivesPeopleOnlyForWholeNames also checks names that begin with the query.
func TestSearchGivesPeopleOnlyForWholeNames(t *testing.T) {
	w := newFixture(t, []data.Episode{episode("a", 2019, guest("Adalbert")), episode("b", 2018, guest("Jürgen Groß"))}, noVectors)
	for _, tt := range []struct {
		name, query string
		want        []recommend.Reason
	}{
		{"the beginning of a name gives no person", "ada", []recommend.Reason{}},
		{"a first name alone gives no person", "jürgen", []recommend.Reason{}},
		{"accents and case do not matter", "GROSS and jurgen", []recommend.Reason{{Kind: recommend.ReasonPerson, Text: "Jürgen Groß"}}},
		{"a corrected name gives the person", "adalbertt", []recommend.Reason{{Kind: recommend.ReasonPerson, Text: "Adalbert"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Search(t.Context(), tt.query, recommend.Options{})
			if err != nil || len(got.Results) != 1 {
				t.Fatalf("%v, %v", ids(got.Results), err)
			}
			if d := cmp.Diff(tt.want, withoutPassages(got.Results[0].Reasons)); d != "" {
				t.Errorf("reasons (-want +got):\n%s", d)
			}
		})
	}
}

func TestSnippetIsFromTheBestPassage(t *testing.T) {
	other, place := strings.Repeat("It is about something else. ", 20), strings.Repeat("The place of somebody is here. ", 16)
	two := episode("two", 2018, titled("Elsewhere"), about(other+"\n\n"+place))
	angles := byAngle(map[data.EpisodeID][]float64{"two": {90, 0}})
	for _, tt := range []struct {
		name, query string
		embed       embedFunc
		want        string
	}{
		{"the nearest passage if it has a word of the query", "place something", func(data.Episode) [][]float32 { return [][]float32{vectorOf("x"), vectorOf("place something")} }, "The place"},
		{"the best passage by words if the nearest has none", "something", angles, "It is about"},
		{"the passage with the most words if there are no vectors", "else place somebody ", noVectors, "The place"},
		{"the first passage if only the title matches", "elsewhere", noVectors, "It is about"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := newFixture(t, []data.Episode{two}, tt.embed).Search(t.Context(), tt.query, recommend.Options{})
			if err != nil || len(got.Results) != 1 {
				t.Fatalf("%v, %v", ids(got.Results), err)
			}
			if s := got.Results[0].Snippet; s == nil || !strings.HasPrefix(s.Text, tt.want) {
				t.Errorf("snippet %+v, want %q", s, tt.want)
			}
		})
	}
}

func TestSearchUsesWordsOnlyIfTheModelFails(t *testing.T) {
	broken := errors.New("broken on purpose")
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	nearly := func(missing int) embedFunc { // of ten
		return func(e data.Episode) [][]float32 {
			if e.ID >= data.EpisodeID('a'+rune(10-missing)) {
				return nil
			}
			return byText(e)
		}
	}
	var ten []data.Episode
	for i := range 10 {
		ten = append(ten, episode(string(rune('a'+i)), 2000+i, about("Roses and soil.")))
	}
	for _, tt := range []struct {
		name   string
		embed  embedFunc
		model  *model
		ratio  *float64
		mode   recommend.Mode
		calls  int64
		failed error
	}{
		{"the model answers", byText, &model{}, nil, recommend.ModeHybrid, 1, nil},
		{"only meaning is requested", byText, &model{}, ratio(1), recommend.ModeSemantic, 1, nil},
		{"the model fails", byText, &model{fail: broken}, nil, recommend.ModeKeyword, 1, broken},
		{"the model fails and only meaning is requested", byText, &model{fail: broken}, ratio(1), recommend.ModeKeyword, 1, broken},
		{"the model hangs", byText, &model{hang: hang}, nil, recommend.ModeKeyword, 1, context.DeadlineExceeded},
		{"only words are requested", byText, &model{}, ratio(0), recommend.ModeKeyword, 0, nil},
		{"no episode is embedded", noVectors, &model{}, nil, recommend.ModeKeyword, 0, nil},
		{"less than nine in ten episodes are embedded", nearly(2), &model{}, nil, recommend.ModeKeyword, 0, nil},
		{"nine in ten episodes are embedded", nearly(1), &model{}, nil, recommend.ModeHybrid, 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, ten, tt.embed)
			var failed error
			engine := recommend.NewEngine(w.catalog)
			engine.OnFailure(func(_ context.Context, err error) { failed = err })
			engine.SetEmbedTimeout(30 * time.Second)
			if tt.model.hang != nil {
				engine.SetEmbedTimeout(10 * time.Millisecond)
			}
			engine.Use(w.with(tt.model))
			o := recommend.Options{SemanticRatio: tt.ratio}
			got, err := engine.Search(t.Context(), "roses", o)
			if err != nil || got.Mode != tt.mode || got.Total != 10 {
				t.Errorf("mode %s, total %d, %v", got.Mode, got.Total, err)
			}
			if !errors.Is(failed, tt.failed) || (failed == nil) != (tt.failed == nil) {
				t.Errorf("reported failure %v, want %v", failed, tt.failed)
			}
			text, err := engine.Recommend(t.Context(), recommend.Request{Text: "roses"}, o)
			if err != nil || text.Mode != tt.mode || len(text.Results) == 0 || text.Results[0].Score == 0 {
				t.Errorf("recommend has the mode %s: %v, %v", text.Mode, idsWithSource(text.Results), err)
			}
			if n := tt.model.calls.Load(); n != 2*tt.calls {
				t.Errorf("%d calls of the model", n)
			}
		})
	}
}

func TestLastPageHasNoMoreAfterAnEpisodeWasDeleted(t *testing.T) {
	w := newFixture(t, talks(), noVectors)
	if _, err := w.catalog.Delete(t.Context(), "machine"); err != nil {
		t.Fatal(err)
	}
	got, err := w.Search(t.Context(), "payments machine", recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"bank"}, ids(got.Results)); d != "" || got.More {
		t.Errorf("more %t (-want +got):\n%s", got.More, d)
	}
}

func TestCancelledRequestIsNotAModelFailure(t *testing.T) {
	w := newFixture(t, talks(), byText)
	w.OnFailure(func(_ context.Context, err error) { t.Errorf("reported failure %v", err) })
	w.model.fail = context.Canceled
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Search(ctx, "roses", recommend.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search: %v", err)
	}
	if _, err := w.Recommend(ctx, recommend.Request{Text: "roses"}, recommend.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Recommend: %v", err)
	}
	if _, err := w.Similar(ctx, data.Ref{ID: "bank"}, recommend.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Similar: %v", err)
	}
	if _, err := w.Search(t.Context(), " \t\n", recommend.Options{}); !errors.Is(err, recommend.ErrBlankQuery) {
		t.Errorf("a blank text: %v", err)
	}
}

// cancellingModel is a model that cancels the request while it embeds.
type cancellingModel struct{ cancel context.CancelFunc }

func (l cancellingModel) Query(ctx context.Context, _ string) ([]float32, error) {
	l.cancel()
	return nil, ctx.Err()
}

func TestCancellationDuringEmbeddingIsNotAModelFailure(t *testing.T) {
	w := newFixture(t, talks(), byText)
	ctx, cancel := context.WithCancel(t.Context())
	engine := recommend.NewEngine(w.catalog)
	engine.OnFailure(func(_ context.Context, err error) { t.Errorf("reported failure %v", err) })
	engine.Use(w.with(cancellingModel{cancel}))
	if _, err := engine.Search(ctx, "roses", recommend.Options{SemanticRatio: ratio(1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search: %v", err)
	}
}

func TestEpisodeWithoutVectorsIsRankedByWords(t *testing.T) {
	var list []data.Episode
	for i := range 9 {
		list = append(list, episode(string(rune('a'+i)), 2000+i, about("Roses and soil.")))
	}
	list = append(list, episode("late", 2020, about("Compost for roses.")))
	w := newFixture(t, list, func(e data.Episode) [][]float32 {
		if e.ID == "late" {
			return nil
		}
		return byText(e)
	})
	got, err := w.Search(t.Context(), "compost ", recommend.Options{Explain: true, SemanticRatio: ratio(.75)})
	if err != nil || len(got.Results) == 0 || got.Mode != recommend.ModeHybrid {
		t.Fatalf("%v by %s, %v", ids(got.Results), got.Mode, err)
	}
	if d := cmp.Diff(recommend.Scores{Semantic: .75, Keyword: .25}, *got.Results[0].Scores); got.Results[0].Episode.ID != "late" || d != "" {
		t.Errorf("scores of %s (-want +got):\n%s", got.Results[0].Episode.ID, d)
	}
}

// feedback searches a catalogue in which two episodes with the word engine share another word
// with two distant episodes.
func feedback(t *testing.T, weight float64) []string {
	w := newFixture(t, []data.Episode{
		episode("one", 2018, about("An engine of brass and ivory.")), episode("two", 2017, about("The engine in brass and ivory.")),
		episode("shared", 2016, about("Brass is for ivory.")), episode("apart", 2015, about("Brass and oak.")),
		episode("aside", 2014, about("An engine, brass, ivory, oak.")), episode("plain", 2019, about("An engine, elm, ash, birch.")),
	}, byAngle(map[data.EpisodeID][]float64{"one": {0}, "two": {15}, "shared": {150}, "apart": {180}, "aside": {40}, "plain": {40}}))
	engine := recommend.NewEngine(w.catalog)
	engine.Use(w.with(direction(byAngle(map[data.EpisodeID][]float64{"": {0}})(data.Episode{})[0])))
	weights := recommend.DefaultWeights()
	weights.Feedback = weight
	got, err := engine.Search(t.Context(), "engine ", recommend.Options{Weights: &weights})
	if err != nil {
		t.Fatal(err)
	}
	return ids(got.Results)
}

func TestFeedbackChangesTheOrderButFindsNoOtherEpisodes(t *testing.T) {
	off, on := feedback(t, 0), feedback(t, .5)
	if d := cmp.Diff([]string{"one", "two", "plain", "aside"}, off); d != "" {
		t.Errorf("without (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"one", "two", "aside", "plain"}, on); d != "" {
		t.Errorf("with feedback, which adds brass and ivory (-want +got):\n%s", d)
	}
}

// withoutPassages returns the reasons of other kinds.
func withoutPassages(reasons []recommend.Reason) []recommend.Reason {
	return slices.DeleteFunc(reasons, func(r recommend.Reason) bool { return r.Kind == recommend.ReasonPassage })
}

// gardening returns two episodes about compost among others about roses.
func gardening() []data.Episode {
	list := []data.Episode{
		episode("self", 2020, titled("Compost"), about("Mandy makes compost of leaves. Roses like it."), guest("Mandy Waite")),
		episode("near", 2019, titled("More about compost"), about("We read about compost. Mandy likes roses."), guest("Mandy Chan")),
	}
	for i := range 40 {
		list = append(list, episode(fmt.Sprint("rose", i), 2000, about("All about roses, by a gardener.")))
	}
	return list
}

func TestTopicsAreNeitherCommonNorNames(t *testing.T) {
	w := newFixture(t, gardening(), noVectors)
	found, err := w.Search(t.Context(), "roses compost mandy ", recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []recommend.Reason{
		{Kind: recommend.ReasonTopics, Text: "compost"},
		{Kind: recommend.ReasonPassage, Text: "We read about compost. Mandy likes roses.", Highlights: [][2]int{{14, 21}, {23, 28}, {35, 40}}},
	}
	if d := cmp.Diff(want, found.Results[0].Reasons); d != "" {
		t.Errorf("reasons of a result of a search (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]recommend.FacetCount{{Value: "compost", Label: "Compost", Count: 2}}, found.Facets.Topics[:1]); d != "" {
		t.Errorf("facet (-want +got):\n%s", d)
	}
	similar, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = []recommend.Reason{
		{Kind: recommend.ReasonTopics, Text: "compost"},
		{Kind: recommend.ReasonPassage, Text: "We read about compost.", Highlights: [][2]int{{14, 21}}},
	}
	if d := cmp.Diff(want, similar.Results[0].Reasons); d != "" {
		t.Errorf("reasons of a similar episode (-want +got):\n%s", d)
	}
}

func TestFilterByTopic(t *testing.T) {
	w := newFixture(t, gardening(), noVectors)
	found, err := w.Search(t.Context(), "roses", recommend.Options{Filter: data.Filter{Topics: []string{"COMPOST", "no such topic"}}})
	if d := cmp.Diff([]string{"near", "self"}, sortedIDs(found.Results)); err != nil || d != "" {
		t.Errorf("%v; results (-want +got):\n%s", err, d)
	}
	ids, err := w.WithTopics(t.Context(), data.Filter{Topics: []string{"compost"}})
	if d := cmp.Diff([]data.EpisodeID{"self", "near"}, ids); err != nil || d != "" {
		t.Errorf("%v; episodes (-want +got):\n%s", err, d)
	}
}

func sortedIDs(results []recommend.Result) []string {
	return slices.Sorted(slices.Values(ids(results)))
}

func TestNamesOfPeopleAreNoTermsOfAnEpisode(t *testing.T) {
	w := newFixture(t, gardening(), noVectors)
	terms, err := w.revision.Index.Terms(t.Context(), w.entry("self"), 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range terms {
		if strings.HasPrefix(term.Word, "Mand") {
			t.Errorf("term %+v is a name", term)
		}
	}
}

func TestSearchByMeaning(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("mentions", 2018), episode("about", 2017), episode("first", 2016), episode("second", 2015), episode("like-them", 2014), episode("opposite", 2013),
	}, byAngle(map[data.EpisodeID][]float64{
		"mentions": {0, 90, 90}, "about": {-29}, "first": {20}, "second": {22}, "like-them": {31}, "opposite": {180},
	}))
	engine := recommend.NewEngine(w.catalog)
	engine.Use(w.with(direction(byAngle(map[data.EpisodeID][]float64{"": {0}})(data.Episode{})[0])))
	for _, tt := range []struct {
		name     string
		feedback float64
		want     []string
	}{
		{"an episode about the subject is above one that mentions it, and opposites are no results", 0, []string{"first", "second", "about", "like-them", "mentions"}},
		{"feedback prefers episodes that are similar to the first results", .5, []string{"first", "second", "like-them", "about", "mentions"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			weights := recommend.DefaultWeights()
			weights.Feedback = tt.feedback
			got, err := engine.Search(t.Context(), "anything", recommend.Options{Weights: &weights, SemanticRatio: ratio(1), Limit: 10})
			if err != nil || got.Mode != recommend.ModeSemantic {
				t.Fatalf("by %s, %v", got.Mode, err)
			}
			if d := cmp.Diff(tt.want, ids(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
		})
	}
}
