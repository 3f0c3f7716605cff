package jsonl_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/clean"
	"segue/data/jsonl"
)

func TestWriteUsesTheFormatOfTheAPI(t *testing.T) {
	full := data.Episode{
		ID: "green-tea", GUID: "g1", URL: "https://example.com/?a=1&b=2", Show: cups, Title: "Green <Tea>",
		Published: time.Date(2018, 8, 13, 16, 0, 0, 0, time.UTC), Duration: 42 * time.Minute,
		People: []data.Person{{Name: "Jane Roe", Role: data.RoleGuest}}, Tags: []string{"tea"},
		Image: "https://example.com/1.png", Audio: "https://example.com/1.mp3", Description: "One.\n\nTwo.", Transcript: "Hello.",
		Removed:  []data.Removal{{Text: "Links:", Rule: clean.ShowNotesHeading}},
		Language: "en", Type: data.TypeFull, Explicit: data.ExplicitYes, Season: 1, Number: 12, Links: []string{"https://example.com/?c"}, Location: "Darjeeling",
		Transcripts:  []data.Resource{{URL: "https://example.com/1.vtt", Type: "text/vtt", Language: "en"}, {URL: "https://example.com/1.txt"}},
		ChapterFiles: []data.Resource{{URL: "https://example.com/1.json", Type: "application/json+chapters"}},
		Chapters:     []data.Chapter{{Start: 1500 * time.Millisecond, Title: "Why"}, {Start: 2 * time.Second, End: 3 * time.Second, Title: "How", URL: "https://example.com/how", Image: "https://example.com/how.png"}},
		Segments:     []data.Segment{{Start: 500 * time.Millisecond, End: time.Second, Speaker: "Jane Roe", Text: "Hello."}, {Start: time.Second, End: time.Second, Text: "Bye."}},
		Soundbites:   []data.Soundbite{{Start: 73500 * time.Millisecond, Duration: time.Minute, Title: "Why tea?"}, {Duration: time.Millisecond}},
	}
	for _, tt := range []struct {
		name string
		in   data.Episode
		want string
	}{
		{"writes every field", full, `{"id":"green-tea","guid":"g1","url":"https://example.com/?a=1&b=2","show":{"id":"daily-cups","title":"Daily Cups"},"title":"Green <Tea>",` +
			`"summary":"One. Two.","published":"2018-08-13T16:00:00Z","duration":2520,"people":[{"name":"Jane Roe","role":"guest"}],"tags":["tea"],` +
			`"image":"https://example.com/1.png","audio":"https://example.com/1.mp3","language":"en","type":"full","explicit":true,"season":1,"number":12,"description":"One.\n\nTwo.","transcript":"Hello.","removed":[{"text":"Links:","rule":"show-notes-heading"}],"links":["https://example.com/?c"],"location":"Darjeeling",` +
			`"transcripts":[{"url":"https://example.com/1.vtt","type":"text/vtt","language":"en"},{"url":"https://example.com/1.txt","type":null,"language":null}],"chapter_files":[{"url":"https://example.com/1.json","type":"application/json+chapters","language":null}],` +
			`"chapters":[{"start":1.5,"end":null,"title":"Why","url":null,"image":null},{"start":2,"end":3,"title":"How","url":"https://example.com/how","image":"https://example.com/how.png"}],` +
			`"segments":[{"start":0.5,"end":1,"speaker":"Jane Roe","text":"Hello."},{"start":1,"end":1,"speaker":null,"text":"Bye."}],` +
			`"soundbites":[{"start":73.5,"duration":60,"title":"Why tea?"},{"start":0,"duration":0.001,"title":null}],"description_type":"clean"}`},
		{"writes null for unknown values and [] for empty lists", tea, `{"id":null,"guid":null,"url":null,"show":{"id":"daily-cups","title":"Daily Cups"},"title":"Tea",` +
			`"summary":"","published":null,"duration":null,"people":[],"tags":[],"image":null,"audio":null,"language":null,"type":null,"explicit":null,"season":null,"number":null,"description":"","transcript":null,"removed":[],"links":[],"location":null,"transcripts":[],"chapter_files":[],"chapters":[],"segments":[],"soundbites":[],"description_type":"clean"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want+"\n", write(t, tt.in)); d != "" {
				t.Errorf("Write (-want +got):\n%s", d)
			}
		})
	}
}

func TestWriteRejectsUnreadableEpisodes(t *testing.T) {
	for want, in := range map[string]data.Episode{
		`write episode "": title: missing: every episode needs a title`:                                            {Show: cups},
		`write episode "Tea": show: missing: every episode needs a show, such as {"title": "Daily Cups"}`:          {Title: "Tea"},
		`write episode "Tea": duration: 1.5s is out of range: want 0 to 604800 seconds (a week), not milliseconds`: with(func(e *data.Episode) { e.Duration = 1500 * time.Millisecond }),
		`write episode "Tea": published: year 10000 is out of range: want 1 to 9999`:                               with(func(e *data.Episode) { e.Published = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }),
		`write episode "Tea": people[0].name: "Jane\nRoe" is not one line with single spaces: write "Jane Roe"`:    with(func(e *data.Episode) { e.People = []data.Person{{Name: "Jane\nRoe"}} }),
		`write episode "Tea": language: "DE" is not in canonical form: write "de"`:                                 with(func(e *data.Episode) { e.Language = "DE" }),
		`write episode "Tea": type: "Full" is not in canonical form: write "full"`:                                 with(func(e *data.Episode) { e.Type = "Full" }),
		`write episode "Tea": explicit: unknown mark "yes"; want "explicit" or "clean"`:                            with(func(e *data.Episode) { e.Explicit = "yes" }),
		`write episode "Tea": number: -1 is out of range: want 1 to 99999999`:                                      with(func(e *data.Episode) { e.Number = -1 }),
		`write episode "Tea": location: "a\nb" is not one line with single spaces: write "a b"`:                    with(func(e *data.Episode) { e.Location = "a\nb" }),
		`write episode "Tea": transcripts[0].url: missing: every file needs an address`:                            with(func(e *data.Episode) { e.Transcripts = []data.Resource{{}} }),
		`write episode "Tea": chapter_files[0].type: "Text/VTT; a" is not in canonical form: write "text/vtt"`: with(func(e *data.Episode) {
			e.ChapterFiles = []data.Resource{{URL: "https://example.com/", Type: "Text/VTT; a"}}
		}),
		`write episode "Tea": soundbites[0]: 1µs is out of range: want 0 to 604800 seconds (a week), in whole milliseconds`: with(func(e *data.Episode) { e.Soundbites = []data.Soundbite{{Duration: time.Microsecond}} }),
		`write episode "Tea": soundbites[0].duration: missing: every soundbite needs a duration`:                            with(func(e *data.Episode) { e.Soundbites = []data.Soundbite{{Start: time.Second}} }),
		`write episode "Tea": image: "tea.png" is not an absolute address: write it like "https://example.com/green-tea"`:   with(func(e *data.Episode) { e.Image = "tea.png" }),
	} {
		var out bytes.Buffer
		w := jsonl.NewWriter(&out)
		if err := w.Write(in); err == nil || err.Error() != want || out.Len() > 0 || w.Count() > 0 {
			t.Errorf("error = %v, with %d bytes and %d episodes written, want %s", err, out.Len(), w.Count(), want)
		}
	}
}

func TestWriteReturnsTheErrorOfItsWriter(t *testing.T) {
	if err := jsonl.NewWriter(full{}).Write(tea); !errors.Is(err, errFull) {
		t.Errorf("error = %v, want %v", err, errFull)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func write(t rapid.TB, episodes ...data.Episode) string {
	t.Helper()
	var out strings.Builder
	w := jsonl.NewWriter(&out)
	for _, e := range episodes {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if w.Count() != len(episodes) {
		t.Fatalf("Count = %d, want %d", w.Count(), len(episodes))
	}
	return out.String()
}

func TestReadingAnExportReturnsTheSameEpisodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		episodes := rapid.SliceOfN(rapid.Custom(drawEpisode), 0, 4).Draw(t, "episodes")
		export := write(t, episodes...)
		var again []data.Episode
		for e, err := range jsonl.NewReader(strings.NewReader(export)).All() {
			if err != nil {
				t.Fatal(err)
			}
			again = append(again, e)
		}
		if d := cmp.Diff(episodes, again, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("episodes read from an export (-want +got):\n%s", d)
		}
		if d := cmp.Diff(export, write(t, again...)); d != "" {
			t.Fatalf("second export (-want +got):\n%s", d)
		}
	})
}

// drawEpisode returns a random valid episode.
func drawEpisode(t *rapid.T) data.Episode {
	line := rapid.Map(rapid.String(), clean.Line)
	name := rapid.Map(line, func(s string) string { return "n" + s })
	id := rapid.StringMatching(`[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}`)
	address := rapid.SampledFrom([]string{"", "https://example.com/?q=<a>&b=%20", "http://münchen.example:8080/a#b"})
	prose := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"<p>not HTML</p>", "Q&amp;A", "a\n\n\n b ", "Show Notes\nLink", "Full disclosure: A is a sponsor.", "\u2028\ufeff\x00\t"}))
	e := data.Episode{
		GUID: rapid.String().Draw(t, "guid"), URL: address.Draw(t, "url"),
		Show:  data.Show{ID: data.ShowID(id.Draw(t, "show id")), Title: line.Draw(t, "show")},
		Title: name.Draw(t, "title"), Description: prose.Draw(t, "description"), Transcript: prose.Draw(t, "transcript"),
		Duration: time.Duration(rapid.Int64Range(0, 7*24*3600).Draw(t, "seconds")) * time.Second,
		People: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) data.Person {
			return data.Person{Name: name.Draw(t, "name"), Role: data.Role(rapid.SampledFrom([]string{"guest", "host", "", "voice"}).Draw(t, "role"))}
		}), 0, 3).Draw(t, "people"),
		Tags:  rapid.SliceOfN(name, 0, 3).Draw(t, "tags"),
		Image: address.Draw(t, "image"), Audio: address.Draw(t, "audio"),
		Removed: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) data.Removal {
			return data.Removal{Text: prose.Draw(t, "removed"), Rule: rapid.String().Draw(t, "rule")}
		}), 0, 3).Draw(t, "removed"),
		Language: rapid.SampledFrom([]string{"", "en", "de-AT", "zh-Hant-TW"}).Draw(t, "language"),
		Type:     rapid.SampledFrom([]data.EpisodeType{"", data.TypeFull, data.TypeTrailer, data.TypeBonus}).Draw(t, "type"),
		Explicit: rapid.SampledFrom([]data.Explicitness{data.ExplicitUnknown, data.ExplicitYes, data.ExplicitNo}).Draw(t, "explicit"),
		Season:   rapid.IntRange(0, data.MaxNumber).Draw(t, "season"), Number: rapid.IntRange(0, data.MaxNumber).Draw(t, "number"),
		Links: rapid.SliceOfN(rapid.SampledFrom([]string{"https://example.com/?q=<a>&b=%20", "http://a.example/b c"}), 0, 3).Draw(t, "links"),
	}
	files := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) data.Resource {
		return data.Resource{URL: rapid.SampledFrom([]string{"https://example.com/?q=<a>&b=%20", "http://a.example/b c"}).Draw(t, "file"),
			Type: rapid.SampledFrom([]string{"", "text/vtt", "application/json+chapters"}).Draw(t, "type"), Language: rapid.SampledFrom([]string{"", "en", "de-AT"}).Draw(t, "language")}
	}), 0, 3)
	e.Transcripts, e.ChapterFiles, e.Location = files.Draw(t, "transcripts"), files.Draw(t, "chapters"), line.Draw(t, "location")
	e.Soundbites = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) data.Soundbite {
		return data.Soundbite{Start: time.Duration(rapid.Int64Range(0, 7*24*3600_000).Draw(t, "start")) * time.Millisecond,
			Duration: time.Duration(rapid.Int64Range(1, 7*24*3600_000).Draw(t, "length")) * time.Millisecond, Title: line.Draw(t, "soundbite")}
	}), 0, 3).Draw(t, "soundbites")
	at := rapid.Custom(func(t *rapid.T) time.Duration {
		return time.Duration(rapid.Int64Range(1, 1000).Draw(t, "at")) * time.Second
	})
	for start := range rapid.IntRange(0, 3).Draw(t, "parts") {
		begin := time.Duration(start) * time.Hour
		e.Chapters = append(e.Chapters, data.Chapter{Start: begin, End: begin + at.Draw(t, "end"), Title: name.Draw(t, "chapter")})
		if e.Transcript != "" {
			e.Segments = append(e.Segments, data.Segment{Start: begin, End: begin + at.Draw(t, "end"), Speaker: line.Draw(t, "speaker"), Text: name.Draw(t, "speech")})
		}
	}
	if rapid.Bool().Draw(t, "has id") {
		e.ID = data.EpisodeID(id.Draw(t, "id"))
	}
	if rapid.Bool().Draw(t, "dated") {
		e.Published = time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "published"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC()
	}
	return e
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(`{"show":"Cups","title":"Tea","people":["Jane Roe"],"duration":1.5,"published":"2018-08-13"}` + "\n{}\n"))
	f.Add([]byte(`{"show":{"id":"cups"},"title":"Tea","url":"https://example.com","description":"<p>a","removed":[{"text":"x"}]}`))
	f.Add([]byte(`{"show":"S","title":"T","description":"<a href='https://example.com/ a'>b</a> http://b.example)","language":"iw","type":"BONUS","explicit":true,"season":1e1,"number":2}`))
	f.Add([]byte(`{"show":"S","title":"T","location":"a\nb","transcripts":["https://example.com",{"url":"https://example.com","type":"A; b","language":"iw"}],"chapters":[],"soundbites":[{"start":1.0004,"duration":1e1,"title":" a"}]}`))
	f.Add([]byte("\ufeff[{}]\n\n{\n\xff\n\"x\"\nnull\n1e999"))
	f.Add([]byte(`{"show":"S","title":"T","description":"Show Notes\nx","tags":["a"],"summary":"\ud800"}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		last := 0
		for e, err := range jsonl.NewReader(bytes.NewReader(file)).All() {
			var bad *jsonl.LineError
			switch {
			case err == nil:
				checkReadable(t, e)
			case !errors.As(err, &bad):
				t.Fatalf("error %v is not a LineError", err)
			case bad.Line <= last || bad.Reason == "":
				t.Fatalf("error %+v after line %d", bad, last)
			default:
				last = bad.Line
			}
		}
	})
}

// checkReadable checks that e can be written and is the same when read again.
func checkReadable(t *testing.T, e data.Episode) {
	t.Helper()
	again, problems := read(t, strings.NewReader(write(t, e)))
	if d := cmp.Diff([]data.Episode{e}, again, cmpopts.EquateEmpty()); d != "" || problems != nil {
		t.Errorf("read again, with problems %q (-want +got):\n%s", problems, d)
	}
	if slices.Contains(e.Tags, "") {
		t.Errorf("an empty tag in %q", e.Tags)
	}
}
