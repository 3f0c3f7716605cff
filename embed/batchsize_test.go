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

// limitedDriver accepts only a few short texts in one request.
type limitedDriver struct {
	*embedtest.Hashing
	texts, runes int // limits, 0 for none
	sent         []int
}

func (n *limitedDriver) Embed(ctx context.Context, texts []string) ([][]float32, error) {
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

func newLimitedDriver(texts, runes int) *limitedDriver {
	return &limitedDriver{Hashing: embedtest.NewHashing(64), texts: texts, runes: runes}
}

// withLong returns n texts. Those at the given places are long, the others short.
func withLong(n int, places ...int) []string {
	texts := numberedTexts(n)
	for _, i := range places {
		texts[i] = fmt.Sprintf("%d ", i) + strings.Repeat("ab ", 40)
	}
	return texts
}

func TestBatchesShrinkIfTheyAreTooLarge(t *testing.T) {
	for _, tt := range []struct {
		name         string
		texts, runes int
		in           []string
		want         []int // sizes of the requests
	}{
		{"halves the batch and continues with that size", 5, 0, numberedTexts(18), []int{16, 8, 4, 4, 4, 4, 2}},
		{"goes down to one text", 1, 0, numberedTexts(3), []int{3, 1, 1, 1}},
		{"cuts a single long text and continues with full batches", 0, 30, withLong(36, 5),
			[]int{16, 8, 4, 4, 2, 1, 1, 1, 1, 16, 14}},
		{"does both", 8, 30, withLong(18, 17), []int{16, 8, 8, 2, 1, 1, 1, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			driver := newLimitedDriver(tt.texts, tt.runes)
			got, err := embed.NewClient(driver, embed.NoCache{}).Passages(t.Context(), tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, driver.sent); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			for i, text := range tt.in {
				if len(text) <= 30 && !cmp.Equal(unitOf(t, text), got[i]) {
					t.Errorf("vector %d belongs to another text", i)
				}
			}
		})
	}
}

func TestTheSmallerBatchSizeIsRemembered(t *testing.T) {
	driver := newLimitedDriver(4, 0)
	client := embed.NewClient(driver, embed.NoCache{})
	for range 2 {
		if _, err := client.Passages(t.Context(), numberedTexts(8)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int{8, 4, 4, 4, 4}, driver.sent); diff != "" {
		t.Fatalf("requests (-want +got):\n%s", diff)
	}
}

func TestATooLargeTextIsCut(t *testing.T) {
	text := strings.Repeat("é", 400)
	client := embed.NewClient(newLimitedDriver(0, 100), embed.NoCache{})
	want := unitOf(t, strings.Repeat("é", 100))
	passages, err := client.Passages(t.Context(), []string{text})
	if diff := cmp.Diff([][]float32{want}, passages); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	query, err := client.Query(t.Context(), text)
	if diff := cmp.Diff(want, query); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

func TestATextThatIsTooLargeAfterCuttingIsRejected(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		requests   int
		want       string
	}{
		{"after six halvings", strings.Repeat("a", 1000), 7, `a text of 1000 characters, even after cutting it: request rejected: too large`},
		{"when one character is left", "ab", 2, `a text of 2 characters, even after cutting it: request rejected: too large`},
		{"when only white space is left", strings.Repeat(" ", 60) + "ab", 1, `a text of 62 characters, even after cutting it: request rejected: too large`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := embed.NewClient(&failingDriver{err: embed.ErrTooLarge}, embed.NoCache{})
			_, err := client.Passages(t.Context(), []string{tt.text})
			checkError(t, err, embed.ErrRejected, `embed: "refusing": batch of 1 starting at text 0: `+tt.want)
			if n := int(client.Spent().Requests); n != tt.requests || !client.TextsAtFault(err) {
				t.Errorf("%d requests, want %d; texts at fault: %t", n, tt.requests, client.TextsAtFault(err))
			}
		})
	}
}

// failingDriver returns an error for every call.
type failingDriver struct{ err error }

func (*failingDriver) Info() embed.Info {
	return embed.Info{Model: "refusing", Dimensions: 8, MaxBatch: 4}
}

func (r *failingDriver) Embed(context.Context, []string) ([][]float32, error) { return nil, r.err }

func TestAQuotaErrorIsNotCausedByTexts(t *testing.T) {
	client := embed.NewClient(&failingDriver{err: embed.ErrQuota}, embed.NoCache{})
	_, err := client.Passages(t.Context(), []string{"a"})
	if !errors.Is(err, embed.ErrQuota) || !errors.Is(err, embed.ErrRejected) || client.TextsAtFault(err) {
		t.Fatalf("error %v, texts at fault %t", err, client.TextsAtFault(err))
	}
}

// TestEveryTextIsEmbeddedForAnyProviderLimit uses random texts and limits.
func TestEveryTextIsEmbeddedForAnyProviderLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		driver := newLimitedDriver(rapid.IntRange(1, 20).Draw(t, "texts"), 40)
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
		if limit := 40 * 12; len(driver.sent) > limit {
			t.Fatalf("%d requests, want at most %d", len(driver.sent), limit)
		}
	})
}
