package passage

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"splits at full stops, question and exclamation marks", "One. Two? Three! Four", []string{"One.", "Two?", "Three!", "Four"}},
		{"keeps numbers, versions and file names whole", "Go 1.26 is out. It has net/http. Node.js too.", []string{"Go 1.26 is out.", "It has net/http.", "Node.js too."}},
		{"keeps abbreviations and initials whole", "Dr. Ada, e.g. Donald E. Knuth vs. Others. End.", []string{"Dr. Ada, e.g. Donald E. Knuth vs. Others.", "End."}},
		{"ends a sentence after the pronoun I", "So do I. You too.", []string{"So do I.", "You too."}},
		{"keeps closing quotes and brackets with their sentence", `He said "Stop." (Really.) Then left.`, []string{`He said "Stop."`, "(Really.)", "Then left."}},
		{"takes an ellipsis as one end", "Wait... What?! Yes.", []string{"Wait...", "What?!", "Yes."}},
		{"goes on after a stop before a lower-case letter", "It runs on .NET. and so on.", []string{"It runs on .NET. and so on."}},
		{"ends a sentence at an empty line", "A heading\n\nThen text", []string{"A heading", "Then text"}},
		{"joins a broken line", "One\nsentence here.", []string{"One sentence here."}},
		{"splits Japanese without spaces", "これは一つ。これは二つ。", []string{"これは一つ。", "これは二つ。"}},
		{"finds none in space", " \n\n ", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, Sentences(tt.text)); d != "" {
				t.Errorf("Sentences(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

// text makes n sentences of ten words each.
func text(n int) string {
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
		{"gives an empty description one empty passage", "", []int{0}},
		{"keeps a short description whole", text(3), []int{30}},
		{"keeps 140 words whole, which is nearer to one passage than to two", text(14), []int{140}},
		{"cuts 200 words in two equal passages", text(20), []int{100, 100}},
		{"leaves no short rest", text(30), []int{100, 100, 100}},
		{"cuts a sentence that is longer than a passage between words", strings.Repeat("word ", 192), []int{96, 96}},
		{"cuts text without spaces", strings.Repeat("x", 3*maxWord), []int{3}},
		{"stops at the limit", text(300), []int{100, 90, 100, 100, 90, 100, 100, 90, 100, 100, 90, 100}},
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

func TestTextPutsTheTitleInFront(t *testing.T) {
	if got, want := Text(" GitOps ", "Git is the truth."), "GitOps. Git is the truth."; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	if got, want := Text("GitOps", ""), "GitOps"; got != want {
		t.Errorf("Text without a passage = %q, want %q", got, want)
	}
}

func TestTextBoundsTheTitle(t *testing.T) {
	if got := Text(strings.Repeat("ü", 1000), ""); len(got) != maxTitle || !utf8.ValidString(got) {
		t.Errorf("Text of a title of 2000 bytes has %d, valid %v", len(got), utf8.ValidString(got))
	}
}

func FuzzCut(f *testing.F) {
	for _, seed := range []string{"", "One. Two.", text(40), "a.\n\nb", "\xff.", "。。", "... ...", `"."`, strings.Repeat("\x80", 3*maxWord)} {
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
		// Up to the limit, no word is lost, repeated or moved.
		want := strings.Join(strings.Fields(description), "")
		got := strings.Join(strings.Fields(strings.Join(passages, " ")), "")
		if utf8.ValidString(description) && got != want {
			t.Fatalf("passages hold %q, want %q", got, want)
		}
	})
}
