package duplicate

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// parsedTitle contains the tested fields of a title.
type parsedTitle struct {
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
		want        parsedTitle
	}{
		{"folds letters, accents and apostrophes", "What’s Café Rust?", parsedTitle{Core: "whats cafe rust", Stem: "What’s Café Rust"}},
		{"distinguishes C++ and C# from C", "C++ and C#, not C", parsedTitle{Core: "c++ and c# not c", Stem: "C++ and C#, not C"}},
		{"does not split a version", "Go 1.26 released", parsedTitle{Core: "go 1.26 released", Stem: "Go 1.26 released"}},
		{"takes the text before the guests as the stem", "Kubernetes with Joe Beda", parsedTitle{Core: "kubernetes with joe beda", Stem: "Kubernetes"}},

		{"reads a re-run with a colon", "Rerun: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a re-run with a hyphen in the word", "Re-run: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a rebroadcast in brackets", "Go Modules (Rebroadcast)", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads an encore in square brackets at the beginning", "[Encore] Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads an encore presentation", "Encore Presentation: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads the archives", "From the archives: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads the vault with a bar", "From the Vault | Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a replay after a dash", "Go Modules – Replay", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a repeat with a season", "Holiday Repeat: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a holiday repeat without a separator", "Go Modules with Ann Lee Holiday Repeat", parsedTitle{Core: "go modules with ann lee", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a flashback with a day", "Flashback Friday: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a classic episode", "Classic Episode: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads a re-run with a date", "Go Modules (Rerun from May 2018)", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"reads the best of with a colon", "Best of: Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"is not sure of the best of a year", "Best of 2019: Go Modules", parsedTitle{Core: "go modules", Rerun: maybeRerun, Stem: "Go Modules"}},
		{"is not sure of revisited", "Revisited: Go Modules", parsedTitle{Core: "go modules", Rerun: maybeRerun, Stem: "Go Modules"}},
		{"reads a German re-run", "Wiederholung: Go-Module", parsedTitle{Core: "go module", Rerun: sureRerun, Stem: "Go-Module"}},
		{"reads a German archive mark", "Aus dem Archiv – Go-Module", parsedTitle{Core: "go module", Rerun: sureRerun, Stem: "Go-Module"}},
		{"reads a French re-run, with a space before the colon", "Rediffusion : Les modules", parsedTitle{Core: "les modules", Rerun: sureRerun, Stem: "Les modules"}},
		{"reads a French best of", "Le meilleur de : Les modules", parsedTitle{Core: "les modules", Rerun: sureRerun, Stem: "Les modules"}},
		{"reads a Spanish re-run without accents", "Repeticion: Los módulos", parsedTitle{Core: "los modulos", Rerun: sureRerun, Stem: "Los módulos"}},
		{"reads a Spanish re-run in brackets", "Los módulos (Redifusión)", parsedTitle{Core: "los modulos", Rerun: sureRerun, Stem: "Los módulos"}},
		{"reads an Italian re-run", "Replica: I moduli", parsedTitle{Core: "i moduli", Rerun: sureRerun, Stem: "I moduli"}},
		{"reads a Japanese re-run", "【再放送】Go", parsedTitle{Core: "go", Rerun: sureRerun, Stem: "Go"}},
		{"reads two marks", "Encore: Go Modules (Repeat)", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},

		{"ignores the best of a year without a title", "Best of 2019", parsedTitle{Core: "best of 2019", Stem: "Best of 2019"}},
		{"ignores a mark without a title", "Rerun", parsedTitle{Core: "rerun", Stem: "Rerun"}},
		{"ignores a mark within a sentence", "Hacking Classic Nintendo Games", parsedTitle{Core: "hacking classic nintendo games", Stem: "Hacking Classic Nintendo Games"}},
		{"ignores a mark at the end of a sentence", "Automate, contribute, repeat.", parsedTitle{Core: "automate contribute repeat", Stem: "Automate, contribute, repeat"}},
		{"ignores a mark in a list before a colon", "Profile, Optimize, Repeat: One Core", parsedTitle{Core: "profile optimize repeat one core", Stem: "Profile, Optimize, Repeat: One Core", Prefix: "Profile, Optimize, Repeat"}},
		{"ignores the best of both worlds", "The Best of Both Worlds: Vue and Django", parsedTitle{Core: "the best of both worlds vue and django", Stem: "The Best of Both Worlds: Vue and Django", Prefix: "The Best of Both Worlds"}},
		{"ignores revisited in a sentence", "Cloud Spanner Revisited with Ann Lee", parsedTitle{Core: "cloud spanner revisited with ann lee", Stem: "Cloud Spanner Revisited"}},

		{"strips an episode number with a number sign", "#412: Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips a bare episode number", "412: Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips an episode number with a full stop", "12. Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips an episode number with a word", "Episode 12 - Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips an abbreviated episode number", "Ep. 12 | Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips a season code", "S02E05: Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips a season in words", "Season 2, Episode 5: Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips a German number", "Folge 12: Go", parsedTitle{Core: "go", Stem: "Go"}},
		{"strips a French number", "Épisode 12 : Go", parsedTitle{Core: "go", Stem: "Go"}},
		{"strips the show's name", "The Example Show: Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips the show's name after a bar", "Go Modules | The Example Show", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips the show's name with a number", "The Example Show #12 - Go Modules", parsedTitle{Core: "go modules", Stem: "Go Modules"}},
		{"strips number and mark in any order", "Encore: #12 – Go Modules", parsedTitle{Core: "go modules", Rerun: sureRerun, Stem: "Go Modules"}},
		{"keeps a year", "2019: A Year in Review", parsedTitle{Core: "2019 a year in review", Stem: "2019: A Year in Review"}},
		{"does not take a time for a prefix", "The 10:30 Train", parsedTitle{Core: "the 10 30 train", Stem: "The 10:30 Train"}},
		{"keeps a title that is only a number", "#12", parsedTitle{Core: "12", Stem: "#12"}},

		{"reads a part", "Go Modules, Part 2", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part in brackets", "Go Modules (Pt. 2)", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part in words at the beginning", "Part Two: Go Modules", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part of a total", "Go Modules (Part 2 of 3)", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part without a space", "Go Modules - part2", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part with a full stop", "Go Modules PART.2", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a part in the middle", "Go Modules, Part II: The Proxy", parsedTitle{Core: "go modules the proxy", Part: 2, Sure: true, Stem: "Go Modules", Prefix: "Go Modules"}},
		{"reads a part before the guests", "Go Modules Part 2 with Ann Lee", parsedTitle{Core: "go modules with ann lee", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a fraction at the end", "Go Modules 2/3", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a fraction in brackets", "(2/3) Go Modules", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a Roman numeral", "Go Modules II", parsedTitle{Core: "go modules", Part: 2, Sure: true, Stem: "Go Modules"}},
		{"reads a Roman numeral before the guests", "SRE III with Ann Lee", parsedTitle{Core: "sre with ann lee", Part: 3, Sure: true, Stem: "SRE"}},
		{"reads a Roman numeral one in brackets", "Go Modules (I)", parsedTitle{Core: "go modules", Part: 1, Sure: true, Stem: "Go Modules"}},
		{"reads the last of two parts", "Intro (II), Tutorial, Part 1 of 2", parsedTitle{Core: "intro ii tutorial", Part: 1, Sure: true, Stem: "Intro (II), Tutorial"}},
		{"reads a German part", "Go-Module, Teil 2", parsedTitle{Core: "go module", Part: 2, Sure: true, Stem: "Go-Module"}},
		{"reads a German ordinal", "Go-Module (2. Teil)", parsedTitle{Core: "go module", Part: 2, Sure: true, Stem: "Go-Module"}},
		{"reads a French part", "Les modules - Partie 2", parsedTitle{Core: "les modules", Part: 2, Sure: true, Stem: "Les modules"}},
		{"reads a French ordinal", "Les modules, 2ème partie", parsedTitle{Core: "les modules", Part: 2, Sure: true, Stem: "Les modules"}},
		{"reads a Spanish part", "Los módulos (Parte 2)", parsedTitle{Core: "los modulos", Part: 2, Sure: true, Stem: "Los módulos"}},
		{"reads a Spanish part in words", "Los módulos: parte dos", parsedTitle{Core: "los modulos", Part: 2, Sure: true, Stem: "Los módulos"}},
		{"is not sure of a number at the end", "Go News #12", parsedTitle{Core: "go news", Part: 12, Stem: "Go News"}},
		{"is not sure of an episode number at the end", "Go News (Ep. 12)", parsedTitle{Core: "go news", Part: 12, Stem: "Go News"}},
		{"reads a part and a re-run mark", "Rebroadcast: Go Modules, Part 2", parsedTitle{Core: "go modules", Rerun: sureRerun, Part: 2, Sure: true, Stem: "Go Modules"}},

		{"does not take a part of speech for a part", "Part of Speech Tagging", parsedTitle{Core: "part of speech tagging", Stem: "Part of Speech Tagging"}},
		{"does not take a date for a part", "Lightning Talks 07/28", parsedTitle{Core: "lightning talks 07 28", Stem: "Lightning Talks 07/28"}},
		{"does not take a version for a part", "Python 3/2 Web Development", parsedTitle{Core: "python 3 2 web development", Stem: "Python 3/2 Web Development"}},
		{"does not take a year for a part", "Trends in 2017/2018", parsedTitle{Core: "trends in 2017 2018", Stem: "Trends in 2017/2018"}},
		{"does not take a single letter for a part", "Malcolm X", parsedTitle{Core: "malcolm x", Stem: "Malcolm X"}},
		{"has no stem if the title is generic", "Keynote #2: Tensors", parsedTitle{Core: "keynote tensors", Part: 2, Stem: ""}},

		{"reads a prefix before a colon", "Build a Bank: Monzo with Ann Lee", parsedTitle{Core: "build a bank monzo with ann lee", Stem: "Build a Bank: Monzo", Prefix: "Build a Bank"}},
		{"reads a prefix before a dash", "Build a Bank – Monzo", parsedTitle{Core: "build a bank monzo", Stem: "Build a Bank – Monzo", Prefix: "Build a Bank"}},
		{"does not take a generic word for a prefix", "Keynote: Monzo", parsedTitle{Core: "keynote monzo", Stem: "Keynote: Monzo"}},
		{"does not take a sentence for a prefix", "How we built a bank in a year: Monzo", parsedTitle{Core: "how we built a bank in a year monzo", Stem: "How we built a bank in a year: Monzo"}},
		{"returns nothing for an empty title", "", parsedTitle{}},
		{"returns nothing for a title of punctuation", "?! — ()", parsedTitle{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := parseTitle(tt.title, show)
			got := parsedTitle{p.core, p.rerun, p.part, p.sure, p.stem.text, p.prefix.text}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("parseTitle(%q) (-want +got):\n%s", tt.title, d)
			}
		})
	}
}

func TestGenericTitleHasNoTopic(t *testing.T) {
	for _, tt := range []struct {
		name, title string
		want        []string
	}{
		{"of one word", "Welcome", nil},
		{"with a day", "Wednesday's Lightning Talks", nil},
		{"with the show's name", "EuroGo 2018 - Opening Session", nil},
		{"but has one with other words", "Keynote: Rust", []string{"rust"}},
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
				t.Fatalf("stem or prefix of %q is %q", text, n)
			}
		}
		if hasWord(tokens(text, maxTitle)) && p.core == "" {
			t.Fatalf("core of %q is empty", text)
		}
	})
}
