package recommend

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/recommend/passage"
)

func TestHighestEqualsTheElementOfASortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.SampledFrom([]float32{-2, 0, .1, .2, .3, .4, 1, float32(math.NaN())}), 0, 40).Draw(t, "scores")
		k := rapid.IntRange(1, 50).Draw(t, "k")
		r := &ranking{}
		var sorted []float32
		for _, s := range scores {
			r.candidates = append(r.candidates, &candidate{weight: s})
			if s == s {
				sorted = append(sorted, s)
			}
		}
		slices.Sort(sorted)
		slices.Reverse(sorted)
		want := float32(math.Inf(-1))
		if len(sorted) > 0 {
			want = sorted[min(k, len(sorted))-1]
		}
		if got := r.highest(k, func(c *candidate) float32 { return c.weight }); got != want {
			t.Fatalf("highest(%d) of %v = %v, want %v", k, scores, got, want)
		}
	})
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("word ", 80)
	for _, tt := range []struct {
		name, text string
		marks      [][2]int
		want       Snippet
	}{
		{"is a complete short passage", "One. Two.", nil, Snippet{Text: "One. Two.", Highlights: [][2]int{}}},
		{"has the sentences with the most highlights", "First. " + long + "Last. Größe of a café.", [][2]int{{0, 5}, {413, 418}, {424, 428}},
			Snippet{Text: "Größe of a café.", Highlights: [][2]int{{0, 5}, {11, 15}}}},
		{"cuts a long sentence between words", long, [][2]int{{0, 4}, {350, 354}}, Snippet{Text: strings.Repeat("word ", 59) + "word…", Highlights: [][2]int{{0, 4}}}},
		{"ends after a sentence that was cut", strings.Repeat("a", 20) + " " + strings.Repeat("b", 300) + ". Next.", nil,
			Snippet{Text: strings.Repeat("a", 20) + "…", Highlights: [][2]int{}}},
		{"keeps sentences without spaces between them", "東京。大学。", [][2]int{{3, 5}}, Snippet{Text: "東京。大学。", Highlights: [][2]int{{3, 5}}}},
		{"is empty for an empty passage", "", nil, Snippet{Highlights: [][2]int{}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := gocmp.Diff(tt.want, excerpt(tt.text, tt.marks)); d != "" {
				t.Errorf("excerpt (-want +got):\n%s", d)
			}
		})
	}
}

func FuzzExcerpt(f *testing.F) {
	for _, s := range []string{"One. Two.", "東京。大学。 a\xff. \xff\xff", strings.Repeat("ab ", 200), strings.Repeat("x", 900), "\u0085. A\u2028b."} {
		f.Add(s, 3, 5)
	}
	f.Fuzz(func(t *testing.T, description string, begin, end int) {
		for _, text := range passage.Cut(description) {
			runes := []rune(text)
			var marks [][2]int
			if begin >= 0 && begin < end && end <= len(runes) {
				marks = [][2]int{{begin, end}}
			}
			got := excerpt(text, marks)
			if n := utf8.RuneCountInString(got.Text); n > maxSnippet || text != "" && got.Text == "" {
				t.Fatalf("excerpt of %q is %q", text, got.Text)
			}
			for _, h := range got.Highlights {
				if marked := string([]rune(got.Text)[h[0]:h[1]]); marked != string(runes[begin:end]) {
					t.Fatalf("%q is highlighted instead of %q", marked, string(runes[begin:end]))
				}
			}
		}
	})
}

func TestHasWords(t *testing.T) {
	for _, tt := range []struct {
		name, text, person string
		want               bool
	}{
		{"in any order and case", "what lovelace said to ADA", "Ada Lovelace", true},
		{"without accents", "jurgen gross", "Jürgen Groß", true},
		{"with a hyphen", "jean luc picard", "Jean-Luc Picard", true},
		{"not with one of two words", "ada", "Ada Lovelace", false},
		{"not with the beginning of a word", "ada", "Adalbert", false},
		{"letters that are not Latin", "who is 李小龙", "李小龙", true},
		{"words in two scripts", "bruce 李小龙", "Bruce 李小龙", true},
		{"not with one of two words in two scripts", "bruce", "Bruce 李小龙", false},
		{"not an empty name", "ada", " ", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := hasWords(tt.text, tt.person); got != tt.want {
				t.Errorf("hasWords(%q, %q) = %v", tt.text, tt.person, got)
			}
		})
	}
}
