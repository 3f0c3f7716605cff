package archive_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/archive"
	"segue/data/clean"
)

var cups = data.Show{ID: "daily-cups", Title: "Daily Cups"}

// episode returns an episode of Daily Cups.
func episode(day string, minutes int, title string, paragraphs ...string) data.Episode {
	published, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return data.Episode{Show: cups, Title: title, Description: strings.Join(paragraphs, "\n\n"),
		Published: published, Duration: time.Duration(minutes) * time.Minute}
}

const page = `Tea Archives - Daily Cups
Episodes about tea
Latest episodes

Aug 13, 2018 • 42min
Green Tea
It is green.
It is hot.

Aug 9, 2018 • 1h 5min
Black Tea
It is black.`

var (
	green = episode("2018-08-13", 42, "Green Tea", "It is green.", "It is hot.")
	black = episode("2018-08-09", 65, "Black Tea", "It is black.")
)

func TestReadFindsEpisodes(t *testing.T) {
	tagged := green
	tagged.People = []data.Person{{Name: "Jane Roe", Role: data.RoleGuest}}
	tagged.Title = "Green Tea with Jane Roe"
	tagged.Removed = []data.Removal{{Text: "The post Green Tea with Jane Roe appeared first on Daily Cups.", Rule: clean.PostFooter}}
	linked := episode("2018-08-09", 65, "Black Tea", "Read https://example.com/tea.")
	linked.Links = []string{"https://example.com/tea"}
	undescribed := episode("2018-08-09", 65, "Black Tea")
	cafe := episode("2018-08-09", 65, "Café au lait")

	for _, tt := range []struct {
		name, page string
		want       []data.Episode
	}{
		{"reads all blocks of a page", page, []data.Episode{green, black}},
		{"reads Windows line ends", strings.ReplaceAll(page, "\n", "\r\n"), []data.Episode{green, black}},
		{"reads old Mac line ends", strings.ReplaceAll(page, "\n", "\r"), []data.Episode{green, black}},
		{"skips a byte order mark", "\ufeff" + page, []data.Episode{green, black}},
		{"reads UTF-16", utf16Text(page), []data.Episode{green, black}},
		{"reads non-breaking spaces", strings.ReplaceAll(page, " ", "\u00a0"), []data.Episode{green, black}},
		{"reads empty lines anywhere", strings.ReplaceAll(page, "\n", "\n\n \n"), []data.Episode{green, black}},
		{"reads blocks without empty lines", strings.ReplaceAll(page, "\n\n", "\n"), []data.Episode{green, black}},
		{"reads Windows-1252", "Archives - Daily Cups\nAug 9, 2018 • 65min\nCaf\xe9 au lait", []data.Episode{cafe}},
		{"reads an episode without a description", "Archives - Daily Cups\n\nAug 9, 2018 • 65min\nBlack Tea\n\n" + page[strings.Index(page, "Aug 13"):strings.Index(page, "\n\nAug 9")],
			[]data.Episode{undescribed, green}},
		{"finds links in the description", "Archives - Daily Cups\n\nAug 9, 2018 • 65min\nBlack Tea\nRead https://example.com/tea.", []data.Episode{linked}},
		{"finds guests in the title and removes the footer",
			"Archives - Daily Cups\n\nAug 13, 2018 • 42min\nGreen Tea with Jane Roe\nIt is green.\nIt is hot.\nThe post Green Tea with Jane Roe appeared first on Daily Cups.", []data.Episode{tagged}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := archive.Read(iotest.HalfReader(strings.NewReader(tt.page)))
			if err != nil {
				t.Fatal(err)
			}
			want := archive.Result{Show: cups, Episodes: tt.want}
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(archive.Result{}, "Lines")); d != "" {
				t.Errorf("Read (-want +got):\n%s", d)
			}
		})
	}
}

func utf16Text(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	return b.String()
}

func TestReadFindsTheShow(t *testing.T) {
	const block = "\n\nAug 9, 2018 • 65min\nBlack Tea\n"
	for head, want := range map[string]data.Show{
		"Tea Archives - Daily Cups":                       cups,
		"Tea Archive – Daily Cups":                        cups,
		"Archives | Daily Cups":                           cups,
		"Menu\nLog in\nTea Archives — Daily Cups\nLatest": cups,
		"Daily Cups\nAll episodes":                        cups,
		"Tea Archives - お茶の時間":                            {ID: data.NewShowID("お茶の時間"), Title: "お茶の時間"},
	} {
		got, err := archive.Read(strings.NewReader(head + block))
		if err != nil || got.Show != want {
			t.Errorf("show of %q = %+v, %v, want %+v", head, got.Show, err, want)
		}
	}
	got, err := archive.Read(strings.NewReader(block + "The post Black Tea appeared first on Daily Cups."))
	if err != nil || got.Show != cups {
		t.Errorf("show of a footer = %+v, %v, want %+v", got.Show, err, cups)
	}
	if _, err := archive.Read(strings.NewReader(block)); err == nil || !strings.Contains(err.Error(), `"Archives - Name of the Show"`) {
		t.Errorf("error without a show = %v, want an example of a show name", err)
	}
}

func TestReadReportsUnreadableBlocks(t *testing.T) {
	const footer = "\nThe post Black Tea appeared first on Daily Cups.\n"
	for _, tt := range []struct {
		name, block string
		want        archive.Problem
	}{
		{"a date that does not exist", "Feb 30, 2018 • 42min\nTea\nHot.",
			archive.Problem{Line: 3, Text: "Feb 30, 2018 • 42min", Reason: `invalid date "Feb 30, 2018"; write it like "Aug 13, 2018" or "2018-08-13"`}},
		{"an invalid playing time", "Aug 10, 2018 • long\nTea\nHot.",
			archive.Problem{Line: 3, Text: "Aug 10, 2018 • long", Reason: `invalid playing time "long"; write it like "42min" or "1h 5min", or write only the date, after an empty line`}},
		{"no title", "Aug 10, 2018 • 42min",
			archive.Problem{Line: 3, Text: "Aug 10, 2018 • 42min", Reason: "no title: the line after the date must be the episode's title"}},
		{"a footer instead of a title", "Aug 10, 2018 • 42min" + footer,
			archive.Problem{Line: 3, Text: "Aug 10, 2018 • 42min", Reason: `no title: the line after the date is "The post Black Tea appeared first on Daily Cups."`}},
		{"a paragraph instead of a title", "Aug 10, 2018 • 42min\n" + strings.Repeat("hot tea ", 100),
			archive.Problem{Line: 3, Text: "Aug 10, 2018 • 42min", Reason: "no title: the line after the date has 799 characters; a title has at most 500, so this is probably the description"}},
		{"a first block without a date", "Augst 10 2018\nBlack Tea\nHot." + footer,
			archive.Problem{Line: 3, Text: "Augst 10 2018", Reason: `no episode for this line and the 3 after it; put a line with date and playing time before it, such as "Aug 13, 2018 • 42min"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := archive.Read(strings.NewReader("Archives - Daily Cups\n\n" + tt.block + "\n\nAug 9, 2018 • 1h 5min\nBlack Tea\nIt is black."))
			if err != nil {
				t.Fatal(err)
			}
			want := archive.Result{Show: cups, Episodes: []data.Episode{black}, Problems: []archive.Problem{tt.want}}
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(archive.Result{}, "Lines")); d != "" {
				t.Errorf("Read (-want +got):\n%s", d)
			}
		})
	}
}

func TestReadReportsABlockWithoutADateAfterAFooter(t *testing.T) {
	got, err := archive.Read(strings.NewReader("Archives - Daily Cups\n\nAug 9, 2018 • 1h 5min\nBlack Tea\nIt is black.\n" +
		"The post Black Tea appeared first on Daily Cups.\n\nAugst 8 2018\nRed Tea\nIt is red.\n\nLoad more"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range got.Problems {
		lines = append(lines, fmt.Sprintf("%d %s", p.Line, p.Text))
	}
	if d := cmp.Diff([]string{"8 Augst 8 2018", "12 Load more"}, lines); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
	if len(got.Episodes) != 1 || got.Episodes[0].Description != "It is black." {
		t.Errorf("episodes = %+v, want only Black Tea, without the lines of Red Tea", got.Episodes)
	}
}

func TestReadRejectsOtherFormats(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
		noEpisode      bool
	}{
		{"HTML", "\n<!DOCTYPE html><html>", "this is HTML, not the text of a page; open it in a browser", false},
		{"a fragment of HTML", "<div class=x>Aug 9", "this is HTML", false},
		{"RSS", "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", "this is a feed (RSS or Atom)", false},
		{"Atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "this is a feed (RSS or Atom)", false},
		{"JSON", `{"title":"Tea"}`, "this is JSON", false},
		{"an empty file", "", "no episode found: want the show's name", true},
		{"blank lines", " \n\ufeff\n\t", "no episode found: want the show's name", true},
		{"prose", "Tea is hot.\n\nCoffee, too.", "Aug 13, 2018 • 42min\n    Title of the episode with Name of the Guest", true},
		{"only damaged blocks", "Archives - Daily Cups\n\nFeb 30, 2018 • 42min\nTea", `no episode found: line 3: "Feb 30, 2018 • 42min"`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := archive.Read(strings.NewReader(tt.in))
			if err == nil || !strings.HasPrefix(err.Error(), "archive page: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to contain %q", err, tt.want)
			}
			if errors.Is(err, archive.ErrNoEpisode) != tt.noEpisode {
				t.Errorf("error = %v, is ErrNoEpisode: %v, want %v", err, !tt.noEpisode, tt.noEpisode)
			}
			if len(got.Episodes) > 0 {
				t.Errorf("episodes = %v, want none", got.Episodes)
			}
		})
	}
}

func TestReadReturnsTheErrorOfItsReader(t *testing.T) {
	broken := errors.New("disk on fire")
	if _, err := archive.Read(io.MultiReader(strings.NewReader(page), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
}

func TestReadHasALimit(t *testing.T) {
	tea := strings.NewReader(strings.Repeat("tea ", archive.MaxPage/4))
	if _, err := archive.Read(io.MultiReader(strings.NewReader(page+"\n"), tea)); err == nil || !strings.Contains(err.Error(), "larger than 32 MB") {
		t.Errorf("error = %v, want one about the size", err)
	}
}

func TestReadReadsALongLine(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("tea ", 1<<16))
	got, err := archive.Read(strings.NewReader(page + "\n" + long))
	if err != nil {
		t.Fatal(err)
	}
	if want := "It is black.\n\n" + long; got.Episodes[1].Description != want {
		t.Errorf("description has %d bytes, want %d", len(got.Episodes[1].Description), len(want))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(page)
	f.Add(strings.ReplaceAll(page, "\n", "\r\n"))
	f.Add("Aug 9, 2018 • 1h\nTea with Jane Roe\nThe post Tea appeared first on Cups.\nstray")
	f.Add("\xff\xfeA\x00\n\x00")
	f.Add("A\n\nFeb 30, 2018 • 5min\n\n2018-08-13\nCaf\xe9 with \u00c9\x00 \u0130\u00df")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := archive.Read(strings.NewReader(text))
		if (len(got.Episodes) > 0) != (err == nil) {
			t.Fatalf("%d episodes, error %v", len(got.Episodes), err)
		}
		for _, e := range got.Episodes {
			checkEpisode(t, e)
		}
		for i, p := range got.Problems {
			if p.Line < 1 || p.Reason == "" || i > 0 && p.Line < got.Problems[i-1].Line {
				t.Errorf("problem %d of %v has no line, no reason or is out of order", i, got.Problems)
			}
		}
	})
}

func checkEpisode(t *testing.T, e data.Episode) {
	t.Helper()
	for _, s := range []string{e.Title, e.Description, e.Show.Title} {
		if !utf8.ValidString(s) || clean.Text(s) != s {
			t.Errorf("%q is not clean text", s)
		}
	}
	if e.Title == "" || e.Show.Title == "" || e.Published.IsZero() || e.Duration < 0 || e.ID != "" {
		t.Errorf("%+v is incomplete", e)
	}
	for _, p := range e.People {
		if !strings.Contains(e.Title, p.Name) || !strings.Contains(p.Name, " ") {
			t.Errorf("%q in the title %q is not a name", p.Name, e.Title)
		}
	}
}

func TestReadReturnsTheLineOfEachEpisode(t *testing.T) {
	got, err := archive.Read(strings.NewReader("Archives - Daily Cups\n\nAug 13, 2018 • 42min\nGreen Tea\n\nAug 10, 2018 • 42min\n\nAug 9, 2018 • 65min\nBlack Tea\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{3, 8}, got.Lines); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
}
