package embed_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestBlankTextsAreRejectedBeforeARequest(t *testing.T) {
	driver := newRecorder()
	client := embed.NewClient(driver, embed.NoCache{})
	texts := append(numberedTexts(20), "\t\u00a0\n")
	_, err := client.Passages(t.Context(), texts)
	checkError(t, err, embed.ErrBlankText, `embed: "test-hashing@64": text 20 of 21: text is blank`)
	_, err = client.Query(t.Context(), "")
	checkError(t, err, embed.ErrBlankText, `embed: "test-hashing@64": query: text is blank`)
	if len(driver.sent) != 0 {
		t.Fatalf("sent %q, want nothing", driver.sent)
	}
}

func TestErrorsNameTheBatch(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after func(batch int, vectors [][]float32) ([][]float32, error)
		is    error
		want  string
	}{
		{
			"the driver fails",
			func(int, [][]float32) ([][]float32, error) {
				return nil, fmt.Errorf("host: %w", &embed.RateLimit{After: 20e9})
			},
			embed.ErrRateLimited, `host: rate limited, retry after 20s`,
		},
		{
			"a vector is missing",
			func(_ int, v [][]float32) ([][]float32, error) { return v[1:], nil },
			embed.ErrBadVectors, `unusable vectors: got 3 for 4 texts`,
		},
		{
			"a vector is too short",
			func(_ int, v [][]float32) ([][]float32, error) { v[2] = v[2][:63]; return v, nil },
			embed.ErrBadVectors, `vector 2: unusable vectors: 63 numbers, want 64`,
		},
		{
			"a number is NaN",
			func(_ int, v [][]float32) ([][]float32, error) { v[1][5] = float32(math.NaN()); return v, nil },
			embed.ErrBadVectors, `vector 1: unusable vectors: 1 of 64 numbers are null or not finite`,
		},
		{
			"a number is infinite",
			func(_ int, v [][]float32) ([][]float32, error) { v[1][5] = float32(math.Inf(-1)); return v, nil },
			embed.ErrBadVectors, `vector 1: unusable vectors: 1 of 64 numbers are null or not finite`,
		},
		{
			"a vector is zero",
			func(_ int, v [][]float32) ([][]float32, error) { clear(v[3]); return v, nil },
			embed.ErrBadVectors, `vector 3: unusable vectors: all numbers are zero`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			driver := newRecorder()
			driver.after = func(batch int, v [][]float32) ([][]float32, error) {
				if batch == 0 {
					return v, nil
				}
				return tt.after(batch, v)
			}
			_, err := embed.NewClient(driver, embed.NoCache{}).Passages(t.Context(), numberedTexts(20))
			checkError(t, err, tt.is, `embed: "test-hashing@64": batch of 4 starting at text 16: `+tt.want)
		})
	}
}

func TestErrorPositionsCountDuplicatesAndCachedTexts(t *testing.T) {
	var cache embedtest.Cache
	driver := newRecorder()
	client := embed.NewClient(driver, &cache)
	if _, err := client.Passages(t.Context(), []string{"known"}); err != nil {
		t.Fatal(err)
	}
	driver.after = func(int, [][]float32) ([][]float32, error) { return nil, embed.ErrUnavailable }
	_, err := client.Passages(t.Context(), []string{"known", "known", "new", "new"})
	checkError(t, err, embed.ErrUnavailable, `embed: "test-hashing@64": batch of 1 starting at text 2: model unavailable`)
}

func checkError(t *testing.T, err, is error, want string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Errorf("error %v does not wrap %q", err, is)
	}
	if diff := cmp.Diff(strings.Split(want, ": "), strings.Split(fmt.Sprint(err), ": ")); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}
