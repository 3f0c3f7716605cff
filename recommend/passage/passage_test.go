package passage

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// sentences returns n sentences of ten words each.
func sentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Sentence %d has exactly ten words so counting is easy. ", i)
	}
	return b.String()
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		name, description string
		want              []int // words in each passage
	}{
		{"an empty description has one empty passage", "", []int{0}},
		{"a short description is one passage", sentences(3), []int{30}},
		{"140 words are closer to one passage than to two", sentences(14), []int{140}},
		{"200 words are split into two equal passages", sentences(20), []int{100, 100}},
		{"the last passage is not shorter", sentences(30), []int{100, 100, 100}},
		{"a sentence longer than a passage is split between words", strings.Repeat("word ", 192), []int{96, 96}},
		{"text without spaces is split", strings.Repeat("x", 3*maxWord), []int{3}},
		{"the number of passages is limited", sentences(300), []int{100, 90, 100, 100, 90, 100, 100, 90, 100, 100, 90, 100}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := []int{}
			for _, p := range Cut(tt.description) {
				got = append(got, len(strings.Fields(p)))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("words per passage (-want +got):\n%s", d)
			}
		})
	}
}

func TestTextStartsWithTheTitle(t *testing.T) {
	if got, want := Text(" GitOps ", "Git is the truth."), "GitOps. Git is the truth."; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	if got, want := Text("GitOps", ""), "GitOps"; got != want {
		t.Errorf("Text without a passage = %q, want %q", got, want)
	}
}

func TestTextLimitsTitleLength(t *testing.T) {
	if got := Text(strings.Repeat("ü", 1000), ""); len(got) != maxTitle || !utf8.ValidString(got) {
		t.Errorf("Text of a title of 2000 bytes has %d, valid %v", len(got), utf8.ValidString(got))
	}
}

func FuzzCut(f *testing.F) {
	for _, seed := range []string{"", "One. Two.", sentences(40), "a.\n\nb", "\xff.", "。。", "... ...", `"."`, strings.Repeat("\x80", 3*maxWord)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, description string) {
		passages := Cut(description)
		if len(passages) == 0 || len(passages) > MaxPerEpisode {
			t.Fatalf("%d passages", len(passages))
		}
		if len(passages) == MaxPerEpisode {
			return // the rest is dropped
		}
		// Below the limit, no word is lost, repeated or moved.
		want := strings.Join(strings.Fields(description), "")
		got := strings.Join(strings.Fields(strings.Join(passages, " ")), "")
		if utf8.ValidString(description) && got != want {
			t.Fatalf("passages hold %q, want %q", got, want)
		}
	})
}
