package evaluate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/demo"
)

// titled makes episodes of one show of titles, with the ids "a", "b" and so on.
func titled(titles ...string) []data.Episode {
	list := make([]data.Episode, len(titles))
	for i, title := range titles {
		list[i] = data.Episode{ID: data.EpisodeID(rune('a' + i)), Title: title, Show: data.Show{ID: "show"}}
	}
	return list
}

// both is the labels of episodes that are related to each other, by id.
func both(groups ...string) map[string]Relevance {
	p := pairs{}
	for _, group := range groups {
		var ids []data.EpisodeID
		for _, id := range strings.Fields(group) {
			ids = append(ids, data.EpisodeID(id))
		}
		p.group(ids)
	}
	labels := map[string]Relevance{}
	for id, relevant := range p {
		labels[string(id)] = relevant
	}
	return labels
}

func TestLinksInNotes(t *testing.T) {
	page := func(e data.EpisodeID) string { return "https://www.example.com/" + string(e) + "/" }
	with := func(change func([]data.Episode)) []data.Episode {
		list := titled("A", "B", "C")
		for i := range list {
			list[i].URL = page(list[i].ID)
		}
		change(list)
		return list
	}
	many := func(sources, targets int) []data.Episode {
		var list []data.Episode
		for i := range sources + targets {
			e := data.Episode{ID: data.EpisodeID(fmt.Sprintf("e%02d", i)), URL: fmt.Sprintf("https://example.com/%02d", i)}
			for target := sources; i < sources && target < sources+targets; target++ {
				e.Description += fmt.Sprintf("https://example.com/%02d ", target)
			}
			list = append(list, e)
		}
		return list
	}
	for _, tt := range []struct {
		name     string
		episodes []data.Episode
		links    map[data.EpisodeID][]string
		want     map[string]Relevance
	}{
		{"are read from source to target", with(func(e []data.Episode) { e[0].Description = "See http://example.com/b?utm_source=x." }), nil,
			map[string]Relevance{"a": {"b": 1}}},
		{"are read from what cleaning removed", with(func(e []data.Episode) {
			e[1].Removed = []data.Removal{{Text: "Links: (https://example.com/c)"}}
		}), nil, map[string]Relevance{"b": {"c": 1}}},
		{"are read from what the caller knows", with(func([]data.Episode) {}), map[data.EpisodeID][]string{"c": {page("a"), "https://elsewhere.example"}},
			map[string]Relevance{"c": {"a": 1}}},
		{"do not relate an episode to itself", with(func(e []data.Episode) { e[0].Description = page("a") }), nil, map[string]Relevance{}},
		{"do not count where several episodes have the page", with(func(e []data.Episode) { e[0].Description, e[2].URL = page("b"), page("b") }), nil, map[string]Relevance{}},
		{"count up to the most of one episode", many(1, maxLinks), nil, map[string]Relevance{"e00": {"e01": 1, "e02": 1, "e03": 1, "e04": 1, "e05": 1, "e06": 1, "e07": 1, "e08": 1}}},
		{"do not count in a round-up", many(1, maxLinks+1), nil, map[string]Relevance{}},
		{"do not count in a footer", many(maxLinked+1, 1), nil, map[string]Relevance{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := fromLinks(tt.episodes, tt.links)
			if d := cmp.Diff(tt.want, got.Relevant); d != "" {
				t.Errorf("labels (-want +got):\n%s", d)
			}
		})
	}
}

func TestSameGuest(t *testing.T) {
	host, guest := data.RoleHost, data.RoleGuest
	for _, tt := range []struct {
		name   string
		people [][]data.Person
		want   map[string]Relevance
	}{
		{"relates in any case and spacing", [][]data.Person{{{Name: "Ann Lee", Role: guest}}, {{Name: "ann  lee", Role: "speaker"}}}, both("a b")},
		{"is nobody who hosts elsewhere", [][]data.Person{{{Name: "Ann", Role: guest}}, {{Name: "Ann", Role: guest}}, {{Name: "Ann", Role: host}}}, both()},
		{"counts once in an episode", [][]data.Person{{{Name: "Ann", Role: guest}, {Name: "Ann", Role: guest}}}, both()},
		{"is nobody without a name", [][]data.Person{{{Role: guest}}, {{Role: guest}}}, both()},
		{"relates up to ten episodes", slices.Repeat([][]data.Person{{{Name: "Ann"}}}, 10), both("a b c d e f g h i j")},
		{"does not relate eleven", slices.Repeat([][]data.Person{{{Name: "Ann"}}}, 11), both()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := titled(make([]string, len(tt.people))...)
			for i := range list {
				list[i].People = tt.people[i]
			}
			if d := cmp.Diff(tt.want, fromGuests(list).Relevant); d != "" {
				t.Errorf("labels (-want +got):\n%s", d)
			}
		})
	}
}

func TestSeries(t *testing.T) {
	for _, tt := range []struct {
		name   string
		titles []string
		want   map[string]Relevance
	}{
		{"numbers parts in words and figures", []string{"Tea, Part 1", "Tea (Pt. 2)", "Tea: part three", "Tea Part IV"}, both("a b c d")},
		{"numbers parts in the middle", []string{"Tea Part 1 with Ann", "Tea, Part 2 with Ann"}, both("a b")},
		{"numbers parts of a whole", []string{"Tea (1/2)", "Tea [2 of 2]"}, both("a b")},
		{"numbers parts with a hash", []string{"Questions #1", "Questions #12"}, both("a b")},
		{"numbers parts in Roman", []string{"Tea", "Tea II", "Tea III"}, both("a b c")},
		{"begins equally before a colon, dash or bar", []string{"Tea time: Green", "Tea time – Black", "tea time | White", "Tea: none"}, both("a b c")},
		{"does not begin with a format", []string{"Keynote: Tea", "Keynote: Mate", "Tutorial 1: x", "Tutorial 2: y"}, both()},
		{"does not take a time for a beginning", []string{"At 10:30", "At 10:45"}, both()},
		{"does not take equal titles for parts", []string{"News", "News"}, both()},
		{"does not take a title that is only a part", []string{"Part 1", "Part 2", "– #1", "– #2"}, both()},
		{"is no column of more than fifteen", slices.Repeat([]string{"Interview: x"}, 16), both()},
		{"may have fifteen", slices.Repeat([]string{"Interview: x"}, 15), both("a b c d e f g h i j k l m n o")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, fromSeries(titled(tt.titles...)).Relevant); d != "" {
				t.Errorf("labels (-want +got):\n%s", d)
			}
		})
	}
	other := titled("Tea Part 1", "Tea Part 2")
	other[1].Show.ID = "other"
	if got := fromSeries(other); len(got.Queries) > 0 {
		t.Errorf("parts of two shows are related: %v", got.Relevant)
	}
}

const (
	rest  = "Ann and Bob talk about leaves for a while, what they cost, where they grow, who picks them, how they are dried and who drinks them in the end, which takes them most of an hour. "
	asked = "Between steaming and roasting there lies another flavour altogether."
)

func TestSentencesAskForWhatWasTakenOut(t *testing.T) {
	for _, tt := range []struct{ name, title, description, want string }{
		{"take the last that fits", "Tea", rest + asked + " Enjoy it.", asked},
		{"cross no paragraph", "Tea", rest + "\n\n" + asked + "\n\nThe end", asked},
		{"need content words", "Tea", rest + "It is so as it is to be or not to be at all.", ""},
		{"need another text to be found by", "Tea", asked, ""},
		{"share few words with the title", "Steaming, roasting and flavour between tea", rest + asked, ""},
		{"have no address", "Tea", rest + "Between steaming and roasting another flavour lies altogether https://example.com", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := titled(tt.title)
			list[0].Description = tt.description
			got := fromSentences(list)
			want := map[data.EpisodeID]string{}
			if tt.want != "" {
				want["a"] = tt.want
			}
			if d := cmp.Diff(want, got.Hide); d != "" {
				t.Errorf("hidden sentences (-want +got):\n%s", d)
			}
		})
	}
	footer := titled("Tea", "Mate")
	footer[0].Description, footer[1].Description = rest+asked, rest+asked
	if got := fromSentences(footer); len(got.Queries) > 0 {
		t.Errorf("a sentence of two episodes asks for one: %v", got.Queries)
	}
}

func TestBlindTakesTheSentenceOutAndLeavesTheGivenEpisodes(t *testing.T) {
	list := titled("Tea", "Mate")
	list[0].Description = rest + asked + "\n\nThe end."
	list[1].Description = "Other."
	before := slices.Clone(list)
	task := fromSentences(list)
	got := task.Blind(list)
	want := slices.Clone(before)
	want[0].Description = strings.TrimSpace(rest) + "\n\nThe end."
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Blind (-want +got):\n%s", d)
	}
	if d := cmp.Diff(before, list); d != "" {
		t.Errorf("the given episodes changed (-want +got):\n%s", d)
	}
}

func TestTitlesAreACheck(t *testing.T) {
	got := fromTitles(titled("Tea", "Mate", "tea!", "…"))
	if d := cmp.Diff(map[string]Relevance{"a": {"a": 1, "c": 1}, "b": {"b": 1}, "c": {"a": 1, "c": 1}}, got.Relevant); d != "" {
		t.Errorf("labels (-want +got):\n%s", d)
	}
	if !got.Check {
		t.Error("titles may choose a weight")
	}
}

func TestFromCatalogueLeavesOutTasksWithoutLabels(t *testing.T) {
	if got := FromCatalogue(nil, nil); len(got) != 0 {
		t.Errorf("tasks of nothing: %v", got)
	}
	episodes, err := demo.Episodes()
	if err != nil {
		t.Fatal(err)
	}
	for i := range episodes {
		episodes[i].ID = episodes[i].NewID(false)
	}
	var made []string
	for _, task := range FromCatalogue(episodes, nil) {
		made = append(made, task.Name+": "+task.Made)
	}
	want := []string{
		"sentences: An episode is looked for by a sentence that was taken out of its description: 10 labels of 10 episodes.",
		"titles: An episode is looked for by its title: 10 labels of 10 episodes.",
	}
	if d := cmp.Diff(want, made); d != "" {
		t.Errorf("tasks of the ten episodes (-want +got):\n%s", d)
	}
}

func TestFromCatalogueDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(rapid.Custom(anyEpisode), 0, 12, func(e data.Episode) data.EpisodeID { return e.ID }).Draw(t, "episodes")
		tasks := FromCatalogue(list, nil)
		for _, task := range tasks {
			for _, q := range task.Queries {
				relevant := task.Relevant[q.ID]
				if len(relevant) == 0 || task.Kind == Similar && relevant[q.Episode] > 0 {
					t.Fatalf("%s: the query %v has the labels %v", task.Name, q, relevant)
				}
			}
		}
		slices.Reverse(list)
		if d := cmp.Diff(tasks, FromCatalogue(list, nil)); d != "" {
			t.Fatalf("tasks of another order:\n%s", d)
		}
	})
}

// anyEpisode draws from few titles, people and pages, so that they meet.
func anyEpisode(t *rapid.T) data.Episode {
	e := data.Episode{
		ID:    data.EpisodeID(rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "id")),
		Title: rapid.SampledFrom([]string{"Tea Part 1", "Tea Part 2", "Tea", "Tea: Green", "Tea: Black", "…"}).Draw(t, "title"),
		Description: rapid.SampledFrom([]string{"", rest + asked, "https://example.com/1 and https://example.com/2",
			rest + "Whoever prepares something unusual remembers everything afterwards."}).Draw(t, "description"),
		URL: rapid.SampledFrom([]string{"", "https://example.com/1", "https://example.com/2", "https://example.com/3"}).Draw(t, "url"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "people") {
		e.People = append(e.People, data.Person{
			Name: rapid.SampledFrom([]string{"Ann", "Bob", ""}).Draw(t, "name"),
			Role: rapid.SampledFrom([]data.Role{data.RoleHost, data.RoleGuest}).Draw(t, "role"),
		})
	}
	return e
}

func TestASampleLiesAtEvenDistances(t *testing.T) {
	for n, want := range map[int]string{1: "a", 3: "ace", 7: "abcdefg", 9: "abcdefg"} {
		if d := cmp.Diff(letters(want), sample(letters("abcdefg"), n)); d != "" {
			t.Errorf("sample of %d (-want +got):\n%s", n, d)
		}
	}
}
