package boilerplate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/boilerplate"
)

// show returns episodes of one show with the descriptions and different titles.
func show(descriptions ...string) []data.Episode {
	var list []data.Episode
	for i, d := range descriptions {
		list = append(list, data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("e%d", i)), Title: "On " + topics[i%len(topics)] + strings.Repeat(" again", i/len(topics)),
			Show: data.Show{ID: "show"}, Description: d,
		})
	}
	return list
}

var topics = []string{"bread", "rivers", "engines", "glaciers", "violins", "lighthouses", "beetles", "tramways", "ceramics", "kites", "saffron", "locks"}

// own returns a unique text.
func own(i int) string {
	topic := topics[i%len(topics)]
	return fmt.Sprintf("A curator explains why %s shaped %s before anybody wrote about %s.", topic, topics[(i*5+3)%len(topics)], topics[(i*7+2)%len(topics)])
}

// footed returns n episodes, each with a unique text and the footer that foot returns.
func footed(n int, foot func(i int) string) []data.Episode {
	var all []string
	for i := range n {
		all = append(all, own(i)+foot(i))
	}
	return show(all...)
}

func constant(text string) func(int) string { return func(int) string { return text } }

// stripped returns the descriptions of episodes without their boilerplate.
func stripped(episodes []data.Episode) []string {
	set, all := find(episodes), []string{}
	for _, e := range episodes {
		all = append(all, set.Strip(e.Show.ID, e.Description))
	}
	return all
}

func owns(n int) []string {
	all := []string{}
	for i := range n {
		all = append(all, own(i))
	}
	return all
}

func descriptions(episodes []data.Episode) []string {
	all := []string{}
	for _, e := range episodes {
		all = append(all, e.Description)
	}
	return all
}

const sponsor = "Nimbus Hosting starts virtual machines, databases and clusters in seconds, anywhere in the world."

func TestStripRemovesBoilerplate(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int
		foot func(i int) string
	}{
		{"a paragraph", 5, constant("\n\n" + sponsor)},
		{"two paragraphs", 5, constant("\n\n" + sponsor + "\n\nFind every episode, and a full transcript of each, on our website.")},
		{"a sentence in the paragraph of the text", 5, constant(" " + sponsor)},
		{"a line", 5, constant("\n" + sponsor)},
		{"another number", 5, func(i int) string {
			return fmt.Sprintf("\n\nJoin the %d listeners who have rated us on Apple Podcasts and Spotify.", 1000+i)
		}},
		{"another date", 5, func(i int) string {
			return fmt.Sprintf("\n\nThis conversation was recorded live on %d %s %d.", i+1, []string{"March", "May", "juin", "Dezember", "julio"}[i], 2020+i)
		}},
		{"another code", 5, func(i int) string {
			return fmt.Sprintf("\n\nUse the code %s at checkout for ten percent off your first order.", strings.ToUpper(topics[i]))
		}},
		{"another address", 5, func(i int) string {
			return "\n\nSlides, links and a transcript of it all are at halyard.example/" + topics[i]
		}},
		{"case and apostrophes", 5, func(i int) string {
			return []string{"\n\nYou’ll find all of the links in the show notes.", "\n\nYOU'LL FIND ALL OF THE LINKS IN THE SHOW NOTES!"}[i%2]
		}},
		{"a short farewell", 10, constant("\n\nThanks for listening!")},
		{"short lines at the end", 10, constant("\n\nRate us.\nFollow us.\nTell a friend.")},
		{"a line of dashes before it", 5, constant("\n\n---\n\n" + sponsor)},
		{"Chinese", 5, constant("\n\n感谢大家收听本期节目，欢迎在各大平台订阅我们。")},
		{"Japanese", 5, constant("\n\nお聴きいただきありがとうございます。ご感想をお待ちしています。")},
		{"Thai", 5, constant("\n\nขอบคุณที่รับฟังรายการของเราในสัปดาห์นี้")},
		{"German", 5, constant("\n\nWenn euch die Folge gefällt, dann bewertet uns bitte überall, wo es Podcasts gibt.")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(owns(tt.n), stripped(footed(tt.n, tt.foot))); d != "" {
				t.Errorf("descriptions (-want +got):\n%s", d)
			}
		})
	}
}

func TestStripKeepsOtherText(t *testing.T) {
	longer := footed(30, constant(""))
	for i := range 3 {
		longer[10+i].Description = "This is one of the parts of our journey through the history of the violin, from Cremona to today. " + longer[10+i].Description
	}
	rerun := footed(8, constant(""))
	for i := range rerun {
		if i > 1 {
			rerun[i].Title, rerun[i].Description = rerun[1].Title, rerun[1].Description
		}
	}
	parts := footed(9, constant(""))
	for i := range parts {
		if i > 1 {
			parts[i].Title, parts[i].Description = fmt.Sprintf("Build your own violin - part%d", i), "In this workshop we build a violin from a single piece of spruce."
		}
	}
	for _, tt := range []struct {
		name     string
		episodes []data.Episode
	}{
		{"the description of all parts of a series", parts},
		{"a show of four episodes", footed(4, constant("\n\n"+sponsor))},
		{"a sentence of four episodes", footed(12, func(i int) string {
			if i < 4 {
				return "\n\n" + sponsor
			}
			return ""
		})},
		{"the introduction of three parts", longer},
		{"a re-run", rerun},
		{"a sentence that differs in two names", footed(8, func(i int) string {
			return fmt.Sprintf("\n\nThis week we have the pleasure to talk with %s %s.", topics[i], topics[i+3])
		})},
		{"a sentence that differs in one word", footed(8, func(i int) string {
			return fmt.Sprintf("\n\nToday we talk for a long while about %s, which so many of you have asked us for.", topics[i])
		})},
		{"a sentence that differs in a word with a digit", footed(8, func(i int) string {
			return fmt.Sprintf("\n\nToday we talk for a long while about b%dg, which so many of you have asked us for.", i)
		})},
		{"a short topic in the middle", footed(12, func(i int) string { return "\n\nNatural history.\n\n" + own(i+100) + " The end of " + topics[i] + "." })},
		{"a short topic of some episodes", footed(12, func(i int) string {
			if i < 9 {
				return "\n\nNatural history museums today"
			}
			return ""
		})},
		{"common phrases from different episodes", show(
			"At the end of the day we will show you how to do it yourself.",
			"At the end of the day it rains on all of us here.", "At the end of the day nobody knows what they did.", "At the end of the day bread is bread and rye is rye.", "At the end of the day he went to bed without supper.",
			"Later we will show you how a lock is picked.", "In part two we will show you how a kite is built.", "Then we will show you how saffron is dried.", "First we will show you how a tram is driven.",
			"Anyone can learn how to do it yourself.", "It is cheaper to do it yourself than to pay.", "Why you should not do it yourself at home.", "You can do it yourself with a saw.",
		)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(descriptions(tt.episodes), stripped(tt.episodes)); d != "" {
				t.Errorf("descriptions (-want +got):\n%s", d)
			}
		})
	}
}

func TestStripLeavesASentence(t *testing.T) {
	list := footed(8, constant("\n\n"+sponsor))
	list[3].Description = sponsor
	if got := stripped(list)[3]; got != sponsor {
		t.Errorf("the rest is %q, want %q", got, sponsor)
	}
	const first, second = "The podcast about everything that grows, from seed to table.", "A new episode is here on every Monday of the year."
	same := show(slices.Repeat([]string{first + " " + second}, 9)...)
	if d := cmp.Diff(slices.Repeat([]string{first}, 9), stripped(same)); d != "" {
		t.Errorf("equal descriptions (-want +got):\n%s", d)
	}
}

// inShows divides episodes into shows of n.
func inShows(episodes []data.Episode, n int) []data.Episode {
	for i := range episodes {
		episodes[i].Show.ID = data.ShowID(fmt.Sprintf("show-%d", i/n))
	}
	return episodes
}

func TestFootersOfNetworksAreFoundAcrossShows(t *testing.T) {
	const network, short = "\n\nA production of Halyard Audio, made with care at the harbour.", "\n\nMade by Halyard"
	odd := func(i int) string { return []string{"", network}[i%2] }
	for _, tt := range []struct {
		name string
		list []data.Episode
		want []string
	}{
		{"in five shows of one episode", inShows(footed(5, constant(network)), 1), owns(5)},
		{"in five shows of three episodes", inShows(footed(15, constant(network)), 3), owns(15)},
		{"a short one in ten shows", inShows(footed(10, constant(short)), 1), owns(10)},
		{"not in four shows", inShows(footed(4, constant(network)), 1), nil},
		{"not a short one in nine shows", inShows(footed(9, constant(short)), 1), nil},
		{"not if one text of five is in each show", inShows(footed(25, func(i int) string { return []string{network, "", "", "", ""}[i%5] }), 5), nil},
		{"not for one episode that five shows published", inShows(show(slices.Repeat([]string{own(1) + network}, 5)...), 1), nil},
		{"in every second episode of shows", inShows(footed(30, odd), 6), owns(30)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if strings.HasPrefix(tt.name, "not for one") {
				for i := range tt.list {
					tt.list[i].Title = "On bread"
				}
			}
			if tt.want == nil {
				tt.want = descriptions(tt.list)
			}
			if d := cmp.Diff(tt.want, stripped(tt.list)); d != "" {
				t.Errorf("descriptions (-want +got):\n%s", d)
			}
		})
	}
}

func TestNamesReturnsThePeopleInBoilerplate(t *testing.T) {
	list := footed(12, constant("\n\nAda Miller and Émile Roux read letters from all over the world.\nA sermon by Pastor John Van Dyke, with Ruth B. Orr and Tom Lee.\nBrought to you by Nimbus Hosting, with Claude Cloud, in all the world."))
	list[2].People = []data.Person{{Name: "Ada Miller", Role: data.RoleHost}}
	list[7].People = []data.Person{{Name: "ÉMILE ROUX", Role: data.RoleGuest}}
	set := find(list)
	want := []string{"Ada Miller", "Émile Roux", "John Van Dyke", "Ruth B. Orr", "Tom Lee"}
	for _, e := range list {
		if d := cmp.Diff(want, set.Names(e.Show.ID, e.Description)); d != "" {
			t.Fatalf("names in %q (-want +got):\n%s", e.Description, d)
		}
	}
	if got := set.Names("show", own(3)); len(got) > 0 {
		t.Errorf("names in a text without boilerplate: %q", got)
	}
}

func TestStripKeepsParagraphsAndLines(t *testing.T) {
	list := footed(6, constant("\n\n"+sponsor))
	list[0].Description = "One is here.\nTwo is here.\n\n" + sponsor + "\n\nThree is here. " + sponsor + " Four is here.\n" + sponsor + "\nFive."
	want := "One is here.\nTwo is here.\n\nThree is here. Four is here.\nFive."
	if got := stripped(list)[0]; got != want {
		t.Errorf("stripped to %q, want %q", got, want)
	}
	set := find(list)
	if d := cmp.Diff([]string{sponsor, sponsor, sponsor}, set.Removed("show", list[0].Description)); d != "" {
		t.Errorf("removed (-want +got):\n%s", d)
	}
	if got := set.Strip("another", list[0].Description); got != list[0].Description {
		t.Errorf("a description of another show is stripped to %q", got)
	}
}

func TestNilSetStripsNothing(t *testing.T) {
	var none *boilerplate.Set
	if got := none.Strip("show", sponsor); got != sponsor || none.Removed("show", sponsor) != nil {
		t.Errorf("stripped to %q", got)
	}
	if !none.Equal(boilerplate.Find(nil)) || none.Equal(find(footed(6, constant("\n\n"+sponsor)))) {
		t.Error("Equal of a nil set: want true for an empty set, false for others")
	}
}

func TestParagraphsReturnsTheBoilerplateOfAShow(t *testing.T) {
	list := footed(12, func(i int) string {
		foot := fmt.Sprintf("\n\nJoin the %d listeners who have rated us on Apple Podcasts and Spotify.", 1000+i)
		if i < 6 {
			foot = " " + sponsor + foot
		}
		return foot
	})
	l := listed(t, list)
	want := []boilerplate.Paragraph{
		{Text: "Join the 1000 listeners who have rated us on Apple Podcasts and Spotify.", Episodes: 12, Share: 1},
		{Text: sponsor, Episodes: 6, Share: .5},
	}
	if d := cmp.Diff(want, l.Paragraphs("show")); d != "" {
		t.Errorf("paragraphs (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]data.ShowID{"show"}, l.Shows()); d != "" {
		t.Errorf("shows (-want +got):\n%s", d)
	}
}

// catalogues draws random episodes from few sentences, so many repeat.
func catalogues(t *rapid.T) []data.Episode {
	sentence := rapid.SampledFrom([]string{
		sponsor, "Thanks for listening!", "Rate us.", "---", "Dr. Who said so.", "The end of the world is near, says everybody but Dr. Who.",
		"Join the 12 listeners who have rated us on Apple Podcasts.", "Join the 13 listeners who have rated us on Spotify now.",
		"感谢大家收听本期节目，欢迎订阅。", "and so it goes on", "Why not? (Because.) “Yes.”", "a. b. c", "\n", "\n\n", "…",
	})
	texts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(sentence, 0, 8).Draw(t, "sentences"), rapid.SampledFrom([]string{" ", "\n", "\n\n"}).Draw(t, "between"))
	}), 0, 25).Draw(t, "descriptions")
	return show(texts...)
}

func TestStripIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := catalogues(t)
		set := find(list)
		for _, e := range list {
			once := set.Strip("show", e.Description)
			if twice := set.Strip("show", once); twice != once {
				t.Fatalf("%q is stripped to %q and then to %q", e.Description, once, twice)
			}
		}
	})
}

func TestFindIgnoresTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := catalogues(t)
		want := find(list)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if !find(list).Equal(want) {
			t.Fatal("the sets of two orders differ")
		}
	})
}

func TestMoreEpisodesDoNotReduceBoilerplate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := catalogues(t)
		for i := range list {
			list[i].Description += fmt.Sprintf("\n\nOnly%s says only%s and only%s.", letters(i), letters(2*i+500), letters(3*i+1000)) // a text of only boilerplate keeps a sentence
		}
		fewer := find(list[:rapid.IntRange(0, len(list)).Draw(t, "before")])
		more := find(list)
		for _, e := range list {
			was, is := fewer.Strip("show", e.Description), more.Strip("show", e.Description)
			if len(is) > len(was) {
				t.Fatalf("%q is stripped to %q, and with more episodes to %q", e.Description, was, is)
			}
		}
	})
}

func TestStripKeepsUniqueWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := catalogues(t)
		for i := range list {
			list[i].Description = fmt.Sprintf("%s\n\nOnly%s says only%s and only%s.", list[i].Description, letters(i), letters(2*i+500), letters(3*i+1000))
		}
		for i, s := range stripped(list) {
			if !strings.Contains(s, "Only"+letters(i)+" says") {
				t.Fatalf("%q is stripped to %q", list[i].Description, s)
			}
		}
	})
}

// letters returns a number as letters.
func letters(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprint(n))
}

func FuzzStrip(f *testing.F) {
	for _, seed := range []string{"", sponsor, "a.\n\n\n b", "\xff. \xfe", "。。！", "Dr. X. I. y", "---\n***", "٣ ٤", strings.Repeat("x", 5000), "é’s ’ '", "1. 2. 3."} {
		f.Add(seed, sponsor)
	}
	f.Fuzz(func(t *testing.T, text, foot string) {
		list := footed(12, constant("\n\n"+foot))
		list[0].Description = text + " " + foot + "\n" + text
		set := find(list)
		for _, e := range list {
			kept := set.Strip("show", e.Description)
			if set.Strip("show", kept) != kept {
				t.Fatalf("stripping %q is not idempotent", e.Description)
			}
			for _, r := range append(set.Removed("show", e.Description), strings.Fields(kept)...) {
				if !strings.Contains(e.Description, r) {
					t.Fatalf("%q is not in %q", r, e.Description)
				}
			}
		}
	})
}
