package chapter_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/chapter"
)

var base, _ = url.Parse("https://tea.example/files/1.json")

func TestReadJSON(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       []data.Chapter
		err        error
	}{
		{"a file of the podcast namespace", `{"version":"1.2.0","chapters":[{"startTime":0,"title":"Hello"},{"startTime":61.5,"endTime":90,"title":" Green  tea ","url":"/green","img":"https://tea.example/g.png"}]}`,
			[]data.Chapter{{Title: "Hello"}, {Start: 61500 * time.Millisecond, End: 90 * time.Second, Title: "Green tea", URL: "https://tea.example/green", Image: "https://tea.example/g.png"}}, nil},
		{"times as texts, in any order", `{"chapters":[{"startTime":"00:02:00","title":"B"},{"startTime":"30","title":"A"}]}`,
			[]data.Chapter{{Start: 30 * time.Second, Title: "A"}, {Start: 2 * time.Minute, Title: "B"}}, nil},
		{"invalid members are left out", `{"chapters":[{"startTime":-1,"title":"A"},{"startTime":1},{"startTime":2,"title":"B","endTime":1,"url":"javascript:x"},{"title":"C"},{"startTime":{},"title":"D"}]}`,
			[]data.Chapter{{Start: 2 * time.Second, Title: "B"}}, nil},
		{"hidden and repeated chapters are left out", `{"chapters":[{"startTime":1,"title":"A","toc":false},{"startTime":2,"title":"B"},{"startTime":2,"title":"B"}]}`,
			[]data.Chapter{{Start: 2 * time.Second, Title: "B"}}, nil},
		{"an empty list", `{"chapters":[]}`, nil, nil},
		{"a page", `<!doctype html>`, nil, chapter.ErrFormat},
		{"other JSON", `{"segments":[]}`, nil, chapter.ErrFormat},
		{"a large file", strings.Repeat(" ", chapter.MaxBody+1), nil, chapter.ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := chapter.ReadJSON(base, []byte(tt.body))
			if d := cmp.Diff(tt.want, got); d != "" || err != tt.err {
				t.Errorf("ReadJSON, with the error %v (-want +got):\n%s", err, d)
			}
		})
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(`{"chapters":[{"startTime":1.5,"title":"A","toc":false},{"startTime":"1:02:03","title":"B","url":"//x"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := chapter.ReadJSON(base, body)
		valid := func(c data.Chapter) bool {
			return c.Title != "" && c.Start >= 0 && (c.End == 0 || c.End > c.Start) && c.Start%time.Millisecond == 0
		}
		sorted := slices.IsSortedFunc(list, func(a, b data.Chapter) int { return int(a.Start.Milliseconds() - b.Start.Milliseconds()) })
		if err == nil && (len(list) > data.MaxChapters || !sorted || slices.ContainsFunc(list, func(c data.Chapter) bool { return !valid(c) })) {
			t.Errorf("ReadJSON = %v", list)
		}
	})
}
