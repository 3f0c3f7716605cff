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

// titled returns episodes of one show with the given titles and the ids "a", "b" and so on.
func titled(titles ...string) []data.Episode {
	list := make([]data.Episode, len(titles))
	for i, title := range titles {
		list[i] = data.Episode{ID: data.EpisodeID(rune('a' + i)), Title: title, Show: data.Show{ID: "show"}}
	}
	return list
}

// both returns labels that relate all episodes of each group. A group is a list of ids.
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

func TestLabelsFromLinks(t *testing.T) {
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
		{"relate the source to the target only", with(func(e []data.Episode) { e[0].Description = "See http://example.com/b?utm_source=x." }), nil,
			map[string]Relevance{"a": {"b": 1}}},
		{"come from text that cleaning removed", with(func(e []data.Episode) {
			e[1].Removed = []data.Removal{{Text: "Links: (https://example.com/c)"}}
		}), nil, map[string]Relevance{"b": {"c": 1}}},
		{"come from the links argument", with(func([]data.Episode) {}), map[data.EpisodeID][]string{"c": {page("a"), "https://elsewhere.example"}},
			map[string]Relevance{"c": {"a": 1}}},
		{"do not relate an episode to itself", with(func(e []data.Episode) { e[0].Description = page("a") }), nil, map[string]Relevance{}},
		{"ignore a page of several episodes", with(func(e []data.Episode) { e[0].Description, e[2].URL = page("b"), page("b") }), nil, map[string]Relevance{}},
		{"relate an episode with maxLinks links", many(1, maxLinks), nil, map[string]Relevance{"e00": {"e01": 1, "e02": 1, "e03": 1, "e04": 1, "e05": 1, "e06": 1, "e07": 1, "e08": 1}}},
		{"ignore an episode with more than maxLinks links", many(1, maxLinks+1), nil, map[string]Relevance{}},
		{"ignore a target with more than maxLinked sources", many(maxLinked+1, 1), nil, map[string]Relevance{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := fromLinks(tt.episodes, tt.links)
			if d := cmp.Diff(tt.want, got.Relevant); d != "" {
				t.Errorf("labels (-want +got):\n%s", d)
			}
		})
	}
}

func TestLabelsFromGuests(t *testing.T) {
	host, guest := data.RoleHost, data.RoleGuest
	for _, tt := range []struct {
		name   string
		people [][]data.Person
		want   map[string]Relevance
	}{
		{"ignore case and spacing of names", [][]data.Person{{{Name: "Ann Lee", Role: guest}}, {{Name: "ann  lee", Role: "speaker"}}}, both("a b")},
		{"ignore a person who hosts another episode", [][]data.Person{{{Name: "Ann", Role: guest}}, {{Name: "Ann", Role: guest}}, {{Name: "Ann", Role: host}}}, both()},
		{"count a guest once in an episode", [][]data.Person{{{Name: "Ann", Role: guest}, {Name: "Ann", Role: guest}}}, both()},
		{"ignore people without a name", [][]data.Person{{{Role: guest}}, {{Role: guest}}}, both()},
		{"relate ten episodes of one guest", slices.Repeat([][]data.Person{{{Name: "Ann"}}}, 10), both("a b c d e f g h i j")},
		{"do not relate eleven episodes of one guest", slices.Repeat([][]data.Person{{{Name: "Ann"}}}, 11), both()},
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

func TestLabelsFromSeries(t *testing.T) {
	for _, tt := range []struct {
		name   string
		titles []string
		want   map[string]Relevance
	}{
		{"relate parts numbered with words, digits and Roman numerals", []string{"Tea, Part 1", "Tea (Pt. 2)", "Tea: part three", "Tea Part IV"}, both("a b c d")},
		{"relate parts with the number in the middle", []string{"Tea Part 1 with Ann", "Tea, Part 2 with Ann"}, both("a b")},
		{"relate parts numbered 1/2", []string{"Tea (1/2)", "Tea [2 of 2]"}, both("a b")},
		{"relate parts numbered with a hash", []string{"Questions #1", "Questions #12"}, both("a b")},
		{"relate a title and the same title with Roman numerals", []string{"Tea", "Tea II", "Tea III"}, both("a b c")},
		{"relate titles with the same text before a colon, dash or bar", []string{"Tea time: Green", "Tea time – Black", "tea time | White", "Tea: none"}, both("a b c")},
		{"ignore a format before a colon", []string{"Keynote: Tea", "Keynote: Mate", "Tutorial 1: x", "Tutorial 2: y"}, both()},
		{"ignore the colon of a time", []string{"At 10:30", "At 10:45"}, both()},
		{"do not relate equal titles", []string{"News", "News"}, both()},
		{"ignore titles that are only a number", []string{"Part 1", "Part 2", "– #1", "– #2"}, both()},
		{"do not relate sixteen episodes", slices.Repeat([]string{"Interview: x"}, 16), both()},
		{"relate fifteen episodes", slices.Repeat([]string{"Interview: x"}, 15), both("a b c d e f g h i j k l m n o")},
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
	query = "Between steaming and roasting there lies another flavour altogether."
)

func TestSentencesTaskHidesTheLastSuitableSentence(t *testing.T) {
	for _, tt := range []struct{ name, title, description, want string }{
		{"the last suitable sentence", "Tea", rest + query + " Enjoy it.", query},
		{"a sentence ends with its paragraph", "Tea", rest + "\n\n" + query + "\n\nThe end", query},
		{"a sentence needs content words", "Tea", rest + "It is so as it is to be or not to be at all.", ""},
		{"the description needs other sentences", "Tea", query, ""},
		{"a sentence may share only few words with the title", "Steaming, roasting and flavour between tea", rest + query, ""},
		{"a sentence must not have an address", "Tea", rest + "Between steaming and roasting another flavour lies altogether https://example.com", ""},
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
	shared := titled("Tea", "Mate")
	shared[0].Description, shared[1].Description = rest+query, rest+query
	if got := fromSentences(shared); len(got.Queries) > 0 {
		t.Errorf("queries have a sentence that two episodes share: %v", got.Queries)
	}
}

func TestWithoutHiddenRemovesTheSentenceFromACopy(t *testing.T) {
	list := titled("Tea", "Mate")
	list[0].Description = rest + query + "\n\nThe end."
	list[1].Description = "Other."
	before := slices.Clone(list)
	task := fromSentences(list)
	got := task.WithoutHidden(list)
	want := slices.Clone(before)
	want[0].Description = strings.TrimSpace(rest) + "\n\nThe end."
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("WithoutHidden (-want +got):\n%s", d)
	}
	if d := cmp.Diff(before, list); d != "" {
		t.Errorf("the argument changed (-want +got):\n%s", d)
	}
}

func TestTitlesTaskIsACheck(t *testing.T) {
	got := fromTitles(titled("Tea", "Mate", "tea!", "…"))
	if d := cmp.Diff(map[string]Relevance{"a": {"a": 1, "c": 1}, "b": {"b": 1}, "c": {"a": 1, "c": 1}}, got.Relevant); d != "" {
		t.Errorf("labels (-want +got):\n%s", d)
	}
	if !got.Check {
		t.Error("Check is false, want true")
	}
}

func TestFromCatalogueLeavesOutTasksWithoutLabels(t *testing.T) {
	if got := FromCatalogue(nil, nil); len(got) != 0 {
		t.Errorf("tasks without episodes: %v", got)
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
		made = append(made, task.Name+": "+task.Origin)
	}
	want := []string{
		"sentences: Each query is a sentence that was removed from the description of the episode to find: 10 labels of 10 episodes.",
		"titles: Each query is the title of the episode to find: 10 labels of 10 episodes.",
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

// anyEpisode draws from few titles, people and pages, so that episodes often share them.
func anyEpisode(t *rapid.T) data.Episode {
	e := data.Episode{
		ID:    data.EpisodeID(rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "id")),
		Title: rapid.SampledFrom([]string{"Tea Part 1", "Tea Part 2", "Tea", "Tea: Green", "Tea: Black", "…"}).Draw(t, "title"),
		Description: rapid.SampledFrom([]string{"", rest + query, "https://example.com/1 and https://example.com/2",
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

func TestSampleTakesElementsAtEvenDistances(t *testing.T) {
	for n, want := range map[int]string{1: "a", 3: "ace", 7: "abcdefg", 9: "abcdefg"} {
		if d := cmp.Diff(letters(want), sample(letters("abcdefg"), n)); d != "" {
			t.Errorf("sample of %d (-want +got):\n%s", n, d)
		}
	}
}
