package upload_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data/jsonl"
	"segue/server/upload"
)

// read returns the results for a body: the title of each episode, and each error.
func read(body io.Reader, f upload.Format) []string {
	got := []string{}
	for item, err := range upload.Read(body, f) {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			got = append(got, fmt.Sprintf("%d! %s", bad.Line, bad.Explain()))
		case err != nil:
			got = append(got, "ends: "+err.Error())
		default:
			got = append(got, fmt.Sprintf("%d %s", item.Place, item.Title))
		}
	}
	return got
}

func episode(title string) string { return fmt.Sprintf(`{"show":"Cups","title":%q}`, title) }

func TestRead(t *testing.T) {
	a, b := episode("A"), episode("B")
	for _, tt := range []struct {
		name   string
		format upload.Format
		body   string
		want   []string
	}{
		{"reads lines", upload.Lines, a + "\n\n" + b, []string{"1 A", "3 B"}},
		{"reads an array", upload.Array, "[" + a + ",\n" + b + "]\n", []string{"1 A", "2 B"}},
		{"reads an empty body", upload.Lines, "", []string{}},
		{"reads an empty array", upload.Array, " [ ] ", []string{}},
		{"detects an array", upload.Unknown, "\ufeff \n[" + a + "]", []string{"1 A"}},
		{"detects lines", upload.Unknown, "\n" + a, []string{"2 A"}},
		{"reads a blank body", upload.Unknown, " ", []string{}},
		{"ignores a byte order mark", upload.Array, "\ufeff[" + a + "]", []string{"1 A"}},
		{"continues after an invalid line", upload.Lines, "{\n" + b, []string{
			`1! invalid JSON at byte 1 (unexpected end of JSON input): the JSON spans several lines; write each episode on one line, for example with: jq -c ".[]" file`, "2 B"}},
		{"continues after an invalid element", upload.Array, `[7, {"show":"Cups"},null,` + b + `]`, []string{
			"1! must be an object such as {…}, not a number", "2! title: missing: every episode needs a title", "3! must be an object such as {…}, not null", "4 B"}},

		{"ends without an array", upload.Array, a, []string{"ends: the body is not a JSON array; send JSON lines with the header Content-Type: application/x-ndjson"}},
		{"ends at an empty body", upload.Array, "\n", []string{"ends: the body is empty; want a JSON array"}},
		{"ends at invalid JSON", upload.Array, "[" + a + ",{]", []string{"1 A", "ends: the body has invalid JSON in or after element 2: invalid character ']' looking for beginning of object key string"}},
		{"ends at a missing comma", upload.Array, "[" + a + " " + b + "]", []string{"1 A", "ends: the body has invalid JSON in or after element 2: expected comma after array element"}},
		{"ends at an extra comma", upload.Array, "[" + a + ",]", []string{"1 A", "ends: the body has invalid JSON in or after element 2: invalid character ']' looking for beginning of value"}},
		{"ends at data after the array", upload.Array, "[" + a + "]" + b, []string{"1 A", "ends: the body has more data after the end of the array"}},
		{"ends at an incomplete array", upload.Array, "[" + a + ",", []string{"1 A", "ends: the body ends too early, in or after element 2"}},
		{"ends at an incomplete element", upload.Array, `[{"show":`, []string{"ends: the body ends too early, in or after element 1"}},
		{"ends at a deeply nested array", upload.Array, strings.Repeat("[", 20_000), []string{"ends: the body has invalid JSON in or after element 1: invalid character '[' exceeded max depth"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, reader := range map[string]io.Reader{
				"at once": strings.NewReader(tt.body), "byte by byte": iotest.OneByteReader(strings.NewReader(tt.body)),
			} {
				if d := cmp.Diff(tt.want, read(reader, tt.format)); d != "" {
					t.Errorf("%s (-want +got):\n%s", name, d)
				}
			}
		})
	}
}

func TestATooLongElementEndsTheRead(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("["+episode("A")+`,{"title":"`), forever{})
	want := []string{"1 A", "ends: the body has an element of more than 16 MB, the limit for an episode, after element 1"}
	if d := cmp.Diff(want, read(endless, upload.Array)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	blank := io.MultiReader(strings.NewReader("["+episode("A")), spaces{})
	if got := read(blank, upload.Array); len(got) != 2 || !strings.HasPrefix(got[1], "ends: the body") {
		t.Errorf("endless white space gives %v", got)
	}
}

type forever struct{}

func (forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAReadErrorIsTheLastResult(t *testing.T) {
	boom := errors.New("boom")
	for name, tt := range map[string]struct {
		format upload.Format
		start  string
		want   []string
	}{
		"of lines":    {upload.Lines, episode("A") + "\n{", []string{"1 A", "ends: boom"}},
		"of an array": {upload.Array, "[" + episode("A") + ",{", []string{"1 A", "ends: boom"}},
		"of neither":  {upload.Unknown, " ", []string{"ends: boom"}},
	} {
		body := io.MultiReader(strings.NewReader(tt.start), iotest.ErrReader(boom))
		if d := cmp.Diff(tt.want, read(body, tt.format)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestFormatOf(t *testing.T) {
	type answer struct {
		Format upload.Format
		OK     bool
	}
	for contentType, want := range map[string]answer{
		"": {upload.Unknown, true}, "application/json; charset=utf-8": {upload.Array, true}, "Application/X-NDJSON": {upload.Lines, true},
		"application/jsonl": {upload.Lines, true}, "application/ndjson": {upload.Lines, true},
		"text/plain": {}, "application/json;;": {}, "application/x-www-form-urlencoded": {},
	} {
		f, ok := upload.FormatOf(contentType)
		if got := (answer{f, ok}); got != want {
			t.Errorf("%q is %v, want %v", contentType, got, want)
		}
	}
}

// TestAnArrayAndLinesGiveTheSameEpisodes checks that both formats give the same results.
func TestAnArrayAndLinesGiveTheSameEpisodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.SampledFrom([]string{
			episode("A"), episode("B\u2028]"), `{"show":"Cups"}`, `{"title":"[{"}`, "7", `"]"`, "[[]]", "{}",
		})).Draw(t, "values")
		array := read(strings.NewReader("["+strings.Join(values, ",")+"]"), upload.Array)
		lines := read(strings.NewReader(strings.Join(values, "\n")), upload.Lines)
		if d := cmp.Diff(lines, array); d != "" {
			t.Errorf("(-lines +array):\n%s", d)
		}
	})
}

// FuzzRead reads any body in all formats. The iteration always ends, places increase, and
// an error other than a line error is the last result.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "[", "]", "[]", "[]]", "[7,]", "[,]", "[[]", "{}", "\ufeff[]", "[" + episode("A") + "]", episode("A") + "\n" + episode("B"),
		"[\"\xff\"]", `["\ud800"]`, `[{"a":1}{"b":2}]`, "[1 2]", "[1:2]", "nul", "[nul]", "[\"a", "[-]", strings.Repeat("[", 100), "\xef\xbb[",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, format := range []upload.Format{upload.Unknown, upload.Array, upload.Lines} {
			last, ended := 0, false
			for item, err := range upload.Read(strings.NewReader(body), format) {
				place := item.Place
				var bad *jsonl.LineError
				if errors.As(err, &bad) {
					place = bad.Line
				}
				if ended || err == nil && item.Title == "" {
					t.Fatalf("%q: %+v after an end", body, item)
				}
				if ended = err != nil && bad == nil; !ended && place <= last {
					t.Fatalf("%q: place %d after %d", body, place, last)
				}
				last = place
			}
		}
	})
}
