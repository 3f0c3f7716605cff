package words_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"segue/data"
	"segue/data/datatest"
	"segue/recommend"
	"segue/recommend/words"
)

// benchTalks is the number of talks in a benchmark: a large real catalogue.
const benchTalks = 10_000

// talks returns real talks of conferences.
func talks(tb testing.TB) *catalogue {
	tb.Helper()
	file, err := os.Open(datatest.Shared(tb, "data", "pyvideo", "episodes.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	c, in := &catalogue{}, json.NewDecoder(file)
	for len(c.episodes) < benchTalks {
		var talk struct {
			ID, Title, Description, Show string
			Tags, Speakers               []string
		}
		if err := in.Decode(&talk); err != nil {
			tb.Fatal(err)
		}
		e := data.Episode{ID: data.EpisodeID(talk.ID), Title: talk.Title, Description: talk.Description, Tags: talk.Tags, Show: data.Show{Title: talk.Show}}
		for _, name := range talk.Speakers {
			e.People = append(e.People, data.Person{Name: name})
		}
		c.episodes = append(c.episodes, e)
		c.keys = append(c.keys, words.Key{ID: e.ID, Digest: "1"})
	}
	return c
}

// titleQueries returns searches for the first n words of titles that have more words. If cut is
// true, the last word lacks its last two letters.
func titleQueries(c *catalogue, n int, cut bool) []string {
	var queries []string
	for i := 0; i < len(c.episodes) && len(queries) < 200; i += 7 {
		fields := strings.FieldsFunc(c.episodes[i].Title, func(r rune) bool { return strings.ContainsRune(" -:\"", r) })
		if len(fields) <= n {
			continue
		}
		text := strings.Join(fields[:n], " ")
		if cut {
			text = text[:max(len(text)-2, 0)]
		} else {
			text += " "
		}
		queries = append(queries, text)
	}
	return queries
}

func BenchmarkTalks(b *testing.B) {
	c := talks(b)
	view, err := benchmarkIndex(b, c).View(c.keys)
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1, 2, 4, 8} {
		benchmarkQueries(b, fmt.Sprintf("%d words", n), view, titleQueries(c, n, false))
	}
	benchmarkQueries(b, "3 words and a prefix", view, titleQueries(c, 4, true))
	benchmarkQueries(b, "a prefix", view, titleQueries(c, 1, true))
	var phrases []string
	for _, text := range titleQueries(c, 2, false) {
		phrases = append(phrases, fmt.Sprintf("%q", strings.TrimSpace(text)))
	}
	benchmarkQueries(b, "a phrase", view, phrases)
	benchmarkSimilar(b, view, len(c.keys))
}

// benchmarkQueries measures one parse and one search of the queries in turn.
func benchmarkQueries(b *testing.B, name string, view *words.View, texts []string) {
	var queries []recommend.WordQuery
	for _, text := range texts {
		queries = append(queries, parse(b, view, text))
	}
	b.Run("parse "+name, func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			parse(b, view, texts[i%len(texts)])
		}
	})
	var matches words.Matches
	search := func(q recommend.WordQuery) {
		if err := view.Match(b.Context(), q, &matches); err != nil {
			b.Fatal(err)
		}
	}
	for _, q := range queries { // fill the caches
		search(q)
	}
	b.Run("search "+name, func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			search(queries[i%len(queries)])
		}
	})
}

func benchmarkSimilar(b *testing.B, view *words.View, n int) {
	var lists [][]recommend.Term
	for i := range 200 {
		terms, err := view.Terms(b.Context(), i*n/200, 100)
		if err != nil {
			b.Fatal(err)
		}
		lists = append(lists, terms)
	}
	b.Run("terms", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := view.Terms(b.Context(), i%200*n/200, 100); err != nil {
				b.Fatal(err)
			}
		}
	})
	var found words.Matches
	like := func(terms []recommend.Term) {
		if err := view.Like(b.Context(), terms, &found); err != nil {
			b.Fatal(err)
		}
	}
	for _, terms := range lists { // fill the cache
		like(terms)
	}
	b.Run("like", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			like(lists[i%200])
		}
	})
}
