package fragment_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
	"segue/server/fragment"
	"segue/widget"
)

var update = flag.Bool("update", false, "write the fragments of testdata anew")

// tea is the episode of the page, cups its show.
var (
	cups = data.Show{ID: "cups", Title: "Daily Cups"}
	tea  = data.Episode{ID: "tea", Show: cups, Title: "Green Tea", Language: "en"}
)

// three returns an episode with all values, one that only has a page on the server, and
// one without a page.
func three() []recommend.Result {
	return []recommend.Result{
		{
			Episode: data.Episode{
				ID: "oolong", Show: cups, Title: `Oolong & "Friends"`, URL: "https://cups.example/oolong?a=1&b=2", Language: "zh-Hant",
				Published: time.Date(2018, 9, 3, 23, 30, 0, 0, time.UTC), Duration: 2480 * time.Second, Image: "https://cdn.example/3000.jpg",
			},
			Reasons: []recommend.Reason{
				{Kind: recommend.ReasonPassage, Text: "It steeps for long."}, {Kind: recommend.ReasonPerson, Text: "Jane {n} Roe"}, {Kind: recommend.ReasonShow, Text: "Daily Cups"},
			},
		},
		{Episode: data.Episode{ID: "rye", Show: data.Show{ID: "bread", Title: "Bread"}, Title: "Rye", Duration: time.Minute}},
		{Episode: data.Episode{ID: "bare", Show: cups, Title: "Bare"}},
	}
}

func text(s string) *string { return &s }

func render(t testing.TB, form func(io.Writer, fragment.Options, []recommend.Result) error, o fragment.Options, results []recommend.Result) string {
	t.Helper()
	var out bytes.Buffer
	if err := form(&out, o, results); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestFragmentsMatchTestdata(t *testing.T) {
	const base = "https://pod.example/"
	for _, tt := range []struct {
		file    string
		form    func(io.Writer, fragment.Options, []recommend.Result) error
		options fragment.Options
	}{
		{"light", fragment.Light, fragment.Options{Episode: tea}},
		{"light-everything", fragment.Light, fragment.Options{Episode: tea, Base: base, Language: "de-AT", Reasons: true, Images: true, Layout: "grid", Theme: "dark"}},
		{"light-arabic-without-heading", fragment.Light, fragment.Options{Episode: tea, Base: base, Language: "ar", Heading: text("")}},
		{"shadow", fragment.Shadow, fragment.Options{Episode: tea}},
		{"shadow-everything", fragment.Shadow, fragment.Options{
			Episode: tea, Base: base, Language: "fr", Heading: text("À suivre"), Reasons: true, Images: true, Layout: "row", Theme: "light", Count: 3, Show: "cups",
		}},
	} {
		got := render(t, tt.form, tt.options, three())
		if style := widget.Style(); bytes.Contains([]byte(tt.file), []byte("shadow")) { // the style has its own test
			before := got
			if got = string(bytes.ReplaceAll([]byte(got), []byte(style), []byte("STYLE"))); got == before {
				t.Errorf("%s does not have the widget's style", tt.file)
			}
		}
		name := "testdata/" + tt.file + ".html"
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s is outdated; run \"go test ./server/fragment -update\" (-want +got):\n%s", name, d)
		}
	}
}

func TestAFragmentWithoutEpisodesIsEmpty(t *testing.T) {
	for _, tt := range []struct {
		name    string
		results []recommend.Result
	}{
		{"no result", nil},
		{"an episode without a page", three()[2:]},
		{"an episode without a title", []recommend.Result{{Episode: data.Episode{ID: "a", URL: "https://a.example/", Title: " "}}}},
	} {
		for name, form := range forms {
			if got := render(t, form, fragment.Options{Episode: tea}, tt.results); got != "" || fragment.Count(fragment.Options{}, tt.results) != 0 {
				t.Errorf("%s, %s: %s", tt.name, name, got)
			}
		}
	}
}

var forms = map[string]func(io.Writer, fragment.Options, []recommend.Result) error{"light": fragment.Light, "shadow": fragment.Shadow}

type broken struct{ error }

func (b broken) Write([]byte) (int, error) { return 0, b.error }

func TestAnErrorOfTheWriterIsReturned(t *testing.T) {
	full := errors.New("the disk is full")
	for name, form := range forms {
		if err := form(broken{full}, fragment.Options{}, three()); !errors.Is(err, full) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
