package page

import (
	"math"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func TestTitlesAreSplitBeforeTheGuests(t *testing.T) {
	ann := []data.Person{{Name: "Ann Bee"}, {Name: "Cy Dee"}}
	for _, tt := range []struct {
		name, title string
		people      []data.Person
		want        Title
	}{
		{"before one guest", "Go with Ann Bee", ann, Title{"Go", "with Ann Bee"}},
		{"before two", "Go: a Talk with Ann Bee and Cy Dee", ann, Title{"Go: a Talk", "with Ann Bee and Cy Dee"}},
		{"at the last with", "Living with Go with Cy Dee", ann, Title{"Living with Go", "with Cy Dee"}},
		{"not before a thing", "Living with Go", ann, Title{"Living with Go", ""}},
		{"not without people", "Go with Ann Bee", nil, Title{"Go with Ann Bee", ""}},
		{"not for a person without a name", "Go with Ann", []data.Person{{}}, Title{"Go with Ann", ""}},
		{"not where nothing is left", " with Ann Bee", ann, Title{" with Ann Bee", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, splitTitle(tt.title, tt.people)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func FuzzTitleKeepsEveryWord(f *testing.F) {
	f.Add("Go with Ann", "Ann")
	f.Add(" with  with ", " ")
	f.Fuzz(func(t *testing.T, title, name string) {
		got := splitTitle(title, []data.Person{{Name: name}})
		whole := got.Topic
		if got.Guests != "" {
			whole += " " + got.Guests
		}
		if whole != title {
			t.Errorf("%q became %q", title, whole)
		}
	})
}

func TestSnippetsAreSplitAtHighlights(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		highlights [][2]int
		want       []piece
	}{
		{"no highlight", "déjà vu", nil, []piece{{"déjà vu", false}}},
		{"counted in runes", "déjà vu", [][2]int{{5, 7}}, []piece{{"déjà ", false}, {"vu", true}}},
		{"two at once", "abc", [][2]int{{0, 1}, {1, 2}}, []piece{{"a", true}, {"b", true}, {"c", false}}},
		{"out of order", "abc", [][2]int{{2, 3}, {0, 1}}, []piece{{"a", true}, {"b", false}, {"c", true}}},
		{"within one another", "abcd", [][2]int{{0, 3}, {1, 2}, {2, 4}}, []piece{{"abc", true}, {"d", true}}},
		{"outside", "ab", [][2]int{{-5, 1}, {7, 9}}, []piece{{"a", true}, {"b", false}}},
		{"backwards", "ab", [][2]int{{2, 0}}, []piece{{"ab", false}}},
		{"the whole text", "ab", [][2]int{{0, 2}}, []piece{{"ab", false}}},
		{"nothing", "", [][2]int{{0, 1}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, pieces(&recommend.Snippet{Text: tt.text, Highlights: tt.highlights})); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func FuzzSnippetKeepsItsText(f *testing.F) {
	f.Add("Git holds the state", 0, 3, 2, 7)
	f.Add("déjà", -1, 99, 3, 1)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		if !utf8.ValidString(text) {
			t.Skip("a text of the catalogue is valid")
		}
		var whole strings.Builder
		for _, p := range pieces(&recommend.Snippet{Text: text, Highlights: [][2]int{{a, b}, {c, d}}}) {
			whole.WriteString(p.Text)
		}
		if whole.String() != text {
			t.Errorf("%q became %q", text, whole.String())
		}
	})
}

func FuzzSearchParams(f *testing.F) {
	for _, seed := range []string{"q=a", "q=%ff&page=2", "page=-1", "q=+a++b%0A", "page=999999999999", "q=a&show=x&show=X&person=+Ann++B&tag=&tag=%ff", "q=%zz;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		v, _ := url.ParseQuery(raw)
		got, err := newSearchRequest(v)
		if err != nil {
			return
		}
		for _, text := range slices.Concat([]string{got.query}, got.shows, got.people, got.tags) {
			if !utf8.ValidString(text) || strings.TrimSpace(text) != text {
				t.Errorf("text %q", text)
			}
		}
		if utf8.RuneCountInString(got.query) > maxQuery || max(len(got.shows), len(got.people), len(got.tags)) > maxFilterValues {
			t.Errorf("%+v", got)
		}
		if got.page < 1 || got.page > maxPage {
			t.Errorf("page %d", got.page)
		}
		address, err := url.Parse(got.path(got.page))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := newSearchRequest(address.Query()); err != nil || !reflect.DeepEqual(got, again) {
			t.Errorf("%+v is written as %s and read as %+v, %v", got, address, again, err)
		}
	})
}

func TestDurationsAreFormatted(t *testing.T) {
	for _, tt := range []struct {
		in   time.Duration
		want timeText
	}{
		{0, timeText{}},
		{-time.Minute, timeText{}},
		{38 * time.Second, timeText{"38 s", "PT38S"}},
		{60 * time.Second, timeText{"1 min", "PT60S"}},
		{2480 * time.Second, timeText{"41 min", "PT2480S"}},
		{42*time.Minute + 29*time.Second, timeText{"42 min", "PT2549S"}},
		{59*time.Minute + 45*time.Second, timeText{"1 h", "PT3585S"}},
		{72 * time.Minute, timeText{"1 h 12 min", "PT4320S"}},
	} {
		if d := cmp.Diff(tt.want, length(tt.in)); d != "" {
			t.Errorf("%v (-want +got):\n%s", tt.in, d)
		}
	}
}

func TestBarsAreClamped(t *testing.T) {
	for _, tt := range []struct {
		score float64
		want  string
	}{
		{.714, "71.4"}, {0, "0.0"}, {1, "100.0"}, {-.2, "0.0"}, {1.01, "100.0"},
		{math.NaN(), "0.0"}, {math.Inf(1), "100.0"},
	} {
		if got := newBar(tt.score).Width; got != tt.want {
			t.Errorf("score %v gives width %s, want %s", tt.score, got, tt.want)
		}
	}
}

func TestCountsHaveThousandsSeparators(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 13883: "13,883", 1234567: "1,234,567"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestOnlyWebAddressesAreLinked(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.daily.example/x": "daily.example", "http://daily.example:8080/": "daily.example",
		"": "", "/x": "", "javascript:alert(1)": "", "ftp://x.example": "", "https:///x": "", "http://[": "",
	} {
		if _, got := webAddress(address); got != want {
			t.Errorf("webAddress(%q) names %q, want %q", address, got, want)
		}
	}
}
