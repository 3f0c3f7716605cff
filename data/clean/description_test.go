package clean_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/clean"
	"segue/data/datatest"
)

func footer(s string) data.Removal     { return data.Removal{Text: s, Rule: "post-footer"} }
func disclosure(s string) data.Removal { return data.Removal{Text: s, Rule: "sponsor-disclosure"} }
func heading(s string) data.Removal    { return data.Removal{Text: s, Rule: "show-notes-heading"} }
func message(s string) data.Removal    { return data.Removal{Text: s, Rule: "sponsor-message"} }
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
		{"removes the links below a heading of show notes", "One.\nShow Notes\nThe Journey of Tea: https://example.com/journey\nhttps://example.com/tea",
			"One.", []data.Removal{heading("Show Notes"), link("The Journey of Tea: https://example.com/journey"), link("https://example.com/tea")}},
		{"removes links that are paragraphs", "One.\n\nLinks:\n\nTeaCon https://teacon.example\n\nwww.cup.example",
			"One.", []data.Removal{heading("Links:"), link("TeaCon https://teacon.example"), link("www.cup.example")}},
		{"keeps topics and people below a heading", "Show Notes\n\nThe week in tea\n\nblack tea\n\nGuest: Jane Roe, https://jane.example\n\nCup https://cup.example",
			"The week in tea\n\nblack tea\n\nGuest: Jane Roe, https://jane.example", []data.Removal{heading("Show Notes"), link("Cup https://cup.example")}},
		{"keeps German topics below a heading", "Links zur Folge\n\nTee in Ostfriesland\nhttps://tee.example\nWarum Kluntje knacken",
			"Tee in Ostfriesland\nWarum Kluntje knacken", []data.Removal{heading("Links zur Folge"), link("https://tee.example")}},
		{"removes a disclosure and a footer below show notes", "Show notes:\nTeaCon\nFull disclosure: A is a sponsor.\nThe post T appeared first on S.",
			"TeaCon", []data.Removal{heading("Show notes:"), disclosure("Full disclosure: A is a sponsor."), footer("The post T appeared first on S.")}},
		{"keeps prose below show notes", "Show Notes\nhttps://teacon.example\nJane tells how tea is grown.\nA last word",
			"Jane tells how tea is grown.\nA last word", []data.Removal{heading("Show Notes"), link("https://teacon.example")}},
		{"keeps a table of chapters below show notes", "Show Notes\n00:00 Hello\n1:02:10 Why tea https://tea.example",
			"00:00 Hello\n1:02:10 Why tea https://tea.example", []data.Removal{heading("Show Notes")}},
		{"keeps a text that is only a heading", "Show Notes", "Show Notes", nil},
		{"keeps the links of a text that has nothing else", "Links:\nhttps://tea.example\nHosted on Acast.",
			"Links:\nhttps://tea.example", []data.Removal{{Text: "Hosted on Acast.", Rule: "host-footer"}}},
		{"keeps a text that is only a footer", "Hosted on Acast.", "Hosted on Acast.", nil},
		{"removes a sponsor's message to the end of the paragraph", "Jane Roe tells how tea is grown.\n\nThis episode is brought to you by Acme. Their kettles never rust. Use the code TEA10 for a discount.\n\nWe taste three leaves.",
			"Jane Roe tells how tea is grown.\n\nWe taste three leaves.", []data.Removal{disclosure("This episode is brought to you by Acme."), message("Their kettles never rust."), disclosure("Use the code TEA10 for a discount.")}},
		{"removes a sponsor's message within a paragraph", "Jane Roe tells how tea is grown. This week's episode is sponsored by Acme. Boil water in seconds at acme.example. Leaves are picked by hand.",
			"Jane Roe tells how tea is grown. Leaves are picked by hand.", []data.Removal{disclosure("This week's episode is sponsored by Acme."), message("Boil water in seconds at acme.example.")}},
		{"keeps the story after a sponsor", "Support for this podcast comes from Acme. In this episode, Jane Roe tells how tea is grown. Leaves are picked by hand.",
			"In this episode, Jane Roe tells how tea is grown. Leaves are picked by hand.", []data.Removal{disclosure("Support for this podcast comes from Acme.")}},
		{"removes an offer in the next paragraph", "Jane Roe tells how tea is grown.\n\nThanks to our sponsor Acme.\n\nStart your kettle in seconds. Use the code TEA10 at https://acme.example today.",
			"Jane Roe tells how tea is grown.", []data.Removal{disclosure("Thanks to our sponsor Acme."), message("Start your kettle in seconds. Use the code TEA10 at https://acme.example today.")}},
		{"removes dashes before a footer", "One.\n\n---\n\nSend in a voice message: https://anchor.fm/tide/message",
			"One.", []data.Removal{{Text: "Send in a voice message: https://anchor.fm/tide/message", Rule: "host-footer"}, {Text: "---", Rule: "host-footer"}}},
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
		"a tour for the listener":             "Join us on a tour of the tea fields of Assam.",
		"a second line about support":         "The fields were bought in 1890,\nsupported by Lipton and other merchants.",
		"a company that hosts":                "Hosted by Podbean employees, the fair shows how tea is sold.",
		"support for something else":          "Support for tea farmers comes from the state. The state has a plan.",
		"resources that are the topic":        "Resources and how a scheduler shares them",
		"a sentence that is cut by the limit": "Full disclosure: " + strings.Repeat("tea ", 200) + "is a sponsor.",
	} {
		t.Run(name, func(t *testing.T) { checkDescription(t, in, in, nil) })
	}
}

// TestFootersOfTheSharedCases checks all footers of hosting services in shows of any size.
func TestFootersOfTheSharedCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(datatest.Shared(t, "cases", "text-host-footers"), "*.jsonl"))
	if err != nil || len(files) != 10 {
		t.Fatalf("%d files, %v, want 10", len(files), err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			var e struct{ ID, Description string }
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			end := strings.Index(e.Description, " matter.") + len(" matter.")
			if kept, _ := clean.Description(e.Description); kept != e.Description[:end] {
				t.Errorf("%s, %s: kept %q, want %q", filepath.Base(name), e.ID, kept, e.Description[:end])
			}
		}
	}
}

func TestHTMLWithLinksRemovesLinkedTitles(t *testing.T) {
	text, isLink := clean.HTMLWithLinks(`<p>Tea.</p><h3>Show Notes</h3><ul><li><a href="https://cup.example">Cup Atlas</a></li><li>Black tea</li>` +
		`<li><a href="https://leaf.example">Leaf</a>, by Jane Roe</li><li><a name="x">Green tea</a></li><li><a href="https://x.example">Guest: Jane Roe</a></li></ul>`)
	kept, removed := clean.DescriptionWithLinks(text, isLink)
	if d := cmp.Diff("Tea.\n\nBlack tea\n\nLeaf, by Jane Roe\n\nGreen tea\n\nGuest: Jane Roe", kept); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]data.Removal{heading("Show Notes"), link("Cup Atlas")}, removed); d != "" {
		t.Errorf("removed (-want +got):\n%s", d)
	}
}

func TestRulesReportsWhetherATextHasOtherWords(t *testing.T) {
	for _, tt := range []struct {
		text  string
		rules []string
		whole bool
	}{
		{"Tea.", nil, false},
		{"Links:", []string{clean.ShowNotesHeading}, true},
		{"Hosted on Acast. The post Tea appeared first on Daily Cups.", []string{clean.HostFooter, clean.PostFooter}, true},
		{"Tea. Hosted on Acast.", []string{clean.HostFooter}, false},
	} {
		if rules, whole := clean.Rules(tt.text); !slices.Equal(rules, tt.rules) || whole != tt.whole {
			t.Errorf("Rules(%q) = %q, %t, want %q, %t", tt.text, rules, whole, tt.rules, tt.whole)
		}
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
	"This episode is brought to you by Acme. ", "Support for Tide Notes comes from Acme. ", "Use code TEA10 at acme.example. ", "Hosted on Acast. See acast.com/privacy",
	"Learn more about your ad choices. ", "Visit megaphone.fm/adchoices", "Rate us", "Our Sponsors:", "Guest: Jane Roe", "Thanks to Acme for sponsoring the show. ", "tea", "\u00a0", "\u200b",
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
	if strings.ContainsFunc(text, unicode.IsLetter) && !strings.ContainsFunc(kept, isWord) {
		t.Fatalf("Description(%q) = %q, want a word", text, kept)
	}
	words = append(words, strings.Fields(kept)...)
	if d := cmp.Diff(sorted(strings.Fields(clean.Text(text))), sorted(words), cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("words of %q, compared with kept and removed (-want +got):\n%s", text, d)
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }
