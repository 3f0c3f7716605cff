package duplicate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
)

// long is a text that tells an episode by itself, and longer the same with a
// sentence in front. boiler says nothing of its episode.
const (
	long      = "Modules give every Go project a list of what it needs, with versions that are chosen once and then kept. We talk about minimal version selection, about the checksum database that notices when a tag was moved, and about the proxy that keeps serving a release after its author has deleted the repository."
	rerunText = "This episode originally aired in May. " + long
	// boiler has more than enough words to be compared.
	boiler = "Join us for another episode of the show in which we talk with people who build software about how they do it, what they have learned on the way, which tools they would choose again, and what they recommend to listeners who want to begin today. Subscribe wherever you listen and tell all your friends."
	other  = "A compiler that writes code for a graphics card has to know which memory every value lives in. Our guest explains tiling, fusion of kernels, and why the fastest program often does some of its work twice instead of waiting for a result that lies far away on the card."
)

// make an episode of a title, changed by options.
func episode(id int, title string, options ...func(*data.Episode)) data.Episode {
	e := data.Episode{ID: data.EpisodeID(fmt.Sprintf("e%d", id)), Title: title, Show: data.Show{ID: "show", Title: "The Show"}, Published: time.Date(2020, 1, id, 0, 0, 0, 0, time.UTC)}
	for _, o := range options {
		o(&e)
	}
	return e
}

func description(t string) func(*data.Episode) { return func(e *data.Episode) { e.Description = t } }
func audio(a string) func(*data.Episode)       { return func(e *data.Episode) { e.Audio = a } }
func guid(g string) func(*data.Episode)        { return func(e *data.Episode) { e.GUID = g } }
func in(show string) func(*data.Episode) {
	return func(e *data.Episode) { e.Show = data.Show{ID: data.ShowID(show), Title: show} }
}
func minutes(m int) func(*data.Episode) {
	return func(e *data.Episode) { e.Duration = time.Duration(m) * time.Minute }
}
func undated(e *data.Episode) { e.Published = time.Time{} }
func numbered(t string, n int) []data.Episode {
	var all []data.Episode
	for i := range n {
		all = append(all, episode(i+1, fmt.Sprintf(t, string(rune('a'+i))+"lpha")))
	}
	return all
}

func with(all []data.Episode, options ...func(*data.Episode)) []data.Episode {
	for i := range all {
		for _, o := range options {
			o(&all[i])
		}
	}
	return all
}

// found are the groups of two and more, as "ids: reason of each after the first".
func found(episodes []data.Episode) []string {
	g := Group(signAll(episodes))
	all := []string{}
	for n := range episodes {
		members := g.Members(n)
		if g.Representative(n) != n || len(members) == 1 {
			continue
		}
		words := []string{string(episodes[n].ID)}
		for _, m := range members[1:] {
			words = append(words, fmt.Sprintf("%s (%s)", episodes[m].ID, g.Reason(m)))
		}
		all = append(all, strings.Join(words, " "))
	}
	slices.Sort(all)
	return all
}

func TestGroup(t *testing.T) {
	one := func(want string) []string { return []string{want} }
	for _, tt := range []struct {
		name     string
		episodes []data.Episode
		want     []string
	}{
		{"leaves different episodes alone", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Kernels", description(other))}, []string{}},
		{"finds the same audio behind trackers", []data.Episode{episode(1, "Go Modules", audio("https://cdn.example/a.mp3")), episode(2, "Modules!", audio("https://op3.dev/e/cdn.example/a.mp3?x=1"))}, one("e1 e2 (same audio)")},
		{"takes no audio that many titles share", with(numbered("Live %s", 4), audio("https://radio.example/live.mp3")), []string{}},
		{"finds a GUID in two shows", []data.Episode{episode(1, "Go Modules", guid("https://show.example/?p=1")), episode(2, "Modules", guid("https://show.example/?p=1"), in("feed"))}, one("e1 e2 (same GUID)")},
		{"takes no short GUID of two shows", []data.Episode{episode(1, "Go Modules", guid("1")), episode(2, "Kernels", guid("1"), in("feed"))}, []string{}},
		{"takes a short GUID of two shows with the title", []data.Episode{episode(1, "Go Modules", guid("1")), episode(2, "Go Modules", guid("1"), in("feed"))}, one("e1 e2 (same GUID)")},
		{"finds a re-run by its title", []data.Episode{episode(1, "#4: Go Modules", description(long)), episode(2, "#9: Go Modules (Rebroadcast)", description(other))}, one("e1 e2 (re-run title)")},
		{"finds a re-run that says so in its text", []data.Episode{episode(1, "Go Modules"), episode(2, "Go Modules", description(rerunText))}, one("e1 e2 (re-run title)")},
		{"lets the original represent, even if a re-run is dated earlier", []data.Episode{episode(1, "Rerun: Go Modules"), episode(2, "Go Modules")}, one("e2 e1 (re-run title)")},
		{"joins re-runs whose original is missing", []data.Episode{episode(1, "Encore: Go Modules"), episode(2, "Rerun: Go Modules")}, one("e1 e2 (re-run title)")},
		{"leaves a re-run without its original alone", []data.Episode{episode(1, "Encore: Go Modules"), episode(2, "Kernels")}, []string{}},
		{"leaves a re-run of another show's title alone", []data.Episode{episode(1, "Go Modules"), episode(2, "Rerun: Go Modules", in("feed"))}, []string{}},
		{"leaves a re-run of one of two alone", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Go Modules", description(other)), episode(3, "Rerun: Go Modules")}, []string{}},
		{"takes the best of a year for no re-run", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Best of 2019: Go Modules", minutes(50)), episode(3, "Best of 2019")}, []string{}},
		{"takes the best of a year for a re-run of the same length", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Best of 2019: Go Modules", minutes(31))}, one("e1 e2 (re-run title)")},
		{"takes a subject that is revisited for a new one", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Go Modules (Revisited)", description(other))}, []string{}},
		{"takes what is revisited in the same words for a re-run", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Go Modules (Revisited)", description("We hear it again. "+long))}, one("e1 e2 (re-run title)")},
		{"finds nearly the same text under one title in two shows", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Go Modules", description("Hello and welcome. "+long), in("feed"))}, one("e1 e2 (same text)")},
		{"finds the same text under titles alike", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Keynote: Go Modules explained", description(long))}, one("e1 e2 (same text)")},
		{"takes no text under a title of something else", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Kernels", description(long))}, []string{}},
		{"takes no text that many titles share", with(numbered("Makers %s", 5), description(boiler)), []string{}},
		{"takes no short text", []data.Episode{episode(1, "Go Modules", description("Join us.")), episode(2, "Go Modules", description("Join us."), in("feed"))}, []string{}},
		{"takes no title that names a form", []data.Episode{episode(1, "Lightning Talks", description(long)), episode(2, "Lightning Talks", description(long))}, []string{}},
		{"takes no titles that differ in a number", []data.Episode{episode(1, "Go News 12 May", description(long)), episode(2, "Go News 19 May", description(long))}, []string{}},
		{"takes no equal titles with different texts", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Go Modules", description(other))}, []string{}},
		{"takes no trailer for its episode", []data.Episode{episode(1, "Go Modules", description(long), minutes(2)), episode(2, "Go Modules", description(long), minutes(40))}, []string{}},
		{"takes no parts, whatever they share", []data.Episode{episode(1, "Go Modules, Part 1", description(long), audio("a.mp3"), guid("g")), episode(2, "Go Modules, Part 2", description(long), audio("a.mp3"), guid("g"))}, []string{}},
		{"takes no title for its own second part", []data.Episode{episode(1, "Go Modules", description(long)), episode(2, "Go Modules II", description(long))}, []string{}},
		{"finds the re-run of a part", []data.Episode{episode(1, "Go Modules, Part 1"), episode(2, "Go Modules, Part 2"), episode(3, "Rerun: Go Modules (Pt. 2)")}, one("e2 e3 (re-run title)")},
		{"lets the earlier represent, unknown dates last, then the lower id", []data.Episode{episode(1, "A", audio("a.mp3"), undated), episode(3, "A", audio("a.mp3")), episode(2, "A", audio("a.mp3")), episode(4, "A", audio("a.mp3"), undated)}, one("e2 e3 (same audio) e1 (same audio) e4 (same audio)")},
		{"joins what is joined in several ways", []data.Episode{episode(1, "Go Modules", audio("a.mp3")), episode(2, "Modules", audio("a.mp3"), guid("https://show.example/?p=1")), episode(3, "Tag moved", guid("https://show.example/?p=1"), in("feed"))}, one("e1 e2 (same audio) e3 (same GUID)")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 3 { // order of arrival must not matter
				if d := cmp.Diff(tt.want, found(tt.episodes)); d != "" {
					t.Fatalf("groups (-want +got):\n%s", d)
				}
				rand.Shuffle(len(tt.episodes), func(i, j int) { tt.episodes[i], tt.episodes[j] = tt.episodes[j], tt.episodes[i] })
			}
		})
	}
}

func TestATextThatChangesStepByStepIsNotOneEpisode(t *testing.T) {
	words := strings.Fields(long + " " + other)
	var all []data.Episode
	for i := range 28 {
		all = append(all, episode(i+1, "Go Modules", description(strings.Join(words[i*2:i*2+40], " ")), in(fmt.Sprint("show", i))))
	}
	g := Group(signAll(all))
	if g.Representative(0) == g.Representative(27) {
		t.Error("the first and the last text have nothing in common and are one group")
	}
}

// catalogueOf draws a catalogue in which much is alike.
func catalogueOf(t *rapid.T) []data.Episode {
	titles := []string{"Go Modules", "Rerun: Go Modules", "Go Modules, Part 1", "Go Modules, Part 2", "Go Modules II with Ann", "Build: Go", "Build: Rust", "Lightning Talks", "Modules in Go", "Go Modules #3", "Revisited: Go Modules"}
	texts := []string{"", long, rerunText, boiler, other, long + " And more."}
	all := make([]data.Episode, rapid.IntRange(0, 25).Draw(t, "episodes"))
	for i := range all {
		pick := func(of []string) string { return rapid.SampledFrom(of).Draw(t, "text") }
		all[i] = episode(i+1, pick(titles), description(pick(texts)), in(pick([]string{"one", "two"})),
			audio(pick([]string{"", "", "a.mp3", "b.mp3"})), guid(pick([]string{"", "", "1", "https://show.example/?p=1"})), minutes(rapid.SampledFrom([]int{0, 2, 30, 31}).Draw(t, "minutes")))
		if rapid.Bool().Draw(t, "undated") {
			undated(&all[i])
		}
	}
	return all
}

func TestGroupsAreAnEquivalence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := catalogueOf(t)
		signatures := signAll(all)
		g := Group(signatures)
		duplicates := 0
		for n := range all {
			r, members := g.Representative(n), g.Members(n)
			if g.Representative(r) != r || members[0] != r || !slices.Contains(members, n) {
				t.Fatalf("%d is represented by %d in %v", n, r, members)
			}
			if (g.Reason(n) == NoReason) != (n == r) {
				t.Fatalf("%d of %d has the reason %q", n, r, g.Reason(n))
			}
			if n != r {
				duplicates++
			}
			parts := map[int32]bool{}
			for _, m := range members {
				if g.Representative(m) != r {
					t.Fatalf("%d is in the group of %d and represented by %d", m, r, g.Representative(m))
				}
				if signatures[m].sure {
					parts[signatures[m].part] = true
				}
				if !signatures[m].marked() && signatures[r].marked() {
					t.Fatalf("a re-run represents %q", all[m].Title)
				}
			}
			if len(parts) > 1 {
				t.Fatalf("a group has the parts %v", parts)
			}
		}
		if duplicates != g.Duplicates() {
			t.Fatalf("Duplicates = %d, counted %d", g.Duplicates(), duplicates)
		}
	})
}

// byID are representative, reason, series and part of each episode.
func byID(episodes []data.Episode) map[data.EpisodeID]string {
	signatures := signAll(episodes)
	g := Group(signatures)
	s := Link(signatures, g)
	all := map[data.EpisodeID]string{}
	for n, e := range episodes {
		series := "none"
		if s.Of(n) != NoSeries {
			series = fmt.Sprint(s.Of(n), " ", s.Name(s.Of(n)))
		}
		all[e.ID] = fmt.Sprint(episodes[g.Representative(n)].ID, " ", g.Reason(n), " ", series, " ", s.Part(n))
	}
	return all
}

func TestTheOrderOfTheListDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := catalogueOf(t)
		want := byID(all)
		if d := cmp.Diff(want, byID(rapid.Permutation(all).Draw(t, "permutation"))); d != "" {
			t.Fatalf("another order gives other groups (-want +got):\n%s", d)
		}
	})
}

func TestAnUnrelatedEpisodeChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := catalogueOf(t)
		want := byID(all)
		got := byID(append(all, episode(30, "Bees in Winter", description("Nothing of what stands elsewhere: honey, wax, hives and how to keep them warm."))))
		if got["e30"] != "e30  none 0" {
			t.Fatalf("the unrelated episode has %q", got["e30"])
		}
		delete(got, "e30")
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("an unrelated episode changes groups (-want +got):\n%s", d)
		}
	})
}

func TestASignatureIsThatOfItsEpisode(t *testing.T) {
	e := episode(1, "Go Modules", description(long), guid("g"), audio("a.mp3"), minutes(30))
	s := Sign(e)
	if !s.Of(e) || !s.Of(episode(1, "Go Modules", description(long), guid("g"), audio("a.mp3"), minutes(30))) {
		t.Error("a signature is not that of its own episode")
	}
	for name, change := range map[string]func(*data.Episode){
		"id": func(e *data.Episode) { e.ID = "e2" }, "title": func(e *data.Episode) { e.Title = "X" }, "text": description(other), "guid": guid("h"), "audio": audio("b.mp3"),
		"show": in("x"), "date": undated, "duration": minutes(31), "people": func(e *data.Episode) { e.People = []data.Person{{Name: "Ann"}} },
	} {
		changed := e
		if change(&changed); s.Of(changed) {
			t.Errorf("a signature fits an episode whose %s changed", name)
		}
	}
}

func TestResemblanceIsNearToJaccard(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, shared := range []int{0, 100, 200, 300, 400} {
		words := make([]uint64, 800)
		for i := range words {
			words[i] = random.Uint64()
		}
		a, b := newSketch(words[:400]), newSketch(words[400-shared:800-shared])
		want := max(0, float64(shared-shingle+1)/float64(800-shared-shingle+1))
		if shared == 400 {
			want = 1
		}
		if got := resemblance(&a, &b); got < want-0.15 || got > want+0.15 {
			t.Errorf("resemblance of texts that share %d of 400 words = %.2f, want about %.2f", shared, got, want)
		}
	}
}
