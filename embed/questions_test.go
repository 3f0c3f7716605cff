package embed_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

func TestARepeatedQuestionDoesNotReachTheModel(t *testing.T) {
	driver := newRecorder()
	client := embed.NewClient(driver, embed.NoCache{})
	ask := func(text string) []float32 {
		t.Helper()
		v, err := client.Query(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := ask("what is rye")
	want := fmt.Sprint(first)
	clear(first) // what a caller does with its vector must not be seen by the next
	if d := cmp.Diff(want, fmt.Sprint(ask("what is rye"))); d != "" {
		t.Errorf("the second answer (-first +second):\n%s", d)
	}
	ask("what is spelt")
	if got := len(driver.sent); got != 2 {
		t.Errorf("the model was asked %d times for two questions", got)
	}
}

func TestOldAndLongQuestionsAreForgotten(t *testing.T) {
	driver := newRecorder()
	client := embed.NewClient(driver, embed.NoCache{})
	asked := func(text string) bool {
		t.Helper()
		before := len(driver.sent)
		if _, err := client.Query(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		return len(driver.sent) > before
	}
	asked("the first")
	for i := range 2000 {
		asked(fmt.Sprintf("question number %d", i))
	}
	if !asked("the first") {
		t.Error("a question is kept after 2,000 others")
	}
	long := strings.Repeat("very long ", 100)
	asked(long)
	if !asked(long) {
		t.Error("a text of 1,000 bytes is kept")
	}
}

func TestAFailedQuestionIsAskedAgain(t *testing.T) {
	driver := newRecorder()
	driver.after = func(batch int, vectors [][]float32) ([][]float32, error) {
		if batch == 0 {
			return nil, embed.ErrUnavailable
		}
		return vectors, nil
	}
	client := embed.NewClient(driver, embed.NoCache{})
	if _, err := client.Query(t.Context(), "rye"); err == nil {
		t.Fatal("the first answer should fail")
	}
	if _, err := client.Query(t.Context(), "rye"); err != nil {
		t.Errorf("the second answer: %v", err)
	}
}
