package clean_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/clean"
)

func footer(s string) data.Removal     { return data.Removal{Text: s, Rule: "post-footer"} }
func disclosure(s string) data.Removal { return data.Removal{Text: s, Rule: "sponsor-disclosure"} }
func heading(s string) data.Removal    { return data.Removal{Text: s, Rule: "show-notes-heading"} }
func link(s string) data.Removal       { return data.Removal{Text: s, Rule: "show-notes-link"} }

func TestDescriptionRemovesOtherText(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
		removed        []data.Removal
	}{
		{"removes the footer of a post", "About tea.\n\nThe post Tea with Jane Roe appeared first on Daily Cups.",
			"About tea.", []data.Removal{footer("The post Tea with Jane Roe appeared first on Daily Cups.")}},
		{"removes a footer with sentences in the title", "About tea.\n\nThe post Tea? Yes. Tea! first appeared on freeCup.org",
			"About tea.", []data.Removal{footer("The post Tea? Yes. Tea! first appeared on freeCup.org")}},
		{"removes a footer at the end of a paragraph", "About tea. The post “Tea” appeared first on Daily Cups.",
			"About tea.", []data.Removal{footer("The post “Tea” appeared first on Daily Cups.")}},
		{"removes only the disclosure from a paragraph", "Tea at scale. Full disclosure: Acme is a sponsor of Daily Cups.",
			"Tea at scale.", []data.Removal{disclosure("Full disclosure: Acme is a sponsor of Daily Cups.")}},
		{"removes a disclosure with a clause", "Tea . Full disclosure: Acme, where Jane works, is a sponsor of Daily Cups.",
			"Tea .", []data.Removal{disclosure("Full disclosure: Acme, where Jane works, is a sponsor of Daily Cups.")}},
		{"removes a disclosure in the middle", "One. Disclosure: Acme Inc. is an investor in us. Two.",
			"One. Two.", []data.Removal{disclosure("Disclosure: Acme Inc. is an investor in us.")}},
		{"removes a paragraph that is a disclosure in brackets", "One.\n\n(Full disclosure: tea.com is a sponsor.)\n\nTwo.",
			"One.\n\nTwo.", []data.Removal{disclosure("(Full disclosure: tea.com is a sponsor.)")}},
		{"removes two disclosures", "One. Full disclosure: A is a sponsor. Full disclosure: B was a sponsor.",
			"One.", []data.Removal{disclosure("Full disclosure: A is a sponsor."), disclosure("Full disclosure: B was a sponsor.")}},
		{"removes a sentence that names a sponsor", "One. Red Hat is a proud sponsor of this podcast.",
			"One.", []data.Removal{disclosure("Red Hat is a proud sponsor of this podcast.")}},
		{`removes "brought to you by"`, "This episode is brought to you by Acme. One.",
			"One.", []data.Removal{disclosure("This episode is brought to you by Acme.")}},
		{"removes thanks to a sponsor", "One. Thanks to Acme for sponsoring this episode.",
			"One.", []data.Removal{disclosure("Thanks to Acme for sponsoring this episode.")}},
		{"removes show notes with their links", "One.\nShow Notes\nThe Journey of Tea: Jane Roe at TeaCon\nhttps://example.com/tea",
			"One.", []data.Removal{heading("Show Notes"), link("The Journey of Tea: Jane Roe at TeaCon"), link("https://example.com/tea")}},
		{"removes links that are paragraphs", "One.\n\nLinks:\n\nTeaCon\n\nCup (book)",
			"One.", []data.Removal{heading("Links:"), link("TeaCon"), link("Cup (book)")}},
		{"removes a disclosure and a footer below show notes", "Show notes:\nTeaCon\nFull disclosure: A is a sponsor.\nThe post T appeared first on S.",
			"", []data.Removal{heading("Show notes:"), link("TeaCon"), disclosure("Full disclosure: A is a sponsor."), footer("The post T appeared first on S.")}},
		{"keeps prose below show notes and the lines after it", "Show Notes\nTeaCon\nJane tells how tea is grown.\nA last word",
			"Jane tells how tea is grown.\nA last word", []data.Removal{heading("Show Notes"), link("TeaCon")}},
		{"keeps a table of chapters below show notes", "Show Notes\n00:00 Hello\n1:02:10 Why tea\nTeaCon",
			"00:00 Hello\n1:02:10 Why tea", []data.Removal{heading("Show Notes"), link("TeaCon")}},
		{"keeps lines in the first person below show notes", "Show Notes\n- We compare black and green\n- How leaves are dried",
			"- We compare black and green\n- How leaves are dried", []data.Removal{heading("Show Notes")}},
		{"may remove everything", "Show Notes", "", []data.Removal{heading("Show Notes")}},
		{"normalises the rest", "  One \r\n\r\n\r\n Two", "One\n\nTwo", nil},
	} {
		t.Run(tt.name, func(t *testing.T) { checkDescription(t, tt.in, tt.want, tt.removed) })
	}
}

func TestDescriptionKeepsTextAboutTheEpisode(t *testing.T) {
	for name, in := range map[string]string{
		"an episode about sponsorship":        "Jane explains how sponsors of open source choose a project, and why sponsorship is no charity.",
		"a sponsor who is the topic":          "Her company is a sponsor of the podcast festival in Oslo.",
		"show notes within a sentence":        "All links are in the show notes.",
		"show notes as the topic":             "Show notes are hard to write well.",
		"a sentence that begins with links":   "Links rot. We ask why.",
		"disclosure of a weakness":            "Full disclosure: should a researcher publish an exploit at once?",
		"a debate on disclosure":              "Responsible disclosure, full disclosure and bug bounties: who is right?",
		"sponsors in a debate on disclosure":  "Full disclosure: the case for it. Vendors are wary, and some are sponsors of bounties.",
		"a disclosure of something else":      "Full disclosure: I have used Emacs for twenty years.",
		"a post that is a building":           "The post office appeared first on the list of buildings to restore.",
		"a post that is a text":               "The post that started it all appeared first on a mailing list.",
		"a sentence with words of a footer":   "The post Jane wrote appeared first on Slashdot, and the site broke under its readers.",
		"an episode about sponsored content":  "This episode is about posts that are sponsored by brands.",
		"something brought in a figure":       "This episode was brought about by a bug. It cost a day.",
		"thanks for something else":           "Thanks to caching, the sponsor page of the show loads at once.",
		"links in prose without a heading":    "Read https://example.com/tea before you listen",
		"short lines without a heading":       "Tea\nCoffee\nWater",
		"a heading that is part of a longer":  "Show Notes from the Field: a Year of Tea",
		"resources that are the topic":        "Resources and how a scheduler shares them",
		"a sentence that is cut by the limit": "Full disclosure: " + strings.Repeat("tea ", 200) + "is a sponsor.",
	} {
		t.Run(name, func(t *testing.T) { checkDescription(t, in, in, nil) })
	}
}

func checkDescription(t *testing.T, in, want string, removed []data.Removal) {
	t.Helper()
	kept, got := clean.Description(in)
	if d := cmp.Diff(want, kept); d != "" {
		t.Errorf("kept text of %q (-want +got):\n%s", in, d)
	}
	if d := cmp.Diff(removed, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("removed text of %q (-want +got):\n%s", in, d)
	}
}

// pieces are the parts of random descriptions: text that the rules match, parts of
// such text, and words.
var pieces = []string{
	"The post Tea", "appeared first on", "Daily Cups", ".", ". ", "! ", "(", ")", " ", "\n", "\n\n", "Full disclosure: ", "disclosure",
	"Acme is a sponsor", "of this show.", "Inc. ", "Show Notes", "Links:", "TeaCon", "https://example.com", "00:10 Tea", "We drink",
	"This episode is brought to you by Acme. ", "Thanks to Acme for sponsoring the show. ", "tea", "\u00a0", "\u200b",
}

func TestDescriptionDoesNotChangeItsResults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "pieces"), "")
		checkInvariants(t, text)
	})
}

func FuzzDescription(f *testing.F) {
	for _, piece := range pieces {
		f.Add(piece + " " + piece)
	}
	f.Add(strings.Join(pieces, ""))
	f.Add("caf\xe9. The post \xff appeared first on X\x00.")
	f.Fuzz(func(t *testing.T, text string) { checkInvariants(t, text) })
}

// checkInvariants checks that a second cleaning removes nothing, and that every word
// is either kept or removed.
func checkInvariants(t rapid.TB, text string) {
	t.Helper()
	kept, removed := clean.Description(text)
	if again, more := clean.Description(kept); again != kept || len(more) > 0 {
		t.Fatalf("Description(%q) = %q, %v, then %q, %v", text, kept, removed, again, more)
	}
	var words []string
	for _, r := range removed {
		words = append(words, strings.Fields(r.Text)...)
	}
	words = append(words, strings.Fields(kept)...)
	if d := cmp.Diff(sorted(strings.Fields(clean.Text(text))), sorted(words), cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("words of %q, compared with kept and removed (-want +got):\n%s", text, d)
	}
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }
