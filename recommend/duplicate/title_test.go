package duplicate

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// reading is what tests look at in a title: core, mark, part and, where the row
// has one, stem or prefix.
type reading struct {
	Core         string
	Rerun        rerun
	Part         int
	Sure         bool
	Stem, Prefix string
}

func TestParseTitle(t *testing.T) {
	const show = "The Example Show"
	for _, tt := range []struct {
		name, title string
		want        reading
	}{
		{"folds letters, marks and apostrophes", "What’s Café Rust?", reading{Core: "whats cafe rust", Stem: "What’s Café Rust"}},
		{"keeps C++ and C# apart from C", "C++ and C#, not C", reading{Core: "c++ and c# not c", Stem: "C++ and C#, not C"}},
		{"keeps a version whole", "Go 1.26 released", reading{Core: "go 1.26 released", Stem: "Go 1.26 released"}},
		{"takes what stands before the guests as the stem", "Kubernetes with Joe Beda", reading{Core: "kubernetes with joe beda", Stem: "Kubernetes"}},

		{"reads a re-run with a colon", "Rerun: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a re-run with a hyphen in the word", "Re-run: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a rebroadcast in brackets", "Go Modules (Rebroadcast)", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads an encore in square brackets in front", "[Encore] Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads an encore presentation", "Encore Presentation: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads the archives", "From the archives: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads the vault with a bar", "From the Vault | Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a replay after a dash", "Go Modules – Replay", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a repeat with its season", "Holiday Repeat: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a holiday repeat that no sign sets off", "Go Modules with Ann Lee Holiday Repeat", reading{Core: "go modules with ann lee", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a flashback with its day", "Flashback Friday: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a classic episode", "Classic Episode: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a re-run with its date", "Go Modules (Rerun from May 2018)", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads the best of with a colon", "Best of: Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"is not sure of the best of a year", "Best of 2019: Go Modules", reading{Core: "go modules", Rerun: maybeRerun, Stem: "Go Modules"}},
		{"is not sure of revisited", "Revisited: Go Modules", reading{Core: "go modules", Rerun: maybeRerun, Stem: "Go Modules"}},
		{"reads German", "Wiederholung: Go-Module", reading{Core: "go module", Rerun: sureRerun, Stem: "Go-Module"}},
		{"reads German archives", "Aus dem Archiv – Go-Module", reading{Core: "go module", Rerun: sureRerun, Stem: "Go-Module"}},
		{"reads French, with a space before the colon", "Rediffusion : Les modules", reading{Core: "les modules", Rerun: sureRerun, Stem: "Les modules"}},
		{"reads French best of", "Le meilleur de : Les modules", reading{Core: "les modules", Rerun: sureRerun, Stem: "Les modules"}},
		{"reads Spanish, marks or not", "Repeticion: Los módulos", reading{Core: "los modulos", Rerun: sureRerun, Stem: "Los módulos"}},
		{"reads Spanish in brackets", "Los módulos (Redifusión)", reading{Core: "los modulos", Rerun: sureRerun, Stem: "Los módulos"}},
		{"reads Italian", "Replica: I moduli", reading{Core: "i moduli", Rerun: sureRerun, Stem: "I moduli"}},
		{"reads Japanese", "【再放送】Go", reading{Core: "go", Rerun: sureRerun, Stem: "Go"}},
		{"reads two marks", "Encore: Go Modules (Repeat)", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},

		{"leaves the best of a year alone", "Best of 2019", reading{Core: "best of 2019", Stem: "Best of 2019"}},
		{"leaves a title that is a mark alone", "Rerun", reading{Core: "rerun", Stem: "Rerun"}},
		{"leaves a mark within a sentence alone", "Hacking Classic Nintendo Games", reading{Core: "hacking classic nintendo games", Stem: "Hacking Classic Nintendo Games"}},
		{"leaves the last word of a sentence alone", "Automate, contribute, repeat.", reading{Core: "automate contribute repeat", Stem: "Automate, contribute, repeat"}},
		{"leaves a list before a colon alone", "Profile, Optimize, Repeat: One Core", reading{Core: "profile optimize repeat one core", Stem: "Profile, Optimize, Repeat: One Core", Prefix: "Profile, Optimize, Repeat"}},
		{"leaves the best of both worlds alone", "The Best of Both Worlds: Vue and Django", reading{Core: "the best of both worlds vue and django", Stem: "The Best of Both Worlds: Vue and Django", Prefix: "The Best of Both Worlds"}},
		{"leaves revisited in a sentence alone", "Cloud Spanner Revisited with Ann Lee", reading{Core: "cloud spanner revisited with ann lee", Stem: "Cloud Spanner Revisited"}},

		{"strips an episode number with a sign", "#412: Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips a bare episode number", "412: Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips an episode number with a stop", "12. Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips an episode number with its word", "Episode 12 - Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips a short form", "Ep. 12 | Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips a season's code", "S02E05: Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips a season in words", "Season 2, Episode 5: Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips German, French and Spanish numbers", "Folge 12: Go", reading{Core: "go", Stem: "Go"}},
		{"strips a French number", "Épisode 12 : Go", reading{Core: "go", Stem: "Go"}},
		{"strips the show's name", "The Example Show: Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips the show's name behind a bar", "Go Modules | The Example Show", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips the show's name with a number", "The Example Show #12 - Go Modules", reading{Core: "go modules", Stem: "Go Modules"}},
		{"strips number and mark in any order", "Encore: #12 – Go Modules", reading{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"keeps a year", "2019: A Year in Review", reading{Core: "2019 a year in review", Stem: "2019: A Year in Review"}},
		{"takes no time for a prefix", "The 10:30 Train", reading{Core: "the 10 30 train", Stem: "The 10:30 Train"}},
		{"keeps a title that is a number", "#12", reading{Core: "12", Stem: "#12"}},

		{"reads a part", "Go Modules, Part 2", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part in brackets", "Go Modules (Pt. 2)", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part in words in front", "Part Two: Go Modules", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part of a total", "Go Modules (Part 2 of 3)", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part without a space", "Go Modules - part2", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part with a stop", "Go Modules PART.2", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part in the middle", "Go Modules, Part II: The Proxy", reading{Core: "go modules the proxy", Part: 2, Sure: true, Stem: "Go Modules", Prefix: "Go Modules"}},
		{"reads a part before the guests", "Go Modules Part 2 with Ann Lee", reading{Core: "go modules with ann lee", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a fraction at the end", "Go Modules 2/3", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a fraction in brackets", "(2/3) Go Modules", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a Roman numeral", "Go Modules II", reading{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a Roman numeral before the guests", "SRE III with Ann Lee", reading{Core: "sre with ann lee", Part: 3, Sure: true, Stem: "SRE"}},
		{"reads a Roman one in brackets", "Go Modules (I)", reading{Core: "go modules", Part: 1, Sure: true, Stem: "Go Modules"}},
		{"reads the last of two", "Intro (II), Tutorial, Part 1 of 2", reading{Core: "intro ii tutorial", Part: 1, Sure: true, Stem: "Intro (II), Tutorial"}},
		{"reads German", "Go-Module, Teil 2", reading{Core: "go module", Part: 2, Sure: true, Stem: "Go-Module"}},
		{"reads a German ordinal", "Go-Module (2. Teil)", reading{Core: "go module", Part: 2, Sure: true, Stem: "Go-Module"}},
		{"reads French", "Les modules - Partie 2", reading{Core: "les modules", Part: 2, Sure: true, Stem: "Les modules"}},
		{"reads a French ordinal", "Les modules, 2ème partie", reading{Core: "les modules", Part: 2, Sure: true, Stem: "Les modules"}},
		{"reads Spanish", "Los módulos (Parte 2)", reading{Core: "los modulos", Part: 2, Sure: true, Stem: "Los módulos"}},
		{"reads Spanish words", "Los módulos: parte dos", reading{Core: "los modulos", Part: 2, Sure: true, Stem: "Los módulos"}},
		{"is not sure of a number at the end", "Go News #12", reading{Core: "go news", Part: 12, Stem: "Go News"}},
		{"is not sure of an episode at the end", "Go News (Ep. 12)", reading{Core: "go news", Part: 12, Stem: "Go News"}},
		{"reads part and mark", "Rebroadcast: Go Modules, Part 2", reading{Core: "go modules", Rerun: sureRerun, Part: 2, Sure: true, Stem: "Go Modules"}},

		{"takes no part of speech for a part", "Part of Speech Tagging", reading{Core: "part of speech tagging", Stem: "Part of Speech Tagging"}},
		{"takes no date for a part", "Lightning Talks 07/28", reading{Core: "lightning talks 07 28", Stem: "Lightning Talks 07/28"}},
		{"takes no version for a part", "Python 3/2 Web Development", reading{Core: "python 3 2 web development", Stem: "Python 3/2 Web Development"}},
		{"takes no year for a part", "Trends in 2017/2018", reading{Core: "trends in 2017 2018", Stem: "Trends in 2017/2018"}},
		{"takes no single letter for a part", "Malcolm X", reading{Core: "malcolm x", Stem: "Malcolm X"}},
		{"takes no number of a show's form for a part of a series", "Keynote #2: Tensors", reading{Core: "keynote tensors", Part: 2, Stem: ""}},

		{"reads a prefix before a colon", "Build a Bank: Monzo with Ann Lee", reading{Core: "build a bank monzo with ann lee", Stem: "Build a Bank: Monzo", Prefix: "Build a Bank"}},
		{"reads a prefix before a dash", "Build a Bank – Monzo", reading{Core: "build a bank monzo", Stem: "Build a Bank – Monzo", Prefix: "Build a Bank"}},
		{"takes no form for a prefix", "Keynote: Monzo", reading{Core: "keynote monzo", Stem: "Keynote: Monzo"}},
		{"takes no sentence for a prefix", "How we built a bank in a year: Monzo", reading{Core: "how we built a bank in a year monzo", Stem: "How we built a bank in a year: Monzo"}},
		{"has nothing of an empty title", "", reading{}},
		{"has nothing of signs", "?! — ()", reading{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := parseTitle(tt.title, show)
			got := reading{p.core, p.rerun, p.part, p.sure, p.stem.text, p.prefix.text}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("parseTitle(%q) (-want +got):\n%s", tt.title, d)
			}
		})
	}
}

func TestATitleOfAFormHasNoTopic(t *testing.T) {
	for _, tt := range []struct {
		name, title string
		want        []string
	}{
		{"in one word", "Welcome", nil},
		{"with a day", "Wednesday's Lightning Talks", nil},
		{"with the show's name", "EuroGo 2018 - Opening Session", nil},
		{"but has one with a subject", "Keynote: Rust", []string{"rust"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, parseTitle(tt.title, "EuroGo").topic); d != "" {
				t.Errorf("topic of %q (-want +got):\n%s", tt.title, d)
			}
		})
	}
}

func FuzzParseTitle(f *testing.F) {
	for _, seed := range []string{"", "Rerun: X", "X (Pt. 2)", "#412: X", "(2/3)", "((", "))", "Part", "part 1 of", "[Encore", "S02E05:", "e", "’’", "2. Teil", "\xff: \xfe", "第2回", "II", "X | Show", ": : :", "Rerun Rerun Rerun", "İ", "\ufc60", "#99999999999999999999"} {
		f.Add(seed, "Show")
	}
	f.Fuzz(func(t *testing.T, text, show string) {
		p := parseTitle(text, show)
		if !utf8.ValidString(p.core) || p.core != strings.Join(strings.Fields(p.core), " ") {
			t.Fatalf("core of %q is %q", text, p.core)
		}
		if p.part < 0 || p.part > maxCounted || p.sure && p.part == 0 {
			t.Fatalf("part of %q is %d, sure %v", text, p.part, p.sure)
		}
		for _, n := range []label{p.stem, p.prefix} {
			if !strings.Contains(text, n.text) || (n.key == "") != (n.text == "") {
				t.Fatalf("a name of %q is %q", text, n)
			}
		}
		if hasWord(tokens(text, maxTitle)) && p.core == "" {
			t.Fatalf("nothing is left of %q", text)
		}
	})
}
