package jsonl_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/clean"
	"segue/data/jsonl"
)

// read reads all lines. The errors of lines come as text, in their order.
func read(t *testing.T, r io.Reader) (episodes []data.Episode, problems []string) {
	t.Helper()
	for e, err := range jsonl.NewReader(r).All() {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			problems = append(problems, bad.Error())
		case err != nil:
			t.Fatal(err)
		default:
			episodes = append(episodes, e)
		}
	}
	return episodes, problems
}

var (
	cups = data.Show{ID: "daily-cups", Title: "Daily Cups"}
	tea  = data.Episode{Show: cups, Title: "Tea"}
)

// with returns the episode Tea with a change.
func with(change func(*data.Episode)) data.Episode {
	e := tea
	change(&e)
	return e
}

func TestReadReadsEveryField(t *testing.T) {
	const line = `{"id":"green-tea","guid":"g 1","url":"https://example.com/1","show":{"id":"cups","title":"Daily Cups"},"title":"Green Tea",` +
		`"summary":"ignored","published":"2018-08-13T02:00:00+02:00","duration":2520,"people":[{"name":"Jane Roe","role":"host"},{"name":"Max Poe"},"Ann Lee"],` +
		`"tags":["tea","Green"],"image":"https://example.com/1.png","audio":"http://example.com/1.mp3","description":"<p>One.</p><p>Two. Full disclosure: A is a sponsor.</p>",` +
		`"removed":[{"text":"Buy tea!","rule":"advert"}],"transcript":"Hello.\nBye.",` +
		`"language":"de_at","type":"Bonus","explicit":false,"season":2,"episode":7.0,"links":["https://example.com/b"," http://example.com/a "],` +
		`"location":" Darjeeling\n","transcripts":[{"url":" https://example.com/1.vtt","type":"Text/VTT; charset=utf-8","language":"EN_us"},"https://example.com/1.txt"],` +
		`"chapters":[{"url":"https://example.com/1.json"}],"soundbites":[{"start":73.5004,"duration":60,"title":" Why\ttea?"}]}`
	want := data.Episode{
		ID: "green-tea", GUID: "g 1", URL: "https://example.com/1", Show: data.Show{ID: "cups", Title: "Daily Cups"}, Title: "Green Tea",
		Published: time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC), Duration: 42 * time.Minute,
		People: []data.Person{{Name: "Jane Roe", Role: "host"}, {Name: "Max Poe", Role: "guest"}, {Name: "Ann Lee", Role: "guest"}},
		Tags:   []string{"tea", "Green"}, Image: "https://example.com/1.png", Audio: "http://example.com/1.mp3",
		Description: "One.\n\nTwo.", Transcript: "Hello.\nBye.",
		Removed:  []data.Removal{{Text: "Buy tea!", Rule: "advert"}, {Text: "Full disclosure: A is a sponsor.", Rule: clean.SponsorDisclosure}},
		Language: "de-AT", Type: data.TypeBonus, Explicit: data.ExplicitNo, Season: 2, Number: 7,
		Links: []string{"https://example.com/b", "http://example.com/a"}, Location: "Darjeeling",
		Transcripts:  []data.Resource{{URL: "https://example.com/1.vtt", Type: "text/vtt", Language: "en-US"}, {URL: "https://example.com/1.txt"}},
		ChapterFiles: []data.Resource{{URL: "https://example.com/1.json"}},
		Soundbites:   []data.Soundbite{{Start: 73500 * time.Millisecond, Duration: time.Minute, Title: "Why tea?"}},
	}
	got, problems := read(t, strings.NewReader(line))
	if d := cmp.Diff([]data.Episode{want}, got); d != "" || problems != nil {
		t.Errorf("episodes, with problems %q (-want +got):\n%s", problems, d)
	}
}

func TestReadAcceptsShortForms(t *testing.T) {
	for _, tt := range []struct {
		name, members string
		want          data.Episode
	}{
		{"needs only a title and a show", ``, tea},
		{"reads null as missing", `,"id":null,"guid":null,"url":null,"published":null,"duration":null,"people":null,"image":null,"description":null,"language":null,"type":null,"explicit":null,"season":null,"episode":null,"links":null,"location":null,"transcripts":null,"chapters":null,"soundbites":null`, tea},
		{"reads the number under the key of older exports", `,"episode":3`, with(func(e *data.Episode) { e.Number = 3 })},
		{"makes a transcript from segments, sorts them and sets missing ends", `,"segments":[{"start":3,"speaker":"B","text":"Why?"},{"start":1,"speaker":"A","text":" Tea  is hot."},{"start":2,"speaker":"A","text":"Green."}]`, with(func(e *data.Episode) {
			e.Transcript = "A: Tea is hot. Green.\n\nB: Why?"
			e.Segments = []data.Segment{{Start: time.Second, End: 2 * time.Second, Speaker: "A", Text: "Tea is hot."}, {Start: 2 * time.Second, End: 3 * time.Second, Speaker: "A", Text: "Green."}, {Start: 3 * time.Second, End: 3 * time.Second, Speaker: "B", Text: "Why?"}}
		})},
		{"reads chapters, and the chapter files of older exports", `,"chapters":["https://example.com/c.json",{"start":9.5,"title":"Why"},{"start":1,"title":"How","end":null,"url":"https://example.com/how"}]`, with(func(e *data.Episode) {
			e.ChapterFiles = []data.Resource{{URL: "https://example.com/c.json"}}
			e.Chapters = []data.Chapter{{Start: time.Second, Title: "How", URL: "https://example.com/how"}, {Start: 9500 * time.Millisecond, Title: "Why"}}
		})},
		{"reads 0 as an unknown number", `,"season":0,"number":3`, with(func(e *data.Episode) { e.Number = 3 })},
		{"reads explicit", `,"explicit":true,"language":"und","type":""`, with(func(e *data.Episode) { e.Explicit = data.ExplicitYes })},
		{"finds the links of HTML", `,"description":"<p>At <a href=\"https://example.com/a\">a</a>"`, with(func(e *data.Episode) { e.Description, e.Links = "At a", []string{"https://example.com/a"} })},
		{"finds the links of text", `,"description":"At https://example.com/a."`, with(func(e *data.Episode) {
			e.Description, e.Links = "At https://example.com/a.", []string{"https://example.com/a"}
		})},
		{"finds the links of a clean description", `,"description_type":"clean","description":"At https://example.com/a."`, with(func(e *data.Episode) {
			e.Description, e.Links = "At https://example.com/a.", []string{"https://example.com/a"}
		})},
		{"prefers a list of links to the description, even if it is empty", `,"description":"At https://example.com/a.","links":[]`, with(func(e *data.Episode) { e.Description = "At https://example.com/a." })},
		{"reads a day", `,"published":"2018-08-13"`, with(func(e *data.Episode) { e.Published = time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC) })},
		{"reads a time without a zone in UTC", `,"published":"2019-07-28T14:30:00"`, with(func(e *data.Episode) { e.Published = time.Date(2019, 7, 28, 14, 30, 0, 0, time.UTC) })},
		{"rounds a playing time to seconds", `,"duration":59.6`, with(func(e *data.Episode) { e.Duration = time.Minute })},
		{"uses the summary if there is no description", `,"summary":"Hot &amp; green."`, with(func(e *data.Episode) { e.Description = "Hot & green." })},
		{"prefers an empty description to a summary", `,"summary":"Hot.","description":""`, tea},
		{"detects an HTML description", `,"description":"<p>Hot.<p>Green."`, with(func(e *data.Episode) { e.Description = "Hot.\n\nGreen." })},
		{"detects a text description", `,"description":"a < b\r\n\r\n\r\nHot. "`, with(func(e *data.Episode) { e.Description = "a < b\n\nHot." })},
		{"accepts the type text", `,"description":"The <b> tag","description_type":"text"`, with(func(e *data.Episode) { e.Description = "The <b> tag" })},
		{"accepts the type html", `,"description_type":"html","description":"a\nb"`, with(func(e *data.Episode) { e.Description = "a b" })},
		{"does not change a clean description", `,"description":"Links:\n<p>","description_type":"clean"`, with(func(e *data.Episode) { e.Description = "Links:\n<p>" })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := read(t, strings.NewReader(`{"show":"Daily Cups","title":" Tea\n"`+tt.members+`}`))
			if d := cmp.Diff([]data.Episode{tt.want}, got, cmpopts.EquateEmpty()); d != "" || problems != nil {
				t.Errorf("episodes, with problems %q (-want +got):\n%s", problems, d)
			}
		})
	}
}

func TestReadReportsMistakesInALine(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{`{"show":"Cups"}`, `title: missing: every episode needs a title`},
		{`{"show":"Cups","title":" "}`, `title: missing: every episode needs a title`},
		{`{"title":"Tea"}`, `show: missing: every episode needs a show, such as {"title": "Daily Cups"}`},
		{`{"title":"Tea","show":{}}`, `show: missing: every episode needs a show, such as {"title": "Daily Cups"}`},
		{`{"title":"Tea","show":"Cups","titel":"x"}`, `titel: unknown key; did you mean "title"?`},
		{`{"title":"Tea","show":"Cups","Title":"x"}`, `Title: unknown key; did you mean "title"?`},
		{`{"title":"Tea","show":"Cups","descripton":"x"}`, `descripton: unknown key; did you mean "description"?`},
		{`{"title":"Tea","show":"Cups","pubDate":"x"}`, `pubDate: unknown key; did you mean "published"?`},
		{`{"title":"Tea","show":"Cups","guests":[]}`, `guests: unknown key; did you mean "people"?`},
		{`{"title":"Tea","show":{"name":"Cups"}}`, `show.name: unknown key; did you mean "title"?`},
		{`{"title":"Tea","show":"Cups","people":[{"nam":"x"}]}`, `people[0].nam: unknown key; did you mean "name"?`},
		{`{"title":"Tea","show":"Cups","people":[{"weather":"x"}]}`, `people[0].weather: unknown key; the keys are name, role`},
		{`{"episodes":[]}`, `episodes: unknown key: this looks like a response of the HTTP API; extract the episodes, for example with: jq -c ".episodes[]" file`},
		{`{"title":"Tea","show":"Cups","title":"Tee"}`, `title: duplicate key: remove one of them`},
		{`{"title":7,"show":"Cups"}`, `title: must be a text in quotes, not a number`},
		{`{"title":"Tea","show":7}`, `show: must be an object such as {…}, not a number`},
		{`{"title":"Tea","show":"Cups","id":"Green Tea"}`, `id: invalid id "Green Tea"; use only lower-case letters a to z, digits and single hyphens, such as "green-tea"`},
		{`{"title":"Tea","show":{"id":"A"}}`, `show.id: invalid id "A"; use only lower-case letters a to z, digits and single hyphens, such as "a"`},
		{`{"title":"Tea","show":"Cups","url":"/tea"}`, `url: "/tea" is not an absolute address: write it like "https://example.com/green-tea"`},
		{`{"title":"Tea","show":"Cups","audio":"ftp://example.com/a"}`, `audio: "ftp://example.com/a" is not an absolute address: write it like "https://example.com/green-tea"`},
		{`{"title":"Tea","show":"Cups","image":"https://"}`, `image: "https://" is not an absolute address: write it like "https://example.com/green-tea"`},
		{`{"title":"Tea","show":"Cups","published":"Aug 13"}`, `published: "Aug 13" is not a date: write "2018-08-13" or "2018-08-13T16:00:00Z"`},
		{`{"title":"Tea","show":"Cups","published":1534118400}`, `published: must be a text in quotes, not a number`},
		{`{"title":"Tea","show":"Cups","duration":"42:00"}`, `duration: "42:00" is not a number of seconds: write it like 2520`},
		{`{"title":"Tea","show":"Cups","duration":-1}`, `duration: -1 is out of range: want 0 to 604800 seconds (a week), not milliseconds`},
		{`{"title":"Tea","show":"Cups","duration":2520000}`, `duration: 2520000 is out of range: want 0 to 604800 seconds (a week), not milliseconds`},
		{`{"title":"Tea","show":"Cups","duration":1e999}`, `duration: 1e999 is not a number of seconds: write it like 2520`},
		{`{"title":"Tea","show":"Cups","people":"Jane"}`, `people: must be a list such as […], not a text`},
		{`{"title":"Tea","show":"Cups","people":[""]}`, `people[0].name: missing: every person needs a name`},
		{`{"title":"Tea","show":"Cups","people":[true]}`, `people[0]: must be an object such as {…}, not true or false`},
		{`{"title":"Tea","show":"Cups","people":[{"name":[]}]}`, `people[0].name: must be a text in quotes, not a list`},
		{`{"title":"Tea","show":"Cups","tags":["a",null]}`, `tags[1]: must be a text in quotes, not null`},
		{`{"title":"Tea","show":"Cups","tags":[" "]}`, `tags[0]: empty: remove it`},
		{`{"title":"Tea","show":"Cups","removed":[{"text":"x","why":"y"}]}`, `removed[0].why: unknown key; the keys are rule, text`},
		{`{"title":"Tea","show":"Cups","description_type":"markdown"}`, `description_type: unknown type "markdown"; want "text", "html" or "clean"`},
		{`{"title":"Tea","show":"Cups","language":"German"}`, `language: unknown language "German"; use a BCP 47 tag such as "en" or "de-AT"`},
		{`{"title":"Tea","show":"Cups","type":"teaser"}`, `type: unknown episode type "teaser"; want "full", "trailer" or "bonus"`},
		{`{"title":"Tea","show":"Cups","explicit":"yes"}`, `explicit: must be true or false, not a text`},
		{`{"title":"Tea","show":"Cups","season":"2"}`, `season: "2" is not a whole number: want 1 to 99999999`},
		{`{"title":"Tea","show":"Cups","episode":1.5}`, `episode: 1.5 is not a whole number: want 1 to 99999999`},
		{`{"title":"Tea","show":"Cups","episode":-1}`, `episode: -1 is out of range: want 1 to 99999999`},
		{`{"title":"Tea","show":"Cups","number":100000000}`, `number: 100000000 is out of range: want 1 to 99999999`},
		{`{"title":"Tea","show":"Cups","links":["https://example.com/a","/tea"]}`, `links[1]: "/tea" is not an absolute address: write it like "https://example.com/green-tea"`},
		{`{"title":"Tea","show":"Cups","links":[""]}`, `links[0]: empty: remove it`},
		{`{"title":"Tea","show":"Cups","links":["https://example.com/a"` + strings.Repeat(`,"https://example.com/a"`, 100) + `]}`, `links: 101 links; the maximum is 100: remove links that are not about the episode`},
		{`{"title":"Tea","show":"Cups","transcripts":[{"type":"text/vtt"}]}`, `transcripts[0].url: missing: every file needs an address`},
		{`{"title":"Tea","show":"Cups","transcripts":["1.vtt"]}`, `transcripts[0].url: "1.vtt" is not an absolute address: write it like "https://example.com/green-tea"`},
		{`{"title":"Tea","show":"Cups","transcripts":[{"url":"https://example.com/","language":"German"}]}`, `transcripts[0].language: unknown language "German"; use a BCP 47 tag such as "en" or "de-AT"`},
		{`{"title":"Tea","show":"Cups","chapters":[{"uri":"x"}]}`, `chapters[0].uri: unknown key; did you mean "url"?`},
		{`{"title":"Tea","show":"Cups","chapters":[{"start":1}]}`, `chapters[0].title: missing: every chapter needs a title`},
		{`{"title":"Tea","show":"Cups","segments":[{"start":1}]}`, `segments[0].text: missing: every segment needs a text`},
		{`{"title":"Tea","show":"Cups","segments":[{"start":2,"end":1,"text":"a"}]}`, `segments[0].end: 1s is before the start 2s: write seconds from the beginning of the recording`},
		{`{"title":"Tea","show":"Cups","chapters":["https://example.com/"` + strings.Repeat(`,"https://example.com/"`, 40) + `]}`, `chapter_files: 41 files; the maximum is 40`},
		{`{"title":"Tea","show":"Cups","soundbites":[{"start":1}]}`, `soundbites[0].duration: missing: every soundbite needs a duration`},
		{`{"title":"Tea","show":"Cups","soundbites":[{"start":-1,"duration":1}]}`, `soundbites[0].start: -1 is out of range: want 0 to 604800 seconds (a week), in whole milliseconds`},
		{`{"title":"Tea","show":"Cups","soundbites":[{"start":"1:13","duration":1}]}`, `soundbites[0].start: "1:13" is not a number of seconds: write it like 73.5`},
		{`{"title":"Tea","show":"Cups","soundbites":[{"length":1}]}`, `soundbites[0].length: unknown key; did you mean "duration"?`},
		{`{"title":"Tea","show":"Cups","soundbites":[{"duration":1}` + strings.Repeat(`,{"duration":1}`, 40) + `]}`, `soundbites: 41 soundbites; the maximum is 40`},
		{`{"title":"Tea","show":"Cups","episode_number":7}`, `episode_number: unknown key; did you mean "number"?`},
		{`{"title":"Tea","show":"Cups","place":"x"}`, `place: unknown key; did you mean "location"?`},
		{`{"title":"Tea","show":"Cups","lang":"en"}`, `lang: unknown key; did you mean "language"?`},
		{`"Tea"`, `must be an object such as {…}, not a text`},
		{`[{"title":"Tea"}]`, `must be an object such as {…}, not a list`},
		{`{`, `invalid JSON at byte 1 (unexpected end of JSON input): the JSON spans several lines; write each episode on one line, for example with: jq -c ".[]" file`},
		{`<rss>`, `invalid JSON at byte 1 (invalid character '<' looking for beginning of value): this looks like HTML or a feed; write one JSON object per line`},
		{`{"title":"Tea"} {}`, `invalid JSON at byte 17 (invalid character '{' after top-level value): write one JSON object per line`},
		{"{\"title\":\"Caf\xe9\"}", `not UTF-8: save the file in UTF-8`},
	} {
		t.Run(tt.line, func(t *testing.T) {
			got, problems := read(t, strings.NewReader(tt.line))
			if d := cmp.Diff([]string{"line 1: " + tt.want}, problems); d != "" || got != nil {
				t.Errorf("problems, with episodes %v (-want +got):\n%s", got, d)
			}
		})
	}
}

func TestReadContinuesAfterAnInvalidLine(t *testing.T) {
	const file = "\ufeff{\"show\":\"Daily Cups\",\"title\":\"Tea\"}\r\n\r\n  \n{}\n{\"show\":\"Daily Cups\",\"title\":\"Tea\"}\nx"
	got, problems := read(t, iotest.OneByteReader(strings.NewReader(file)))
	if d := cmp.Diff([]data.Episode{tea, tea}, got); d != "" {
		t.Errorf("episodes (-want +got):\n%s", d)
	}
	want := []string{"line 4: title: missing: every episode needs a title",
		"line 6: invalid JSON at byte 1 (invalid character 'x' looking for beginning of value): write one JSON object per line"}
	if d := cmp.Diff(want, problems); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

func TestReadSkipsALongLine(t *testing.T) {
	line := func(n int) string { // A line of n bytes, most of them spaces.
		const begin, end = `{"show":"Daily Cups",`, `"title":"Tea"}` + "\n"
		return begin + strings.Repeat(" ", n-len(begin)-len(end)) + end
	}
	got, problems := read(t, strings.NewReader(line(jsonl.MaxLine+1)+line(jsonl.MaxLine)))
	if d := cmp.Diff([]data.Episode{tea}, got); d != "" {
		t.Errorf("episodes, one with the longest valid line (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"line 1: longer than 16 MB: write one episode per line"}, problems); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

func TestReadEndsWithTheErrorOfItsReader(t *testing.T) {
	broken := errors.New("disk on fire")
	var got []string
	for e, err := range jsonl.NewReader(io.MultiReader(strings.NewReader(`{"show":"Cups","title":"Tea"}`+"\n{"), iotest.ErrReader(broken))).All() {
		got = append(got, fmt.Sprint(e.Title, err))
	}
	if d := cmp.Diff([]string{"Tea<nil>", "disk on fire"}, got); d != "" {
		t.Errorf("values (-want +got):\n%s", d)
	}
}

func TestReadStopsAfterBreak(t *testing.T) {
	r := jsonl.NewReader(strings.NewReader(strings.Repeat(`{"show":"Daily Cups","title":"Tea"}`+"\n", 3)))
	for range r.All() {
		break
	}
	rest := 0
	for range r.All() {
		rest++
	}
	if rest != 2 {
		t.Errorf("%d episodes after a break at the first of three, want 2", rest)
	}
}

func TestReadOfAnEmptyFile(t *testing.T) {
	for _, in := range []string{"", "\n\n", "\ufeff", " \r\n\t"} {
		if got, problems := read(t, strings.NewReader(in)); got != nil || problems != nil {
			t.Errorf("read(%q) = %v, %q, want nothing", in, got, problems)
		}
	}
}

func TestLineReturnsTheLineOfTheLastEpisode(t *testing.T) {
	r := jsonl.NewReader(strings.NewReader("\n" + `{"title":"Green Tea","show":"Daily Cups"}` + "\n{}\n\n" + `{"title":"Black Tea","show":"Daily Cups"}`))
	var got []int
	for range r.All() {
		got = append(got, r.Line())
	}
	if d := cmp.Diff([]int{2, 3, 5}, got); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
}
