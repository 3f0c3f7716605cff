package transcript_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/datatest"
	"segue/data/transcript"
)

// TestReadOfSharedForms reads files of many services. Each has the same two sentences.
func TestReadOfSharedForms(t *testing.T) {
	root := datatest.Shared(t, "cases", "transcript-forms")
	want := map[string]string{
		"podlove2.json": "Ada Roe: Welcome to the harbour show.", "buzz.html": "Ada Roe: Welcome to the harbour show.\n\nBo Lind: Thanks. We dredge at night.\n\nTwice a year.",
		"page.html": "Ep 4\n\nAda: Welcome to the harbour show.\n\nBo: We dredge at night.", "otranscribe.txt": "Ada: Welcome to the harbour show.\n\nBo: We dredge at night.",
		"aws.json": "Welcome to the harbour show. We dredge at night.", "deepgram.json": "Welcome to the harbour show. We dredge at night.",
		"sub.vtt": "Welcome to the harbour show. We dredge at night.", "t.sbv": "Welcome to the harbour show. We dredge at night.",
		"t.ttml": "Welcome to the harbour show. We dredge at night.", "whisper.tsv": "Welcome to the harbour show. We dredge at night.",
		"sound.srt": "Welcome to the harbour show.",
	}
	files, err := filepath.Glob(filepath.Join(root, "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "expected.txt" || name == "feed.xml" {
			continue
		}
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := transcript.Read(body, "")
		expected := want[name]
		if expected == "" {
			expected = "Ada Roe: Welcome to the harbour show.\n\nBo Lind: We dredge at night."
		}
		if d := cmp.Diff(expected, got.Text); d != "" || err != nil {
			t.Errorf("%s, with the error %v (-want +got):\n%s", name, err, d)
		}
		if timed := regexp.MustCompile(`vtt|srt|sbv|ttml|tsv|podlove|descript|otranscribe|otter|rev`).MatchString(name); timed != (len(got.Segments) > 0) {
			t.Errorf("%s has %d segments", name, len(got.Segments))
		}
	}
}

func TestReadKeepsTimes(t *testing.T) {
	two := []data.Segment{
		{Start: time.Second, End: 3 * time.Second, Speaker: "Ada", Text: "Tea is grown on hills in warm and rainy places."},
		{Start: 3500 * time.Millisecond, End: 5 * time.Second, Speaker: "Bo", Text: "Which?"},
	}
	for _, tt := range []struct {
		name, body string
		want       []data.Segment
	}{
		{"WebVTT", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Tea is grown on hills\n\n00:02.000 --> 00:03.000 align:start\n<v Ada>in warm and rainy places.\n\n00:03.500 --> 00:05.000\n<v Bo>Which?", two},
		{"SRT", "1\n00:00:01,000 --> 00:00:03,000\nAda: Tea is grown on hills in warm and rainy places.\n\n2\n00:00:03,500 --> 00:00:05,000\nBo: Which?", two},
		{"SBV", "0:00:01.000,0:00:03.000\nAda: Tea is grown on hills in warm and rainy places.\n\n0:00:03.500,0:00:05.000\nBo: Which?", two},
		{"JSON with a time for every word", `{"segments":[{"speaker":"Ada","startTime":1,"endTime":1.2,"body":"Tea"},{"speaker":"Ada","startTime":1.2,"endTime":3,"body":"is grown on hills in warm and rainy places"},{"speaker":"Ada","startTime":3,"endTime":3,"body":"."},{"speaker":"Bo","startTime":3.5,"endTime":5,"body":"Which?"}]}`, two},
		{"Podlove", `{"transcripts":[{"start":"00:00:01.000","end":"00:00:03.000","voice":"Ada","text":"Tea is grown on hills in warm and rainy places."},{"start":"00:00:03.500","end":"00:00:05.000","voice":"Bo","text":"Which?"}]}`, two},
		{"Amazon Transcribe", `{"results":{"transcripts":[{"transcript":"Tea."}],"items":[{"start_time":"1.0","end_time":"2.0","alternatives":[{"content":"Tea"}]},{"alternatives":[{"content":"."}]}]}}`, []data.Segment{{Start: time.Second, End: 2 * time.Second, Text: "Tea."}}},
		{"Deepgram", `{"results":{"channels":[{"alternatives":[{"transcript":"Tea.","words":[{"word":"tea","punctuated_word":"Tea.","start":1,"end":2}]}]}]}}`, []data.Segment{{Start: time.Second, End: 2 * time.Second, Text: "Tea."}}},
		{"TTML with agents", `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="x" xml:lang="en"><head><metadata><ttm:agent xml:id="a"><ttm:name>Ada</ttm:name></ttm:agent></metadata></head><body><div><p begin="1s" end="3s" ttm:agent="a">Tea is grown on hills in warm<br/>and rainy places.</p></div></body></tt>`, two[:1]},
		{"a table with speakers", "start\tend\tspeaker\ttext\n1000\t3000\tAda\tTea is grown on hills in warm and rainy places.\n3500\t5000\tBo\tWhich?\n", two},
		{"text with headings", "Ada  0:01\nTea is grown on hills in warm and rainy places.\n\nBo (0:03):\nWhich?", []data.Segment{{Start: time.Second, End: 3 * time.Second, Speaker: "Ada", Text: two[0].Text}, {Start: 3 * time.Second, End: 3 * time.Second, Speaker: "Bo", Text: "Which?"}}},
		{"HTML with times", "<cite>Ada:</cite><time>0:01</time><p>Tea is grown on hills in warm and rainy places.</p><cite>Bo</cite><time>0:03</time><p>Which?</p>", []data.Segment{{Start: time.Second, End: 3 * time.Second, Speaker: "Ada", Text: two[0].Text}, {Start: 3 * time.Second, End: 3 * time.Second, Speaker: "Bo", Text: "Which?"}}},
		{"captions in the wrong order", "WEBVTT\n\n00:03.500 --> 00:05.000\n<v Bo>Which?\n\n00:01.000 --> 00:03.000\n<v Ada>Tea is grown on hills in warm and rainy places.", two},
		{"text without times", "Ada: Tea.", nil},
		{"times that are all 0", `{"segments":[{"startTime":0,"body":"Tea."}]}`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := transcript.Read([]byte(tt.body), "")
			if d := cmp.Diff(tt.want, got.Segments); d != "" || err != nil {
				t.Errorf("segments, with the error %v (-want +got):\n%s", err, d)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada>Tea.", "0:00:01.000,0:00:03.000\nTea.", "start\tend\ttext\n1\t2\tTea", `<tt><p begin="1s" dur="2s">Tea</p></tt>`,
		`{"segments":[{"startTime":1,"body":"b"}]}`, "**Ada:** *Tea* \\[00:01\\]", "Ada 0:01\nTea ♪ la [x] (LAUGHS)"} {
		f.Add([]byte(seed), "")
	}
	f.Fuzz(func(t *testing.T, body []byte, mediaType string) {
		got, _ := transcript.Read(body, mediaType)
		last := time.Duration(0)
		for _, s := range got.Segments {
			if s.Text == "" || s.Start < last || s.End < s.Start || s.Start%time.Millisecond != 0 {
				t.Fatalf("segment %+v after %v", s, last)
			}
			last = s.Start
		}
	})
}
