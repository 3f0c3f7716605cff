package archive_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/archive"
	"segue/data/clean"
	"segue/data/datatest"
)

// seed opens the real archive page. The caller need not close it.
func seed(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Open(datatest.SeedPage(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestReadOfARealPage(t *testing.T) {
	got, err := archive.Read(seed(t))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]archive.Problem(nil), got.Problems); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
	want := []row{
		{"2018-08-13", 42, "GitOps: Kubernetes Continuous Delivery with Alexis Richardson", "Alexis Richardson", 3, clean.PostFooter},
		{"2018-08-10", 44, "Klarna Engineering with Marcus Granström", "Marcus Granström", 4, clean.PostFooter},
		{"2018-08-09", 42, "Stripe Engineering with Raylene Yung", "Raylene Yung", 4, clean.PostFooter},
		{"2018-08-03", 48, "GraalVM with Thomas Wuerthinger", "Thomas Wuerthinger", 4, clean.PostFooter},
		{"2018-07-30", 51, "Edge Kubernetes with Venkat Yalla", "Venkat Yalla", 4, clean.SponsorDisclosure + " " + clean.PostFooter},
		{"2018-07-23", 52, "Kubernetes in the Enterprise with Aparna Sinha", "Aparna Sinha", 5, clean.SponsorDisclosure + " " + clean.PostFooter},
		{"2018-07-17", 50, "Git Vulnerability with Edward Thomson", "Edward Thomson", 3, clean.SponsorDisclosure + " " + clean.PostFooter},
		{"2018-06-27", 48, "Shopify Infrastructure with Niko Kurtti", "Niko Kurtti", 3, clean.ShowNotesHeading + " " + clean.ShowNotesLink + " " + clean.PostFooter},
		{"2018-06-26", 47, "Function Platforms with Chad Arimura and Matt Stephenson", "Chad Arimura, Matt Stephenson", 5, clean.PostFooter},
		{"2018-06-25", 50, "Build a Bank: Monzo with Richard Dingwall", "Richard Dingwall", 4, clean.PostFooter},
	}
	var rows []row
	for _, e := range got.Episodes {
		rows = append(rows, rowOf(e))
		if e.Show != (data.Show{ID: "software-engineering-daily", Title: "Software Engineering Daily"}) {
			t.Errorf("show of %q = %+v", e.Title, e.Show)
		}
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Errorf("episodes (-want +got):\n%s", d)
	}
}

// row is the summary of an episode.
type row struct {
	Day        string
	Minutes    int
	Title      string
	Guests     string
	Paragraphs int
	Removed    string // the names of the rules
}

func rowOf(e data.Episode) row {
	r := row{Day: e.Published.Format(time.DateOnly), Minutes: int(e.Duration / time.Minute), Title: e.Title,
		Paragraphs: len(strings.Split(e.Description, "\n\n"))}
	var guests, rules []string
	for _, p := range e.People {
		guests = append(guests, p.Name)
	}
	for _, removal := range e.Removed {
		rules = append(rules, removal.Rule)
	}
	r.Guests, r.Removed = strings.Join(guests, ", "), strings.Join(rules, " ")
	return r
}

func TestReadRemovesBoilerplateFromDescriptions(t *testing.T) {
	got, err := archive.Read(seed(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got.Episodes {
		for _, phrase := range []string{"appeared first", "disclosure", "sponsor", "Show Notes", "QCon"} {
			if strings.Contains(e.Description, phrase) {
				t.Errorf("description of %q has %q", e.Title, phrase)
			}
		}
	}
}
