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

// longText and shortText are long enough as evidence, longText also with different titles, and rerunText repeats it with a sentence in
// front. boilerplateText does not describe its episode.
const (
	longText  = "Modules give every Go project a list of what it needs, with versions that are chosen once and then kept. We talk about minimal version selection, about the checksum database that notices when a tag was moved, and about the proxy that keeps serving a release after its author has deleted the repository."
	shortText = "Every module lists the versions of all that it needs, and a server keeps them when their authors are gone."
	rerunText = "This episode originally aired in May. " + longText
	// boilerplateText has enough words to be compared.
	boilerplateText = "Join us for another episode of the show in which we talk with people who build software about how they do it, what they have learned on the way, which tools they would choose again, and what they recommend to listeners who want to begin today. Subscribe wherever you listen and tell all your friends."
	otherText       = "A compiler that writes code for a graphics card has to know which memory every value lives in. Our guest explains tiling, fusion of kernels, and why the fastest program often does some of its work twice instead of waiting for a result that lies far away on the card."
)

// episode returns an episode with a title, changed by options.
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

// groupsOf returns the groups of two or more, as "id id (reason) …".
func groupsOf(episodes []data.Episode) []string {
	c := New(signAll(episodes))
	all := []string{}
	for n := range episodes {
		members := c.Members(n)
		if c.Representative(n) != n || len(members) == 1 {
			continue
		}
		words := []string{string(episodes[n].ID)}
		for _, m := range members[1:] {
			words = append(words, fmt.Sprintf("%s (%s)", episodes[m].ID, c.Reason(m)))
		}
		all = append(all, strings.Join(words, " "))
	}
	slices.Sort(all)
	return all
}

func TestGroups(t *testing.T) {
	one := func(want string) []string { return []string{want} }
	for _, tt := range []struct {
		name     string
		episodes []data.Episode
		want     []string
	}{
		{"does not join different episodes", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Kernels", description(otherText))}, []string{}},
		{"joins the same audio with different trackers", []data.Episode{episode(1, "Go Modules", audio("https://cdn.example/a.mp3")), episode(2, "Modules!", audio("https://op3.dev/e/cdn.example/a.mp3?x=1"))}, one("e1 e2 (same audio)")},
		{"ignores the audio of too many titles", with(numbered("Live %s", 4), audio("https://radio.example/live.mp3")), []string{}},
		{"joins the same GUID in two shows", []data.Episode{episode(1, "Go Modules", guid("https://show.example/?p=1")), episode(2, "Modules", guid("https://show.example/?p=1"), in("feed"))}, one("e1 e2 (same GUID)")},
		{"ignores a short GUID in two shows", []data.Episode{episode(1, "Go Modules", guid("1")), episode(2, "Kernels", guid("1"), in("feed"))}, []string{}},
		{"joins a short GUID in two shows with the same title", []data.Episode{episode(1, "Go Modules", guid("1")), episode(2, "Go Modules", guid("1"), in("feed"))}, one("e1 e2 (same GUID)")},
		{"joins a re-run by its title", []data.Episode{episode(1, "#4: Go Modules", description(longText)), episode(2, "#9: Go Modules (Rebroadcast)", description(otherText))}, one("e1 e2 (re-run title)")},
		{"joins a re-run by its description", []data.Episode{episode(1, "Go Modules"), episode(2, "Go Modules", description(rerunText))}, one("e1 e2 (re-run title)")},
		{"represents by the original, even if a re-run is dated earlier", []data.Episode{episode(1, "Rerun: Go Modules"), episode(2, "Go Modules")}, one("e2 e1 (re-run title)")},
		{"joins re-runs whose original is missing", []data.Episode{episode(1, "Encore: Go Modules"), episode(2, "Rerun: Go Modules")}, one("e1 e2 (re-run title)")},
		{"does not join a re-run without its original", []data.Episode{episode(1, "Encore: Go Modules"), episode(2, "Kernels")}, []string{}},
		{"does not join a re-run with a title of another show", []data.Episode{episode(1, "Go Modules"), episode(2, "Rerun: Go Modules", in("feed"))}, []string{}},
		{"does not join a re-run with one of two possible originals", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Go Modules", description(otherText)), episode(3, "Rerun: Go Modules")}, []string{}},
		{"does not take the best of a year for a re-run", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Best of 2019: Go Modules", minutes(50)), episode(3, "Best of 2019")}, []string{}},
		{"takes the best of a year for a re-run of the same length", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Best of 2019: Go Modules", minutes(31))}, one("e1 e2 (re-run title)")},
		{"does not take a revisited topic for a re-run", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Go Modules (Revisited)", description(otherText))}, []string{}},
		{"takes a revisited topic with the same text for a re-run", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Go Modules (Revisited)", description("We hear it again. "+longText))}, one("e1 e2 (re-run title)")},
		{"joins nearly the same text with one title in two shows", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Go Modules", description("Hello and welcome. "+longText), in("feed"))}, one("e1 e2 (same text)")},
		{"joins the same text with similar titles", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Keynote: Go Modules explained", description(longText))}, one("e1 e2 (same text)")},
		{"ignores the same text with titles of different topics", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Kernels", description(longText))}, []string{}},
		{"ignores the text of too many titles", with(numbered("Makers %s", 5), description(boilerplateText)), []string{}},
		{"ignores a short text", []data.Episode{episode(1, "Go Modules", description("Join us.")), episode(2, "Go Modules", description("Join us."), in("feed"))}, []string{}},
		{"ignores a generic title", []data.Episode{episode(1, "Lightning Talks", description(longText)), episode(2, "Lightning Talks", description(longText))}, []string{}},
		{"does not join titles that differ in a number", []data.Episode{episode(1, "Go News 12 May", description(longText)), episode(2, "Go News 19 May", description(longText))}, []string{}},
		{"does not join equal titles with different texts", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Go Modules", description(otherText))}, []string{}},
		{"does not join a trailer with its episode", []data.Episode{episode(1, "Go Modules", description(longText), minutes(2)), episode(2, "Go Modules", description(longText), minutes(40))}, []string{}},
		{"does not join parts with the same text, audio and GUID", []data.Episode{episode(1, "Go Modules, Part 1", description(longText), audio("a.mp3"), guid("g")), episode(2, "Go Modules, Part 2", description(longText), audio("a.mp3"), guid("g"))}, []string{}},
		{"does not join a title with its second part", []data.Episode{episode(1, "Go Modules", description(longText)), episode(2, "Go Modules II", description(longText))}, []string{}},
		{"joins the re-run of a part", []data.Episode{episode(1, "Go Modules, Part 1"), episode(2, "Go Modules, Part 2"), episode(3, "Rerun: Go Modules (Pt. 2)")}, one("e2 e3 (re-run title)")},
		{"represents by date, unknown dates last, then by id", []data.Episode{episode(1, "A", audio("a.mp3"), undated), episode(3, "A", audio("a.mp3")), episode(2, "A", audio("a.mp3")), episode(4, "A", audio("a.mp3"), undated)}, one("e2 e3 (same audio) e1 (same audio) e4 (same audio)")},
		{"joins an unknown mark with the same text and length", []data.Episode{episode(1, "Go Modules", description(shortText), minutes(30)), episode(2, "Go Modules (uncut)", description(shortText), minutes(30))}, one("e1 e2 (same title and length)")},
		{"joins an unknown mark in any language", []data.Episode{episode(1, "Go Modules", description("Join us."), minutes(30)), episode(2, "Sommarrepris nu igen: Go Modules", description("Join us."), minutes(30))}, one("e1 e2 (same title and length)")},
		{"joins an unknown mark with a longer text", []data.Episode{episode(1, "Go Modules", description(shortText), minutes(30)), episode(2, "Kult: Go Modules", description("Again: "+shortText), minutes(30))}, one("e1 e2 (same title and length)")},
		{"does not join an unknown mark with another length", []data.Episode{episode(1, "Go Modules", description(shortText), minutes(30)), episode(2, "Go Modules (uncut)", description(shortText), minutes(33))}, []string{}},
		{"does not join an unknown mark with another text", []data.Episode{episode(1, "Go Modules", description(longText), minutes(30)), episode(2, "Go Modules (uncut)", description(otherText), minutes(30))}, []string{}},
		{"does not join an unknown mark without a text", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Go Modules Proxies", minutes(30))}, []string{}},
		{"does not join titles with different words", []data.Episode{episode(1, "Go Modules", description("Join us."), minutes(30)), episode(2, "Go Kernels", description("Join us."), minutes(30))}, []string{}},
		{"ignores the text of too many titles of one length", with(numbered("Makers %s", 5), description("Join us."), minutes(30)), []string{}},
		{"joins the same title and length without a text", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Go Modules", minutes(30))}, one("e1 e2 (same title and length)")},
		{"joins the same title and length with a short text", []data.Episode{episode(1, "Go Modules", description("Join us."), minutes(30)), episode(2, "Go Modules", description("Join us."), minutes(30))}, one("e1 e2 (same title and length)")},
		{"joins the same text and length with the same generic title", []data.Episode{episode(1, "Short one", description("Join us."), minutes(30)), episode(2, "Short one", description("Join us."), minutes(30))}, one("e1 e2 (same title and length)")},
		{"does not join a generic title with another one", []data.Episode{episode(1, "Short", description("Join us."), minutes(30)), episode(2, "Welcome", description("Join us."), minutes(30))}, []string{}},
		{"does not join a generic title without a text", []data.Episode{episode(1, "Welcome", minutes(30)), episode(2, "Welcome", minutes(30))}, []string{}},
		{"ignores the title of a regular broadcast of fixed length", []data.Episode{episode(1, "Jazz", minutes(60)), episode(2, "Jazz", minutes(60)), episode(3, "Jazz", minutes(60)), episode(4, "Jazz", minutes(60)), episode(5, "Jazz", minutes(60))}, []string{}},
		{"does not join the same title and length in two shows", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Go Modules", minutes(30), in("feed"))}, []string{}},
		{"does not join the same title without a length", []data.Episode{episode(1, "Go Modules"), episode(2, "Go Modules")}, []string{}},
		{"joins a title with a year in brackets", []data.Episode{episode(1, "Go Modules", description(longText), minutes(30)), episode(2, "Go Modules (from May 2019)", description(longText), minutes(30))}, one("e1 e2 (same text)")},
		{"joins a title with a year in brackets without a text", []data.Episode{episode(1, "Go Modules", minutes(30)), episode(2, "Go Modules [2019]", minutes(30))}, one("e1 e2 (same title and length)")},
		{"does not join two years", []data.Episode{episode(1, "Go Modules (2018)", description(longText), minutes(30)), episode(2, "Go Modules (2019)", description(longText), minutes(30))}, []string{}},
		{"does not join a year with another length", []data.Episode{episode(1, "Go Modules", description(longText), minutes(30)), episode(2, "Go Modules (2019)", description(longText), minutes(40))}, []string{}},
		{"does not join a number with the same length", []data.Episode{episode(1, "Go News", description(longText), minutes(30)), episode(2, "Go News 2019", description(longText), minutes(30))}, []string{}},
		{"joins by different evidence", []data.Episode{episode(1, "Go Modules", audio("a.mp3")), episode(2, "Modules", audio("a.mp3"), guid("https://show.example/?p=1")), episode(3, "Tag moved", guid("https://show.example/?p=1"), in("feed"))}, one("e1 e2 (same audio) e3 (same GUID)")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 3 { // the order of the list must not matter
				if d := cmp.Diff(tt.want, groupsOf(tt.episodes)); d != "" {
					t.Fatalf("groups (-want +got):\n%s", d)
				}
				rand.Shuffle(len(tt.episodes), func(i, j int) { tt.episodes[i], tt.episodes[j] = tt.episodes[j], tt.episodes[i] })
			}
		})
	}
}

func TestChainOfSimilarTextsIsNotOneGroup(t *testing.T) {
	words := strings.Fields(longText + " " + otherText)
	var all []data.Episode
	for i := range 28 {
		all = append(all, episode(i+1, "Go Modules", description(strings.Join(words[i*2:i*2+40], " ")), in(fmt.Sprint("show", i))))
	}
	g := New(signAll(all))
	if g.Representative(0) == g.Representative(27) {
		t.Error("the first and the last text are in one group, but have nothing in common")
	}
}

func TestGroupsAreConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := catalogueOf(t)
		signatures := signAll(all)
		g := New(signatures)
		for n := range all {
			r, members := g.Representative(n), g.Members(n)
			if g.Representative(r) != r || members[0] != r || !slices.Contains(members, n) {
				t.Fatalf("%d is represented by %d in %v", n, r, members)
			}
			if (g.Reason(n) == NoReason) != (n == r) {
				t.Fatalf("%d of %d has the reason %q", n, r, g.Reason(n))
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
					t.Fatalf("a re-run represents the original %q", all[m].Title)
				}
			}
			if len(parts) > 1 {
				t.Fatalf("a group has the parts %v", parts)
			}
		}
	})
}

func TestListOrderDoesNotAffectGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := catalogueOf(t)
		shuffled := rapid.Permutation(all).Draw(t, "permutation")
		if d := cmp.Diff(describe(New(signAll(all))), describe(New(signAll(shuffled)))); d != "" {
			t.Fatalf("groups depend on the order (-want +got):\n%s", d)
		}
	})
}

func TestUnrelatedEpisodeDoesNotAffectGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := catalogueOf(t)
		want := describe(New(signAll(all)))
		bees := episode(len(all)+1, "Bees in Winter", description("Nothing of what stands elsewhere: honey, wax, hives and how to keep them warm."))
		want[bees.ID] = alone(bees.ID)
		if d := cmp.Diff(want, describe(New(signAll(append(all, bees))))); d != "" {
			t.Fatalf("an unrelated episode affects groups (-want +got):\n%s", d)
		}
	})
}

func TestOfDetectsChangedEpisodes(t *testing.T) {
	e := episode(1, "Go Modules", description(longText), guid("g"), audio("a.mp3"), minutes(30))
	s := Sign(e)
	if !s.Of(InputOf(e)) || !s.Of(InputOf(episode(1, "Go Modules", description(longText), guid("g"), audio("a.mp3"), minutes(30)))) {
		t.Error("Of = false for the signature's own episode")
	}
	for name, edit := range map[string]func(*data.Episode){
		"id": func(e *data.Episode) { e.ID = "e2" }, "title": func(e *data.Episode) { e.Title = "X" }, "text": description(otherText), "guid": guid("h"), "audio": audio("b.mp3"),
		"show": in("x"), "show's title": func(e *data.Episode) { e.Show.Title = "X" }, "date": undated, "duration": minutes(31), "people": func(e *data.Episode) { e.People = []data.Person{{Name: "Ann"}} },
	} {
		changed := e
		if edit(&changed); s.Of(InputOf(changed)) {
			t.Errorf("Of = true after a change of %s", name)
		}
	}
}

func TestResemblanceApproximatesJaccard(t *testing.T) {
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
