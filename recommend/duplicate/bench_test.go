package duplicate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"segue/data"
)

// synthetic returns n episodes of 100 words. One in ten repeats another with one
// changed word, one in ten has boilerplate, and two in ten have a part number.
func synthetic(n int) []data.Episode {
	random := rand.New(rand.NewPCG(1, 2))
	text := func(words int) []string {
		list := make([]string, words)
		for i := range list {
			list[i] = fmt.Sprintf("word%d", int(20000*random.Float64()*random.Float64()))
		}
		return list
	}
	all := make([]data.Episode, n)
	for i := range all {
		description := text(100)
		title := strings.Join(text(6), " ")
		switch {
		case i%10 == 1:
			description = strings.Fields(all[i-1].Description)
			description[random.IntN(len(description))] = "changed"
			title = "Rerun: " + all[i-1].Title
		case i%10 == 2 && i > 10:
			description = strings.Fields(all[2].Description)
		case i%10 > 7:
			title = fmt.Sprintf("Series %d, part %d", i/10, i%10-7)
		}
		all[i] = data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("e%06d", i)), GUID: fmt.Sprintf("guid-%012d", i), Audio: fmt.Sprintf("https://op3.dev/e/cdn.example.com/%d.mp3?x=%d", i, i),
			Show: data.Show{ID: data.ShowID(fmt.Sprintf("show%d", i/300)), Title: fmt.Sprintf("Show %d", i/300)}, Title: title, Description: strings.Join(description, " "),
			Published: time.Unix(int64(i)*3600, 0), Duration: 30 * time.Minute,
		}
	}
	return all
}

var sizes = []int{10_000, 100_000}

func BenchmarkSign(b *testing.B) {
	episodes := synthetic(1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Sign(episodes[i%len(episodes)])
	}
}

func BenchmarkOf(b *testing.B) {
	episodes := synthetic(1000)
	signatures := signAll(episodes)
	for i := 0; b.Loop(); i++ {
		if !signatures[i%len(episodes)].Of(InputOf(episodes[i%len(episodes)])) {
			b.Fatal("Of = false for the signature's own episode")
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, n := range sizes {
		signatures := signAll(synthetic(n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				New(signatures)
			}
		})
	}
}

// BenchmarkUpdate changes one episode in turn: two in ten are duplicates, two in ten are
// parts of a series.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range sizes {
		episodes := synthetic(n)
		c := New(signAll(episodes))
		random := rand.New(rand.NewPCG(1, 2))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				benchmarkChange(b, c, episodes, random.IntN(n))
			}
		})
	}
}

// BenchmarkUpdateMany changes one episode in a hundred at once.
func BenchmarkUpdateMany(b *testing.B) {
	for _, n := range sizes {
		episodes := synthetic(n)
		c := New(signAll(episodes))
		var changes []Change
		for slot := 0; slot < n; slot += 100 {
			e := episodes[slot]
			e.Description = "changed " + e.Description
			changes = append(changes, Change{slot, Sign(e)})
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				c.Update(changes)
			}
		})
	}
}

// benchmarkChange changes the text of an episode.
func benchmarkChange(b *testing.B, c *Catalog, episodes []data.Episode, slot int) {
	b.Helper()
	b.StopTimer()
	e := episodes[slot]
	e.Description = "changed " + e.Description
	s := Sign(e)
	b.StartTimer()
	c.Update([]Change{{slot, s}})
}

// boilerplate returns episodes that all have nearly the same text. This is the worst
// case.
func boilerplate(n int) []data.Episode {
	episodes := synthetic(n)
	for i := range episodes {
		episodes[i].Description = episodes[2].Description + fmt.Sprintf(" number%d", i)
	}
	return episodes
}

func BenchmarkNewBoilerplate(b *testing.B) {
	signatures := signAll(boilerplate(10_000))
	for b.Loop() {
		New(signatures)
	}
}

func BenchmarkUpdateBoilerplate(b *testing.B) {
	episodes := boilerplate(10_000)
	c := New(signAll(episodes))
	random := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		benchmarkChange(b, c, episodes, random.IntN(len(episodes)))
	}
}
