package embed_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

func TestARepeatedQueryIsCached(t *testing.T) {
	driver := newRecorder()
	client := embed.NewClient(driver, embed.NoCache{})
	query := func(text string) []float32 {
		t.Helper()
		v, err := client.Query(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := query("what is rye")
	want := fmt.Sprint(first)
	clear(first) // the caller may change its vector
	if d := cmp.Diff(want, fmt.Sprint(query("what is rye"))); d != "" {
		t.Errorf("the second vector (-first +second):\n%s", d)
	}
	query("what is spelt")
	if got := len(driver.sent); got != 2 {
		t.Errorf("%d calls of the model for two queries", got)
	}
}

func TestOldAndLongQueriesAreNotCached(t *testing.T) {
	driver := newRecorder()
	client := embed.NewClient(driver, embed.NoCache{})
	callsModel := func(text string) bool {
		t.Helper()
		previous := len(driver.sent)
		if _, err := client.Query(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		return len(driver.sent) > previous
	}
	callsModel("the first")
	for i := range 2000 {
		callsModel(fmt.Sprintf("query number %d", i))
	}
	if !callsModel("the first") {
		t.Error("a query is cached after 2,000 others")
	}
	long := strings.Repeat("very long ", 300)
	callsModel(long)
	if !callsModel(long) {
		t.Error("a text of 3,000 bytes is cached")
	}
}

func TestAFailedQueryIsNotCached(t *testing.T) {
	driver := newRecorder()
	driver.after = func(batch int, vectors [][]float32) ([][]float32, error) {
		if batch == 0 {
			return nil, embed.ErrUnavailable
		}
		return vectors, nil
	}
	client := embed.NewClient(driver, embed.NoCache{})
	if _, err := client.Query(t.Context(), "rye"); err == nil {
		t.Fatal("the first query succeeded, want an error")
	}
	if _, err := client.Query(t.Context(), "rye"); err != nil {
		t.Errorf("the second query: %v", err)
	}
}
