package embed_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/embed"
	"segue/embed/embedtest"
)

// narrow is a provider that takes few texts, and short ones, in one request.
type narrow struct {
	*embedtest.Hashing
	texts, runes int // at most, 0 for any
	sent         []int
}

func (n *narrow) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	n.sent = append(n.sent, len(texts))
	if n.texts > 0 && len(texts) > n.texts {
		return nil, fmt.Errorf("%w: %d texts", embed.ErrTooLarge, len(texts))
	}
	for i, text := range texts {
		if n.runes > 0 && utf8.RuneCountInString(text) > n.runes {
			return nil, fmt.Errorf("%w: text %d", embed.ErrTooLarge, i)
		}
	}
	return n.Hashing.Embed(ctx, texts)
}

func newNarrow(texts, runes int) *narrow {
	return &narrow{Hashing: embedtest.NewHashing(64), texts: texts, runes: runes}
}

// withLong is n short texts, of which those at the given places are long.
func withLong(n int, places ...int) []string {
	texts := numbered(n)
	for _, i := range places {
		texts[i] = fmt.Sprintf("%d ", i) + strings.Repeat("ab ", 40)
	}
	return texts
}

func TestBatchesShrinkWhereTheProviderTakesFewer(t *testing.T) {
	for _, tt := range []struct {
		name         string
		texts, runes int
		in           []string
		want         []int // sizes of the requests
	}{
		{"halves and stays there", 5, 0, numbered(18), []int{16, 8, 4, 4, 4, 4, 2}},
		{"goes down to one", 1, 0, numbered(3), []int{3, 1, 1, 1}},
		{"finds the one long text and goes on as before", 0, 30, withLong(36, 5),
			[]int{16, 8, 4, 4, 2, 1, 1, 1, 1, 16, 14}},
		{"does both", 8, 30, withLong(18, 17), []int{16, 8, 8, 2, 1, 1, 1, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			driver := newNarrow(tt.texts, tt.runes)
			got, err := embed.NewClient(driver, embed.NoCache{}).Passages(t.Context(), tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, driver.sent); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			for i, text := range tt.in {
				if len(text) <= 30 && !cmp.Equal(unitOf(t, text), got[i]) {
					t.Errorf("vector %d is another text's", i)
				}
			}
		})
	}
}

func TestTheSmallerBatchIsRemembered(t *testing.T) {
	driver := newNarrow(4, 0)
	client := embed.NewClient(driver, embed.NoCache{})
	for range 2 {
		if _, err := client.Passages(t.Context(), numbered(8)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int{8, 4, 4, 4, 4}, driver.sent); diff != "" {
		t.Fatalf("requests (-want +got):\n%s", diff)
	}
}

func TestATextThatIsTooLargeIsCut(t *testing.T) {
	text := strings.Repeat("é", 400)
	client := embed.NewClient(newNarrow(0, 100), embed.NoCache{})
	want := unitOf(t, strings.Repeat("é", 100))
	passages, err := client.Passages(t.Context(), []string{text})
	if diff := cmp.Diff([][]float32{want}, passages); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	question, err := client.Query(t.Context(), text)
	if diff := cmp.Diff(want, question); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

func TestATextThatIsTooLargeAnywayIsRejected(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		requests   int
		want       string
	}{
		{"after six halvings", strings.Repeat("a", 1000), 7, `a text of 1000 characters, also when it is cut: request rejected: too large`},
		{"when nothing is left to cut", "ab", 2, `a text of 2 characters, also when it is cut: request rejected: too large`},
		{"when white space is left", strings.Repeat(" ", 60) + "ab", 1, `a text of 62 characters, also when it is cut: request rejected: too large`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := embed.NewClient(&refusing{err: embed.ErrTooLarge}, embed.NoCache{})
			_, err := client.Passages(t.Context(), []string{tt.text})
			checkError(t, err, embed.ErrRejected, `embed: "refusing": batch of 1 starting at text 0: `+tt.want)
			if n := int(client.Spent().Requests); n != tt.requests || !client.TextsAtFault(err) {
				t.Errorf("%d requests, want %d; texts at fault: %t", n, tt.requests, client.TextsAtFault(err))
			}
		})
	}
}

// refusing answers every call with an error.
type refusing struct{ err error }

func (*refusing) Info() embed.Info { return embed.Info{Model: "refusing", Dimensions: 8, MaxBatch: 4} }

func (r *refusing) Embed(context.Context, []string) ([][]float32, error) { return nil, r.err }

func TestAnUsedUpAccountIsNoTextsFault(t *testing.T) {
	client := embed.NewClient(&refusing{err: embed.ErrQuota}, embed.NoCache{})
	_, err := client.Passages(t.Context(), []string{"a"})
	if !errors.Is(err, embed.ErrQuota) || !errors.Is(err, embed.ErrRejected) || client.TextsAtFault(err) {
		t.Fatalf("error %v, texts at fault %t", err, client.TextsAtFault(err))
	}
}

// TestEveryTextGetsItsVectorWhateverTheProviderTakes sends any texts to providers
// of any width.
func TestEveryTextGetsItsVectorWhateverTheProviderTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		driver := newNarrow(rapid.IntRange(1, 20).Draw(t, "texts"), 40)
		places := rapid.SliceOfDistinct(rapid.IntRange(0, 39), rapid.ID[int]).Draw(t, "long")
		texts := withLong(40, places...)
		got, err := embed.NewClient(driver, embed.NoCache{}).Passages(t.Context(), texts)
		if err != nil || len(got) != len(texts) {
			t.Fatalf("%d vectors, error %v", len(got), err)
		}
		for i, text := range texts {
			for utf8.RuneCountInString(text) > 40 {
				text = text[:len(text)/2]
			}
			want, err := embed.NewClient(driver.Hashing, embed.NoCache{}).Query(t.Context(), text)
			if err != nil || !cmp.Equal(want, got[i]) {
				t.Fatalf("vector %d of %q: error %v", i, text, err)
			}
		}
		if most := 40 * 12; len(driver.sent) > most {
			t.Fatalf("%d requests, want at most %d", len(driver.sent), most)
		}
	})
}
