package widget_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/datatest"
	"segue/data/testenv"
	"segue/embed"
	"segue/embed/embedtest"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
	"segue/recommend/words"
	"segue/recommend/words/static"
	"segue/server/site"
	"segue/widget"
)

// leastOverlap is the share of the server's first ten keyword results that a static site must
// find too. A static site has no word positions and no pseudo-relevance feedback; docs/site.md
// has the measurements.
const leastOverlap = 0.6

// TestStaticSearchFindsTheServersResults compares the results of
// the browser and the engine for queries of a real catalogue.
func TestStaticSearchFindsTheServersResults(t *testing.T) {
	t.Parallel()
	file := datatest.Shared(t, "data", "gcppodcast", "episodes.jsonl")
	c, engine, list := wordsOf(t, file, testenv.Times(60, 329)) // at most all episodes
	index := static.NewBuilder()
	_, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		index.Add(e.Episode, site.Result(e.Episode))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files, err := index.Files()
	if err != nil {
		t.Fatal(err)
	}
	dir, size := t.TempDir(), 0
	s := &staticSite{files: map[string][]byte{}}
	for path, content := range files {
		s.files["search/"+path] = content
		size += len(content)
	}
	for path, content := range newScript(t, widget.Config{}).Files() {
		s.files["widget/"+path] = content
	}
	s.files["index.html"] = []byte("<!doctype html><link rel=icon href=data:,><title>Search</title>")
	for path, content := range s.files {
		name := filepath.Join(dir, "podcast", "segue", path)
		os.MkdirAll(filepath.Dir(name), 0o700)
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.recordingServer = newRecordingServer(t, http.FileServer(http.Dir(dir)))
	b := open(t)
	b.Visit(s.address())
	var all, kept, browser, server float64
	questions := questionsOf(list)
	for _, q := range questions {
		ratio := 0.
		answer, err := engine.Search(t.Context(), q.text, recommend.Options{SemanticRatio: &ratio})
		if err != nil {
			t.Fatal(err)
		}
		var want, got []data.EpisodeID
		for _, r := range answer.Results {
			want = append(want, r.Episode.ID)
		}
		for _, r := range eval[foundInBrowser](b, s.search(q.text, 10)).Results {
			got = append(got, data.EpisodeID(r.Episode.ID))
		}
		for _, id := range want {
			all++
			if slices.Contains(got, id) {
				kept++
			}
		}
		browser += evaluate.NDCG(got, q.relevant, 10)
		server += evaluate.NDCG(want, q.relevant, 10)
	}
	n := float64(len(questions))
	t.Logf("%d questions: %.3f of the first ten are the same; nDCG@10 of the episode meant: %.3f in the browser, %.3f on a server; the index has %d kB",
		len(questions), kept/all, browser/n, server/n, size/1000)
	if kept/all < leastOverlap || browser < server*.9 {
		t.Error("a site without a server finds too little of what a server finds")
	}
}

type question struct {
	text     string
	relevant evaluate.Relevance
}

// questionsOf returns queries for an episode: half of its title, and a sentence of its
// description.
func questionsOf(list []data.Episode) (all []question) {
	for _, e := range list {
		title := strings.Fields(e.Title)
		sentence, _, _ := strings.Cut(e.Description, ". ")
		words := strings.Fields(sentence)
		meant := evaluate.Relevance{e.ID: 1}
		all = append(all, question{strings.Join(title[len(title)/2:], " "), meant})
		if len(words) > 8 {
			all = append(all, question{strings.Join(words[len(words)-8:], " "), meant})
		}
	}
	return all
}

// wordsOf returns an engine without a model for a catalogue.
func wordsOf(t *testing.T, file string, most int) (catalog.Store, *recommend.Engine, []data.Episode) {
	t.Helper()
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var list []data.Episode
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for len(list) < most && lines.Scan() {
		var v struct{ ID, Title, Description, Published, URL, Show, Transcript string }
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		published, _ := time.Parse(time.DateOnly, v.Published)
		list = append(list, data.Episode{
			ID: data.EpisodeID(v.ID), Title: v.Title, Description: v.Description, Published: published, URL: v.URL, Language: "en",
			Show: data.Show{ID: data.ShowID(data.Slug(v.Show)), Title: v.Show}, Transcript: v.Transcript,
		})
	}
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := c.Upsert(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	client := embed.NewClient(embedtest.NewHashing(16), c)
	engine := recommend.NewEngine(c)
	if _, err := indexer.New(c, w, client, engine, client.Info().Model).Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c, engine, list
}
