package transcript_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/clean"
	"segue/data/datatest"
	"segue/data/transcript"
)

func TestTextReadsEveryFormat(t *testing.T) {
	long := strings.Repeat("Tea is hot and it is green. ", 30)
	for _, tt := range []struct{ name, mediaType, body, want string }{
		{"WebVTT with speakers", "text/vtt", "WEBVTT - Tea\nKind: captions\n\nNOTE\nnot\nthis\n\nSTYLE\n::cue {}\n\nintro\n00:00.000 --> 00:02.000 align:start\n<v.loud Ada Miller>Flour &amp; <i>salt</i>,\n<v Ada Miller>and <00:00:01.000><c>water</c>.\n\n" +
			"00:00:02.000 --> 00:00:03.000\n<v Bob>Why?</v><v Ada Miller>It binds.</v>\n\nNOTE end", "Ada Miller: Flour & salt, and water.\n\nBob: Why?\n\nAda Miller: It binds."},
		{"WebVTT without speakers", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nAda: Flour\nand water.\n\n00:02.000 --> 00:03.000\nAda: Salt.\n\n00:03.000 --> 00:04.000\n>> Why?\n\n00:04.000 --> 00:05.000\nNo: it binds.", "Ada: Flour and water. Salt.\n\nWhy?\n\nNo: it binds."},
		{"SRT", "application/x-subrip", "1\r\n00:00:00,179 --> 00:00:02,399\r\nAda: When you {\\an8}bake\r\n<font color=\"red\">bread</font>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nuse flour.\r\n\r\n3\r\n00:00:04,000 --> 00:00:05,000\r\n24\r\n\r\nhours.", "Ada: When you bake bread use flour. 24 hours."},
		{"SRT without empty lines", "", "1\n0:00:00,1 --> 0:00:02,3\nOne.\n2\n0:00:02,1 --> 0:00:03,3\nTwo.", "One. Two."},
		{"rolling captions", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\ntea is\n\n00:02.000 --> 00:02.010\ntea is\n\n00:02.010 --> 00:04.000\ntea is\nhot and\n\n00:04.000 --> 00:05.000\nhot and\ngreen", "tea is hot and green"},
		{"growing captions", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\ntea\n\n00:01.000 --> 00:02.000\ntea is\n\n00:02.000 --> 00:03.000\ntea is hot", "tea is hot"},
		{"a repeated phrase", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nYes.\n\n00:01.000 --> 00:02.000\nYes.\n\n00:02.000 --> 00:03.000\nTea.\n\n00:03.000 --> 00:04.000\nHot.\n\n00:04.000 --> 00:05.000\nGreen.", "Yes. Yes. Tea. Hot. Green."},
		{"JSON of the podcast namespace", "application/json", `{"version":"1.0.0","segments":[{"speaker":"Ada","startTime":0.5,"body":"Flour"},{"speaker":"Ada","body":","},{"body":"water"},{"speaker":"Bob","body":"Why"},{"speaker":"Bob","body":"?"}]}`, "Ada: Flour, water\n\nBob: Why?"},
		{"JSON of a recogniser", "application/json", `{"text":"all","segments":[{"id":1,"speaker":3,"text":" Flour and"},{"text":" water."}]}`, "Flour and water."},
		{"a list of segments", "application/json", `[{"speaker":"Ada","text":"Flour."}]`, "Ada: Flour."},
		{"JSON with only a text", "", `{"text":"Flour.\n\nWater."}`, "Flour.\n\nWater."},
		{"HTML of the podcast namespace", "text/html", `<cite>Ada Miller:</cite><time>0:00</time><p>Flour &amp; water.</p><p>Salt.</p><cite>Bob</cite><time>1:00</time><p>Why?</p>`, "Ada Miller: Flour & water.\n\nSalt.\n\nBob: Why?"},
		{"a page", "text/html", "<!doctype html><html><head><title>no</title></head><body><h1>Bread</h1><p>Flour.<br>Water.</body></html>", "Bread\n\nFlour.\n\nWater."},
		{"plain text", "text/plain", "Ada  0:01\nFlour and\nwater.\n\n[00:10] Salt.\n\nBob: Why?\n\n0:15\n\nAda (1:02:03)\nIt binds.", "Ada: Flour and water.\n\nSalt.\n\nBob: Why?\n\nAda: It binds."},
		{"text that is not HTML", "text/plain", "a < b & c", "a < b & c"},
		{"a wrong type", "text/plain; charset=utf-8", "WEBVTT\n\n00:00.000 --> 00:01.000\nTea.", "Tea."},
		{"another encoding", "text/plain", "Caf\xe9.", "Café."},
		{"a long speech", "text/plain", "Ada: " + long + long, "Ada: " + strings.TrimSpace(long+long)},
		{"a long speech in cues", "text/vtt", "WEBVTT\n" + strings.Repeat("\n00:00.000 --> 00:01.000\n<v Ada>Tea is hot\n\n00:00.000 --> 00:01.000\n<v Ada>and it is green.\n", 30),
			"Ada: " + strings.TrimSpace(strings.Repeat("Tea is hot and it is green. ", 25)) + "\n\n" + strings.TrimSpace(strings.Repeat("Tea is hot and it is green. ", 5))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := textOfFile([]byte(tt.body), tt.mediaType)
			if d := cmp.Diff(tt.want, got); d != "" || err != nil {
				t.Errorf("Text, with the error %v (-want +got):\n%s", err, d)
			}
		})
	}
}

func TestTextRejectsOtherFiles(t *testing.T) {
	for _, tt := range []struct {
		name, mediaType, body string
		kind                  transcript.Kind
		reason                string
	}{
		{"an empty file", "", " \n", transcript.Empty, "the transcript has no words; its publisher must correct it"},
		{"no cues", "text/vtt", "WEBVTT\n\nNOTE a", transcript.Empty, "the transcript has no words; its publisher must correct it"},
		{"no segments", "application/json", `{"segments":[]}`, transcript.Malformed, `the transcript is invalid JSON or has no "segments" with a "body" each; its publisher must correct it`},
		{"broken JSON", "application/json", `{"segments":[`, transcript.Malformed, `the transcript is invalid JSON or has no "segments" with a "body" each; its publisher must correct it`},
		{"a page", "text/vtt", "<!DOCTYPE html><p>Not found", transcript.NotATranscript, "the transcript is a web page, not text/vtt; its address may have changed"},
		{"a document", "text/plain", "%PDF-1.4", transcript.NotATranscript, "the transcript is not a text file; publish it as WebVTT, SRT, JSON, HTML or plain text"},
		{"bytes", "", "a\x00b", transcript.NotATranscript, "the transcript is not a text file; publish it as WebVTT, SRT, JSON, HTML or plain text"},
		{"UTF-32", "", "\xff\xfe\x00\x00a", transcript.Malformed, "the transcript's text is encoded as UTF-32, which is not supported; save it as UTF-8"},
		{"a large file", "", strings.Repeat(" ", transcript.MaxBody+1), transcript.TooLarge, "the transcript has 16 MB; the maximum is 16: publish it without a time for every word"},
		{"a long text", "", strings.Repeat("tea ", transcript.MaxText/4+1), transcript.TooLarge, "the transcript has 2048 kB of text; the maximum is 2048: check that it belongs to one episode"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := textOfFile([]byte(tt.body), tt.mediaType)
			var bad *transcript.Error
			if !errors.As(err, &bad) || bad.Kind != tt.kind || bad.Error() != tt.reason || got != "" {
				t.Errorf("Text = %.40q, %v, want %s: %s", got, err, tt.kind, tt.reason)
			}
		})
	}
}

func TestTextReadsRealTranscripts(t *testing.T) {
	root := datatest.Shared(t, "data", "feeds", "Podcastindex-org+podcast-namespace", "docs", "examples", "transcripts")
	for name, want := range map[string][]string{
		"example.json": {"Darth Vader: I am your father.", "Luke: Nooooo"},
		"example.vtt": {"Sarah: In today's episode, you'll learn whether or not you should have a podcast trailer. And if so, what should you include in one? " +
			"Welcome to Podcasting Q&A, where you learn the best tips and strategies to launch, grow and monetize your podcast. This week's question comes from Gillian.",
			"Gillian: Hi Buzzsprout, Gillian here from breaking through careers podcast. My question is, do we need a podcast trailer?"},
	} {
		if got := text(t, filepath.Join(root, name)); got != strings.Join(want, "\n\n") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	srt := text(t, filepath.Join(root, "example.srt"))
	if !strings.HasPrefix(srt, "Travis: When you first get started in podcasting, it's almost guaranteed") || !strings.HasSuffix(srt, "to batch your episodes.") ||
		strings.Count(srt, "\n\nSarah: ") == 0 || strings.Contains(srt, "-->") || len(strings.Fields(srt)) < 2000 {
		t.Errorf("example.srt, %d words:\n%.500s", len(strings.Fields(srt)), srt)
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, err := textOfFile(body, "")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>Tea</v> is &lt;hot&gt;.\n\nNOTE a\n\n1\n00:00 --> 1\ntea", "1\n00:00:01,000 --> 00:00:02,000\nAda: a\n\nb\n2",
		`{"segments":[{"speaker":"A","body":"b"},{"text":"c"}]}`, "<cite>A:</cite><time>0:00</time><p>b", "Ada 0:01\nb\n[00:02] >> c\n- d", "[{}]", "\xff\xfea\x00"} {
		f.Add([]byte(seed), "text/vtt")
	}
	f.Fuzz(func(t *testing.T, body []byte, mediaType string) {
		got, err := textOfFile(body, mediaType)
		again, errAgain := textOfFile(body, mediaType)
		var bad *transcript.Error
		switch {
		case got != again || (err == nil) != (errAgain == nil):
			t.Errorf("Text = %q, then %q", got, again)
		case err == nil && (got == "" || got != clean.Text(got)):
			t.Errorf("Text = %q, which is not in the form of clean.Text", got)
		case err != nil && (!errors.As(err, &bad) || bad.Kind == "" || bad.Reason == ""):
			t.Errorf("error = %v", err)
		}
	})
}

// textOfFile returns the text of a transcript.
func textOfFile(body []byte, mediaType string) (string, error) {
	got, err := transcript.Read(body, mediaType)
	return got.Text, err
}
