package demo_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/archive"
	"segue/data/clean"
	"segue/data/datatest"
	"segue/data/demo"
	"segue/data/jsonl"
)

func episodes(t *testing.T) []data.Episode {
	t.Helper()
	all, err := demo.Episodes()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// facts are the known facts about an episode.
type facts struct {
	ID      data.EpisodeID
	Day     string
	Minutes int
	Title   string
	Guests  []string
}

func TestCatalogueHasTenEpisodes(t *testing.T) {
	want := []facts{
		{"gitops-kubernetes-continuous-delivery-with-alexis-richardson", "2018-08-13", 42, "GitOps: Kubernetes Continuous Delivery with Alexis Richardson", []string{"Alexis Richardson"}},
		{"klarna-engineering-with-marcus-granstrom", "2018-08-10", 44, "Klarna Engineering with Marcus Granström", []string{"Marcus Granström"}},
		{"stripe-engineering-with-raylene-yung", "2018-08-09", 42, "Stripe Engineering with Raylene Yung", []string{"Raylene Yung"}},
		{"graalvm-with-thomas-wuerthinger", "2018-08-03", 48, "GraalVM with Thomas Wuerthinger", []string{"Thomas Wuerthinger"}},
		{"edge-kubernetes-with-venkat-yalla", "2018-07-30", 51, "Edge Kubernetes with Venkat Yalla", []string{"Venkat Yalla"}},
		{"kubernetes-in-the-enterprise-with-aparna-sinha", "2018-07-23", 52, "Kubernetes in the Enterprise with Aparna Sinha", []string{"Aparna Sinha"}},
		{"git-vulnerability-with-edward-thomson", "2018-07-17", 50, "Git Vulnerability with Edward Thomson", []string{"Edward Thomson"}},
		{"shopify-infrastructure-with-niko-kurtti", "2018-06-27", 48, "Shopify Infrastructure with Niko Kurtti", []string{"Niko Kurtti"}},
		{"function-platforms-with-chad-arimura-and-matt-stephenson", "2018-06-26", 47, "Function Platforms with Chad Arimura and Matt Stephenson", []string{"Chad Arimura", "Matt Stephenson"}},
		{"build-a-bank-monzo-with-richard-dingwall", "2018-06-25", 50, "Build a Bank: Monzo with Richard Dingwall", []string{"Richard Dingwall"}},
	}
	var got []facts
	for _, e := range episodes(t) {
		f := facts{ID: e.ID, Day: e.Published.Format(time.DateOnly), Minutes: int(e.Duration.Minutes()), Title: e.Title}
		for _, p := range e.People {
			f.Guests = append(f.Guests, p.Name)
		}
		got = append(got, f)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
}

func TestEveryEpisodeIsWellFormed(t *testing.T) {
	for _, e := range episodes(t) {
		if want := e.NewID(false); e.ID != want {
			t.Errorf("%s: the id must be the slug of the title, %s", e.ID, want)
		}
		if want := (data.Show{ID: "software-engineering-daily", Title: "Software Engineering Daily"}); e.Show != want {
			t.Errorf("%s: show is %+v, want %+v", e.ID, e.Show, want)
		}
		if e.Language != "en" {
			t.Errorf("%s: language is %q, want en", e.ID, e.Language)
		}
		if n := len(strings.Fields(e.Description)); n < 80 || n > 150 {
			t.Errorf("%s: description has %d words, want 80 to 150", e.ID, n)
		}
		if n := len(strings.Split(e.Description, "\n\n")); n < 2 || n > 3 {
			t.Errorf("%s: description has %d paragraphs, want 2 or 3", e.ID, n)
		}
		if kept, removed := clean.Description(e.Description); kept != e.Description || len(removed) > 0 {
			t.Errorf("%s: cleaning changes the description, and removes %v", e.ID, removed)
		}
		for _, p := range e.People {
			if p.Role != data.RoleGuest || !strings.Contains(e.Description, p.Name) {
				t.Errorf("%s: %s must be a guest whose name is in the description", e.ID, p.Name)
			}
		}
	}
}

func TestFileEqualsItsExport(t *testing.T) {
	want, err := os.ReadFile("episodes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	w := jsonl.NewWriter(&got)
	for _, e := range episodes(t) {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(string(want), got.String()); d != "" {
		t.Errorf("episodes.jsonl, and its export (-want +got):\n%s", d)
	}
}

func TestEpisodesReturnsNewValues(t *testing.T) {
	first := episodes(t)
	first[0].People[0].Name, first[0].Title = "changed", "changed"
	if got := episodes(t)[0]; got.Title == "changed" || got.People[0].Name == "changed" {
		t.Errorf("a change affects the next caller: %+v", got)
	}
}

// maxShared is the maximum run of words that a description may share with the
// page. Five words are hard to avoid, such as "head of payments at Stripe".
const maxShared = 5

func TestDescriptionsShareNoSentenceWithThePage(t *testing.T) {
	page := seed(t)
	onPage := map[string]bool{}
	for run := range runs(words(page)) {
		onPage[run] = true
	}
	for _, e := range episodes(t) {
		for run := range runs(words(e.Description)) {
			if onPage[run] {
				t.Errorf("%s: the description shares %q with the page", e.ID, run)
			}
		}
	}
}

func TestFactsEqualThePage(t *testing.T) {
	page, err := archive.Read(strings.NewReader(seed(t)))
	if err != nil {
		t.Fatal(err)
	}
	got := episodes(t)
	for i := range got {
		got[i].ID, got[i].Description, got[i].Language = "", "", "" // not on the page
	}
	for i := range page.Episodes {
		page.Episodes[i].Description, page.Episodes[i].Removed = "", nil
	}
	if d := cmp.Diff(page.Episodes, got); d != "" {
		t.Errorf("episodes without their descriptions, page and catalogue (-want +got):\n%s", d)
	}
}

// words returns the words of a text in lower case, without punctuation.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// runs returns all runs of words that are one word too long to share.
func runs(words []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range max(0, len(words)-maxShared) {
			if !yield(strings.Join(words[i:i+maxShared+1], " ")) {
				return
			}
		}
	}
}

func TestRuns(t *testing.T) {
	got := slices.Collect(runs(words("A b, c: D e f-g")))
	if d := cmp.Diff([]string{"a b c d e f", "b c d e f g"}, got); d != "" {
		t.Errorf("runs (-want +got):\n%s", d)
	}
}

// seed returns the text of the real archive page.
func seed(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(datatest.SeedPage(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
